package seli.figure;

/** Axes around a plot: lines behind the data, ticks, numbers and names. */
final class AxesDrawing {
    private static final double FONT = Sheet.FONT;
    private static final double TICK = 4;
    private static final double RIGHT = 20;
    private static final int MOST_TICKS = 8;

    private final Sheet sheet;
    private final Plot plot;

    private AxesDrawing(Sheet sheet, Plot plot) {
        this.sheet = sheet;
        this.plot = plot;
    }

    /** The plot of a line chart below what the sheet has, with its axes drawn. */
    static Plot draw(Sheet sheet, LineChart chart, AxisRange x, AxisRange y) {
        Plot free = place(sheet, Ticks.of(y, 6), x, y, 230);
        Plot wide = chart.hasEqualScales() ? free.withEqualScales() : free;
        Ticks yTicks = Ticks.of(wide.y(), 6);
        Ticks xTicks = Ticks.of(wide.x(), MOST_TICKS);
        for (int most = MOST_TICKS - 1; most >= 3 && !xTicks.fit(wide.width(), FONT); most--) {
            xTicks = Ticks.of(wide.x(), most);
        }
        double beyond = Math.max(0, xTicks.beyond(wide.width(), FONT) + 6 - RIGHT);
        Plot plot = new Plot(wide.left(), wide.top(), wide.width() - beyond, wide.height(), wide.x(), wide.y());
        AxesDrawing axes = new AxesDrawing(sheet, plot);
        axes.vertical(yTicks, chart.y().label());
        axes.horizontal(xTicks, chart.x().label());
        return plot;
    }

    /** The plot of bars with its vertical axis drawn; the horizontal one is the caller's. */
    static Plot drawVertical(Sheet sheet, Axis yAxis, AxisRange y) {
        Ticks ticks = Ticks.of(y, 6);
        Plot plot = place(sheet, ticks, new AxisRange(Scale.LINEAR, 0, 1), y, 210);
        new AxesDrawing(sheet, plot).vertical(ticks, yAxis.label());
        return plot;
    }

    private static Plot place(Sheet sheet, Ticks yTicks, AxisRange x, AxisRange y, double height) {
        double left = 12 + FONT + 8 + yTicks.widest(FONT) + TICK + 3;
        return new Plot(left, sheet.bottom() + 4, sheet.width() - left - RIGHT, height, x, y);
    }

    private void vertical(Ticks ticks, String label) {
        for (Ticks.Tick tick : ticks.major()) {
            double at = plot.bottom() - tick.fraction() * plot.height();
            sheet.add(Element.line(plot.left(), at, plot.right(), at)
                    .stroke(Ink.GRID, 1)
                    .empty());
            sheet.add(tick(plot.left() - TICK, at, plot.left(), at));
            Element text = Element.text(plot.left() - TICK - 3, at + 0.35 * FONT, FONT, Element.Anchor.END)
                    .fill(Ink.TEXT);
            sheet.add(tick.label().draw(text, FONT));
        }
        for (double fraction : ticks.minor()) {
            double at = plot.bottom() - fraction * plot.height();
            sheet.add(tick(plot.left() - TICK / 2, at, plot.left(), at));
        }
        sheet.add(tick(plot.left(), plot.top(), plot.left(), plot.bottom()));
        double middle = plot.top() + plot.height() / 2;
        String words = TextWidth.shortened(label, FONT, plot.height() + 40);
        sheet.add(Element.text(0, 0, FONT, Element.Anchor.MIDDLE)
                .with("transform", "translate(" + (12 + 0.4 * FONT) + " " + Element.number(middle) + ") rotate(-90)")
                .fill(Ink.TEXT)
                .words(words));
    }

    private void horizontal(Ticks ticks, String label) {
        for (Ticks.Tick tick : ticks.major()) {
            double at = plot.left() + tick.fraction() * plot.width();
            sheet.add(Element.line(at, plot.top(), at, plot.bottom())
                    .stroke(Ink.GRID, 1)
                    .empty());
            sheet.add(tick(at, plot.bottom(), at, plot.bottom() + TICK));
            Element text = Element.text(at, plot.bottom() + TICK + FONT, FONT, Element.Anchor.MIDDLE)
                    .fill(Ink.TEXT);
            sheet.add(tick.label().draw(text, FONT));
        }
        for (double fraction : ticks.minor()) {
            double at = plot.left() + fraction * plot.width();
            sheet.add(tick(at, plot.bottom(), at, plot.bottom() + TICK / 2));
        }
        sheet.add(tick(plot.left(), plot.bottom(), plot.right(), plot.bottom()));
        name(sheet, plot, label, plot.bottom() + TICK + FONT + 6 + FONT);
    }

    /** The name of the horizontal axis. */
    static void name(Sheet sheet, Plot plot, String label, double baseline) {
        String words = TextWidth.shortened(label, FONT, sheet.width() - 20);
        double half = TextWidth.of(words, FONT) / 2;
        double middle = plot.left() + plot.width() / 2;
        double shown = Math.max(half + 8, Math.min(sheet.width() - half - 8, middle));
        sheet.add(Element.text(shown, baseline, FONT, Element.Anchor.MIDDLE)
                .fill(Ink.TEXT)
                .words(words));
        sheet.extendTo(baseline + 5);
    }

    private static String tick(double x1, double y1, double x2, double y2) {
        return Element.line(x1, y1, x2, y2).stroke(Ink.MUTED, 1).empty();
    }
}
