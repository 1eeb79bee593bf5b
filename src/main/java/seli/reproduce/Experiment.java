package seli.reproduce;

import java.util.List;
import java.util.Optional;

/** An experiment or a figure of the paper, or of its follow-up. */
interface Experiment {
    /** Name on the command line and of its folder. */
    String name();

    /** A heading. */
    String title();

    /** What the paper shows with it, in a sentence or two. */
    String shows();

    /** What to expect of the time, in words. */
    String cost(Preset preset);

    /** Why it cannot be run here, if so, and where to get what is missing. */
    default Optional<String> missing(Plan plan) {
        return Optional.empty();
    }

    /** Its parts, in order. */
    List<Part> parts(Plan plan);

    /** Comparisons, figures and tables, from the numbers of the parts alone, in their order. */
    Findings present(Plan plan, List<PartNumbers> numbers);
}
