package seli.figure;

import java.util.List;

/** The names of categories below a plot: level if they fit, else aslant, and only some where there are too many. */
final class CategoryLabels {
    private static final double FONT = Sheet.FONT;
    private static final double SLANT = Math.sqrt(0.5);
    private static final double LEAST_STEP = FONT + 4;

    private CategoryLabels() {}

    /** Draws them below the bands of a plot and returns the lower edge. */
    static double draw(Sheet sheet, Plot plot, List<String> names) {
        double band = plot.width() / names.size();
        double widest = names.stream()
                .mapToDouble(name -> TextWidth.of(name, FONT))
                .max()
                .orElse(0);
        double baseline = plot.bottom() + FONT + 5;
        if (widest <= band - 6) {
            for (int i = 0; i < names.size(); i++) {
                sheet.add(Element.text(middle(plot, band, i), baseline, FONT, Element.Anchor.MIDDLE)
                        .fill(Ink.TEXT)
                        .words(names.get(i)));
            }
            return baseline;
        }
        int every = Math.max(1, (int) Math.ceil(LEAST_STEP / band));
        double deepest = 0;
        for (int i = 0; i < names.size(); i += every) {
            double x = middle(plot, band, i) + 4;
            double y = plot.bottom() + 0.8 * FONT;
            String name = TextWidth.shortened(names.get(i), FONT, Math.min(120, (x - 10) / SLANT));
            deepest = Math.max(deepest, TextWidth.of(name, FONT) * SLANT);
            sheet.add(Element.text(0, 0, FONT, Element.Anchor.END)
                    .with("transform", "translate(" + Element.number(x) + " " + Element.number(y) + ") rotate(-45)")
                    .fill(Ink.TEXT)
                    .words(name));
        }
        return plot.bottom() + FONT + 4 + deepest;
    }

    private static double middle(Plot plot, double band, int i) {
        return plot.left() + (i + 0.5) * band;
    }
}
