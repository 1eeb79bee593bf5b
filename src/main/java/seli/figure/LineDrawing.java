package seli.figure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Draws a line chart. */
final class LineDrawing {
    private static final double WIDTH = 480;

    /** Least way along a line between two markers. */
    private static final double MARKER_GAP = 46;

    /** Up to so many points, each has a marker. */
    private static final int FEW_POINTS = 14;

    private final LineChart chart;
    private final Sheet sheet;
    private final Plot plot;

    private LineDrawing(LineChart chart, Sheet sheet, Plot plot) {
        this.chart = chart;
        this.sheet = sheet;
        this.plot = plot;
    }

    static Sheet.Drawing of(LineChart chart) {
        AxisRange.Collector x = new AxisRange.Collector(chart.x());
        AxisRange.Collector y = new AxisRange.Collector(chart.y());
        for (Series series : chart.series()) {
            for (int i = 0; i < series.size(); i++) {
                if (series.kind() == Series.Kind.MARK) {
                    x.add(series.x(i));
                } else if (isDrawn(chart, series, i)) {
                    x.add(series.x(i));
                    y.add(series.y(i)).add(series.high(i));
                }
            }
        }
        Sheet sheet = new Sheet(WIDTH, chart.title());
        Plot plot = AxesDrawing.draw(sheet, chart, x.range(), y.range());
        return new LineDrawing(chart, sheet, plot).draw();
    }

    private static boolean isDrawn(LineChart chart, Series series, int i) {
        return chart.x().holds(series.x(i))
                && chart.y().holds(series.y(i))
                && chart.y().holds(series.high(i));
    }

    private Sheet.Drawing draw() {
        List<SeriesStyle> styles = SeriesStyle.of(chart.series());
        String clip = "clip-" + chart.name();
        sheet.add(Element.of("clipPath")
                .with("id", clip)
                .around(Element.rect(plot.left() - 5, plot.top() - 5, plot.width() + 10, plot.height() + 10)
                        .empty()));
        StringBuilder areas = new StringBuilder();
        StringBuilder lines = new StringBuilder();
        StringBuilder signs = new StringBuilder();
        for (int s = 0; s < styles.size(); s++) {
            Series series = chart.series().get(s);
            SeriesStyle style = styles.get(s);
            switch (series.kind()) {
                case BAND -> areas.append(area(series, style));
                case MARK -> areas.append(mark(series, style));
                case THEORY -> lines.append(line(series, style));
                case LINE -> {
                    lines.append(line(series, style));
                    signs.append(signs(series, style, s));
                }
                case POINTS -> signs.append(signs(series, style, s));
            }
        }
        sheet.add(Element.of("g").with("clip-path", "url(#" + clip + ")").around("\n" + areas + lines + signs));
        sheet.legend(legend(styles));
        sheet.notes(chart.notes());
        return sheet.drawing();
    }

    /** Marks last and once for each label; what has the label of the series before it shares its entry. */
    private List<Sheet.Entry> legend(List<SeriesStyle> styles) {
        List<Sheet.Entry> legend = new ArrayList<>();
        List<Sheet.Entry> marks = new ArrayList<>();
        Set<String> listed = new LinkedHashSet<>();
        for (int s = 0; s < styles.size(); s++) {
            Series series = chart.series().get(s);
            String label = series.label();
            Sheet.Entry entry = new Sheet.Entry(label, sign(series, styles.get(s)));
            int last = legend.size() - 1;
            if (series.kind() == Series.Kind.MARK) {
                if (listed.add(label)) {
                    marks.add(entry);
                }
            } else if (last >= 0 && legend.get(last).label().equals(label)) {
                legend.set(
                        last,
                        new Sheet.Entry(label, entry.sign() + legend.get(last).sign()));
            } else {
                legend.add(entry);
            }
        }
        legend.addAll(marks);
        return legend;
    }

    private String line(Series series, SeriesStyle style) {
        Curve curve = new Curve();
        for (int i = 0; i < series.size(); i++) {
            if (isDrawn(chart, series, i)) {
                curve.add(plot.px(series.x(i)), plot.py(series.y(i)));
            } else {
                curve.gap();
            }
        }
        String commands = curve.commands();
        return commands.isEmpty()
                ? ""
                : Element.path(commands)
                        .noFill()
                        .stroke(style.ink(), 1.8)
                        .with("stroke-linejoin", "round")
                        .dashed(style.dashes())
                        .empty();
    }

    private String area(Series series, SeriesStyle style) {
        StringBuilder path = new StringBuilder();
        int start = 0;
        while (start < series.size()) {
            int end = start;
            while (end < series.size() && isDrawn(chart, series, end)) {
                end++;
            }
            if (end > start) {
                Curve around = new Curve();
                for (int i = start; i < end; i++) {
                    around.add(plot.px(series.x(i)), plot.py(series.high(i)));
                }
                for (int i = end - 1; i >= start; i--) {
                    around.add(plot.px(series.x(i)), plot.py(series.y(i)));
                }
                path.append(around.commands()).append('z');
            }
            start = end + 1;
        }
        return path.length() == 0
                ? ""
                : Element.path(path.toString())
                        .fill(style.ink())
                        .with("fill-opacity", 0.2)
                        .empty();
    }

    private String mark(Series series, SeriesStyle style) {
        if (!chart.x().holds(series.x(0))) {
            return "";
        }
        double at = plot.px(series.x(0));
        return Element.line(at, plot.top(), at, plot.bottom())
                .stroke(style.ink(), 1.2)
                .dashed(style.dashes())
                .empty();
    }

    /**
     * Markers at data points: at all if there are few or no line joins them, else some way apart to tell lines apart.
     */
    private String signs(Series series, SeriesStyle style, int number) {
        boolean all = series.kind() == Series.Kind.POINTS || series.size() <= FEW_POINTS;
        if (!all && isAlone()) {
            return "";
        }
        StringBuilder signs = new StringBuilder();
        Set<String> taken = new LinkedHashSet<>();
        double way = MARKER_GAP * (1 - 0.23 * (number % 4)); // so that the markers of equal curves do not coincide
        double lastX = Double.NaN;
        double lastY = Double.NaN;
        for (int i = 0; i < series.size(); i++) {
            if (!isDrawn(chart, series, i)) {
                continue;
            }
            double x = plot.px(series.x(i));
            double y = plot.py(series.y(i));
            way += Double.isNaN(lastX) ? 0 : Math.hypot(x - lastX, y - lastY);
            lastX = x;
            lastY = y;
            if (all && taken.add(Math.round(2 * x) + "," + Math.round(2 * y)) || !all && way >= MARKER_GAP) {
                signs.append(style.marker().draw(x, y, style.ink()));
                way = 0;
            }
        }
        return signs.toString();
    }

    /** Whether one measured series is all that has to be told apart. */
    private boolean isAlone() {
        return chart.series().stream()
                        .filter(one -> one.kind() == Series.Kind.LINE || one.kind() == Series.Kind.POINTS)
                        .count()
                == 1;
    }

    /** What stands for the series in the legend. */
    private String sign(Series series, SeriesStyle style) {
        String marker = style.marker().draw(0, 0, style.ink());
        if (series.kind() == Series.Kind.POINTS) {
            return marker;
        }
        if (series.isBand()) {
            return Element.rect(-13, -5, 26, 10)
                    .fill(style.ink())
                    .with("fill-opacity", 0.2)
                    .empty();
        }
        if (series.kind() == Series.Kind.MARK) {
            return Element.line(-13, 0, 13, 0)
                    .stroke(style.ink(), 1.2)
                    .dashed(style.dashes())
                    .empty();
        }
        String line = Element.line(-13, 0, 13, 0)
                .stroke(style.ink(), 1.8)
                .dashed(style.dashes())
                .empty();
        boolean marked = series.kind() == Series.Kind.LINE && (series.size() <= FEW_POINTS || !isAlone());
        return marked ? line + marker : line;
    }
}
