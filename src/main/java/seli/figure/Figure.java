package seli.figure;

import java.util.List;

/** A figure as data: its numbers and the words beside them. Immutable. */
public sealed interface Figure permits LineChart, BarChart, HeatMap {
    /** Name of its files without suffix: letters, digits, hyphens and underscores. */
    String name();

    /** What it shows, in one line. */
    String title();

    /** Remarks below the picture; first those of the caller, then what was left out of the drawing. */
    List<String> notes();

    /** The figure in a sentence or two for readers who do not see it: kind, axes and what is drawn. */
    String description();

    /** All numbers of the figure, also those that a logarithmic axis leaves out. */
    FigureTable numbers();
}
