package seli.figure;

import java.util.ArrayList;
import java.util.List;

/** Draws a bar chart. */
final class BarDrawing {
    private static final double WIDTH = 480;

    /** The part of a category's width that its bars take. */
    private static final double FILLED = 0.78;

    private final BarChart chart;
    private final Sheet sheet;
    private final Plot plot;
    private final int perCategory;

    private BarDrawing(BarChart chart, Sheet sheet, Plot plot) {
        this.chart = chart;
        this.sheet = sheet;
        this.plot = plot;
        this.perCategory =
                (int) chart.bars().stream().filter(b -> !b.isTheory()).count();
    }

    static Sheet.Drawing of(BarChart chart) {
        AxisRange.Collector y = new AxisRange.Collector(chart.y()).add(0);
        for (BarChart.Bars bars : chart.bars()) {
            for (int c = 0; c < chart.categories().size(); c++) {
                y.add(bars.value(c));
            }
        }
        Sheet sheet = new Sheet(WIDTH, chart.title());
        Plot plot = AxesDrawing.drawVertical(sheet, chart.y(), y.range());
        return new BarDrawing(chart, sheet, plot).draw();
    }

    private Sheet.Drawing draw() {
        List<Sheet.Entry> legend = new ArrayList<>();
        StringBuilder theory = new StringBuilder(); // over the bars
        int bar = -1;
        int sign = 0;
        for (BarChart.Bars bars : chart.bars()) {
            if (bars.isTheory()) {
                theory.append(signs(bars, bar, sign));
                legend.add(new Sheet.Entry(bars.label(), sign(0, 13, 0, sign)));
                sign++;
            } else {
                bar++;
                for (int c = 0; c < chart.categories().size(); c++) {
                    sheet.add(bar(bars.value(c), c, bar));
                }
                legend.add(new Sheet.Entry(
                        bars.label(), painted(Element.rect(-8, -6, 16, 12), bar).empty()));
            }
        }
        double zero = plot.py(0);
        sheet.add(Element.line(plot.left(), zero, plot.right(), zero)
                .stroke(Ink.MUTED, 1)
                .empty());
        sheet.add(theory.toString());
        double bottom = CategoryLabels.draw(sheet, plot, chart.categories());
        AxesDrawing.name(sheet, plot, chart.categoryLabel(), bottom + 18);
        sheet.legend(legend);
        sheet.notes(chart.notes());
        return sheet.drawing();
    }

    private double band() {
        return plot.width() / chart.categories().size();
    }

    /** Left edge of the bars number {@code bar} of a category. */
    private double left(int category, double bar) {
        double width = FILLED * band() / Math.max(1, perCategory);
        return plot.left() + (category + (1 - FILLED) / 2) * band() + bar * width;
    }

    private String bar(double value, int category, int bar) {
        if (!chart.y().holds(value)) {
            return "";
        }
        double width = FILLED * band() / perCategory;
        double end = plot.py(value);
        double zero = plot.py(0);
        double inset = width > 4 ? 0.5 : 0;
        Element rect =
                Element.rect(left(category, bar) + inset, Math.min(end, zero), width - 2 * inset, Math.abs(zero - end));
        return painted(rect, bar).empty();
    }

    /** Bars differ in colour and in how dark they are. */
    private static Element painted(Element rect, int bar) {
        Ink ink = Ink.ofData(bar);
        Element filled = rect.fill(ink).stroke(ink, 1);
        return bar % 3 == 0 ? filled : filled.with("fill-opacity", bar % 3 == 1 ? 0.3 : 0.65);
    }

    /** Short lines across the bars before them, or across all bars if there are none before. */
    private String signs(BarChart.Bars bars, int bar, int sign) {
        StringBuilder signs = new StringBuilder();
        for (int c = 0; c < chart.categories().size(); c++) {
            double value = bars.value(c);
            if (chart.y().holds(value)) {
                double from = left(c, Math.max(0, bar));
                double to = bar < 0 ? left(c, Math.max(1, perCategory)) : left(c, bar + 1.0);
                signs.append(sign((from + to) / 2, (to - from) / 2 + 2, plot.py(value), sign));
            }
        }
        return signs.toString();
    }

    /** A line over a lighter one that sets it off from the bar, and a marker where there is room. */
    private static String sign(double x, double half, double y, int number) {
        SeriesStyle style = SeriesStyle.ofTheory(number);
        String below =
                Element.line(x - half, y, x + half, y).stroke(Ink.PAPER, 3.6).empty();
        String line = Element.line(x - half, y, x + half, y)
                .stroke(Ink.TEXT, 1.8)
                .dashed(style.dashes())
                .empty();
        return below + line + (half >= 5 ? style.marker().draw(x, y, Ink.TEXT) : "");
    }
}
