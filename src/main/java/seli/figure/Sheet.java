package seli.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * A drawing while it is made, from the top: title, plot, legend, notes. The legend and the notes stand below the plot,
 * so that they cover no data, and the drawing is as high as they need.
 */
final class Sheet {
    /** Size of the words of axes and legend. */
    static final double FONT = 13;

    private static final double TITLE = 14;
    private static final double SMALL = 11;
    private static final double EDGE = 8;
    private static final double SWATCH = 30;
    private static final double GAP = 14;

    private final double width;
    private final StringBuilder body = new StringBuilder(8192);
    private double bottom = EDGE;

    /** A sheet of this width with a title. */
    Sheet(double width, String title) {
        this.width = width;
        for (String line : TextWidth.lines(title, TITLE * 1.06, width - 2 * EDGE, 3)) {
            bottom += TITLE + 2;
            add(Element.text(EDGE, bottom, TITLE, Element.Anchor.START)
                    .with("font-weight", "bold")
                    .fill(Ink.TEXT)
                    .words(line));
        }
        bottom += 8;
    }

    /**
     * A row of the legend.
     *
     * @param label words
     * @param sign what stands before them, drawn around (0, 0) and at most 26 wide
     */
    record Entry(String label, String sign) {}

    double width() {
        return width;
    }

    /** The lower edge of what there is. */
    double bottom() {
        return bottom;
    }

    /** Moves the lower edge. */
    void extendTo(double edge) {
        bottom = Math.max(bottom, edge);
    }

    /** Adds markup. */
    void add(String markup) {
        body.append(markup);
    }

    /** Adds the legend: entries side by side as they fit. */
    void legend(List<Entry> entries) {
        double x = EDGE;
        double line = FONT + 6;
        bottom += entries.isEmpty() ? 0 : line;
        for (Entry entry : entries) {
            String label = TextWidth.shortened(entry.label(), FONT, width - 2 * EDGE - SWATCH);
            double needed = SWATCH + TextWidth.of(label, FONT);
            if (x > EDGE && x + needed > width - EDGE) {
                x = EDGE;
                bottom += line;
            }
            add(Element.of("g")
                    .with("transform", "translate(" + Element.number(x + 13) + " " + Element.number(bottom - 4.5) + ")")
                    .around(entry.sign()));
            add(Element.text(x + SWATCH, bottom, FONT, Element.Anchor.START)
                    .fill(Ink.TEXT)
                    .words(label));
            x += needed + GAP;
        }
        bottom += entries.isEmpty() ? 0 : 4;
    }

    /** Adds notes in small words. */
    void notes(List<String> notes) {
        List<String> lines = new ArrayList<>();
        notes.forEach(note -> lines.addAll(TextWidth.lines(note, SMALL, width - 2 * EDGE, 4)));
        for (String line : lines) {
            bottom += SMALL + 4;
            add(Element.text(EDGE, bottom, SMALL, Element.Anchor.START)
                    .fill(Ink.MUTED)
                    .words(line));
        }
        bottom += lines.isEmpty() ? 0 : 2;
    }

    /** The finished drawing. */
    Drawing drawing() {
        return new Drawing(width, Math.ceil(bottom + EDGE), body.toString());
    }

    /**
     * A finished drawing.
     *
     * @param width in units of the drawing
     * @param height in units of the drawing
     * @param body markup
     */
    record Drawing(double width, double height, String body) {}
}
