package seli.figure;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Draws a heat map. */
final class HeatDrawing {
    private static final double WIDTH = 360;
    private static final double FONT = Sheet.FONT;
    private static final double SMALL = 11;
    private static final double BAR = 14;

    /** In the place of a colour's step. */
    private static final int MISSING = -1;

    /** Least size of a cell that has its number written in it. */
    private static final double ROOMY = 31;

    private static final double LARGEST_CELL = 56;

    /** Few cells are larger, so that the names of the axes fit beside them. */
    private static final double LEAST_SIDE = 170;

    private final HeatMap map;
    private final Sheet sheet;
    private final ColourMap colours;
    private final Ticks barTicks;
    private final double left;
    private final double top;
    private final double cell;

    private HeatDrawing(HeatMap map) {
        this.map = map;
        this.sheet = new Sheet(WIDTH, map.title());
        this.colours = map.measure().diverging() ? ColourMap.DIVERGING : ColourMap.SEQUENTIAL;
        AxisRange range =
                new AxisRange(Scale.LINEAR, map.measure().low(), map.measure().high());
        this.barTicks = Ticks.of(range, 6);
        double rowLabels = map.rows().names().stream()
                .mapToDouble(name -> TextWidth.of(name, FONT))
                .max()
                .orElse(0);
        this.left = 8 + FONT + 8 + Math.min(70, rowLabels) + 4;
        this.top = sheet.bottom() + 2;
        double quantity = map.measure().quantity().isEmpty() ? 0 : FONT + 6;
        double room = WIDTH - left - 12 - BAR - 6 - barTicks.widest(SMALL) - quantity - 8;
        int most = Math.max(width(), height());
        this.cell = Math.min(Math.max(LARGEST_CELL, LEAST_SIDE / most), room / most);
    }

    static Sheet.Drawing of(HeatMap map) {
        return new HeatDrawing(map).draw();
    }

    private int width() {
        return map.columns().names().size();
    }

    private int height() {
        return map.rows().names().size();
    }

    private double right() {
        return left + width() * cell;
    }

    private double bottom() {
        return top + height() * cell;
    }

    private Sheet.Drawing draw() {
        drawCells();
        drawNumbers();
        List<LabelRun> rows = LabelRun.of(map.rows().names());
        List<LabelRun> columns = LabelRun.of(map.columns().names());
        drawSeparators(rows, columns);
        sheet.add(Element.rect(left, top, width() * cell, height() * cell)
                .noFill()
                .stroke(Ink.MUTED, 1)
                .empty());
        drawRows(rows);
        drawColumns(columns);
        drawBar();
        sheet.notes(map.notes());
        return sheet.drawing();
    }

    private int step(int row, int column) {
        HeatMap.Measure measure = map.measure();
        double fraction = (map.value(row, column) - measure.low()) / (measure.high() - measure.low());
        return Double.isNaN(fraction) ? MISSING : ColourMap.step(fraction);
    }

    /** One path for each colour, of runs of cells, in units of cells. */
    private void drawCells() {
        SortedMap<Integer, StringBuilder> paths = new TreeMap<>();
        for (int i = 0; i < height(); i++) {
            int start = 0;
            for (int j = 1; j <= width(); j++) {
                if (j == width() || step(i, j) != step(i, start)) {
                    int run = j - start;
                    paths.computeIfAbsent(step(i, start), step -> new StringBuilder())
                            .append("M%d %dh%dv1h-%dz".formatted(start, i, run, run));
                    start = j;
                }
            }
        }
        StringBuilder cells = new StringBuilder("\n");
        paths.forEach((step, commands) -> {
            Element path = Element.path(commands.toString());
            cells.append((step == MISSING ? path.fill(Ink.MISSING) : path.with("fill", colours.hex(step))).empty());
        });
        String place = "translate(%s %s) scale(%s)"
                .formatted(Element.number(left), Element.number(top), Double.toString(cell));
        sheet.add(Element.of("g")
                .with("transform", place)
                .with("shape-rendering", "crispEdges")
                .around(cells.toString()));
    }

    private void drawNumbers() {
        if (cell < ROOMY) {
            return;
        }
        double largest =
                Math.max(Math.abs(map.measure().low()), Math.abs(map.measure().high()));
        boolean plain = largest < 100 && largest >= 0.1;
        for (int i = 0; i < height(); i++) {
            for (int j = 0; j < width(); j++) {
                int step = step(i, j);
                if (step != MISSING) {
                    String number = String.format(Locale.ROOT, plain ? "%.2f" : "%.0e", map.value(i, j))
                            .replace('-', '−');
                    sheet.add(Element.text(
                                    left + (j + 0.5) * cell,
                                    top + (i + 0.5) * cell + 0.35 * SMALL,
                                    SMALL,
                                    Element.Anchor.MIDDLE)
                            .with("fill", colours.isLight(step) ? "#000000" : "#ffffff")
                            .words(number));
                }
            }
        }
    }

    private void drawSeparators(List<LabelRun> rows, List<LabelRun> columns) {
        if (rows.size() < height()) {
            for (LabelRun run : rows.subList(1, rows.size())) {
                double y = top + run.start() * cell;
                sheet.add(separator(left, y, right(), y));
            }
        }
        if (columns.size() < width()) {
            for (LabelRun run : columns.subList(1, columns.size())) {
                double x = left + run.start() * cell;
                sheet.add(separator(x, top, x, bottom()));
            }
        }
    }

    private static String separator(double x1, double y1, double x2, double y2) {
        return Element.line(x1, y1, x2, y2)
                .with("stroke", "#1b1f24")
                .with("stroke-width", 0.8)
                .empty();
    }

    private void drawRows(List<LabelRun> runs) {
        double free = Double.NEGATIVE_INFINITY;
        for (LabelRun run : runs) {
            double y = top + run.middle() * cell;
            if (y - FONT / 2 >= free) {
                sheet.add(Element.text(left - 5, y + 0.35 * FONT, FONT, Element.Anchor.END)
                        .fill(Ink.TEXT)
                        .words(TextWidth.shortened(run.label(), FONT, 72)));
                free = y + FONT / 2 + 1;
            }
        }
        double middle = (top + bottom()) / 2;
        sheet.add(rotated(8 + 0.8 * FONT, middle, FONT, map.rows().label(), Math.max(80, bottom() - top)));
    }

    private static String rotated(double x, double y, double size, String label, double room) {
        return Element.text(0, 0, size, Element.Anchor.MIDDLE)
                .with("transform", "translate(" + Element.number(x) + " " + Element.number(y) + ") rotate(-90)")
                .fill(Ink.TEXT)
                .words(TextWidth.shortened(label, size, room));
    }

    /** Level if every label fits its columns, else upright; none over another. */
    private void drawColumns(List<LabelRun> runs) {
        boolean level = runs.stream().allMatch(run -> TextWidth.of(run.label(), FONT) <= run.size() * cell - 4);
        double deepest = FONT;
        double free = Double.NEGATIVE_INFINITY;
        for (LabelRun run : runs) {
            double x = left + run.middle() * cell;
            if (level) {
                sheet.add(Element.text(x, bottom() + 4 + FONT, FONT, Element.Anchor.MIDDLE)
                        .fill(Ink.TEXT)
                        .words(run.label()));
            } else if (x - FONT / 2 >= free) {
                String label = TextWidth.shortened(run.label(), FONT, 72);
                deepest = Math.max(deepest, TextWidth.of(label, FONT));
                sheet.add(Element.text(0, 0, FONT, Element.Anchor.END)
                        .with(
                                "transform",
                                "translate(" + Element.number(x + 0.35 * FONT) + " " + Element.number(bottom() + 6)
                                        + ") rotate(-90)")
                        .fill(Ink.TEXT)
                        .words(label));
                free = x + FONT / 2 + 1;
            }
        }
        AxisRange unit = new AxisRange(Scale.LINEAR, 0, 1);
        Plot plot = new Plot(left, top, width() * cell, height() * cell, unit, unit);
        AxesDrawing.name(sheet, plot, map.columns().label(), bottom() + 8 + deepest + FONT + 4);
    }

    private void drawBar() {
        double x = right() + 12;
        double length = Math.max(110, height() * cell);
        int steps = 64;
        StringBuilder parts = new StringBuilder("\n");
        for (int s = 0; s < steps; s++) {
            parts.append(Element.rect(x, top + length * (steps - 1 - s) / steps, BAR, length / steps + 0.3)
                    .with("fill", colours.hex(ColourMap.step((double) s / (steps - 1))))
                    .empty());
        }
        sheet.add(Element.of("g").with("shape-rendering", "crispEdges").around(parts.toString()));
        sheet.add(
                Element.rect(x, top, BAR, length).noFill().stroke(Ink.MUTED, 1).empty());
        for (Ticks.Tick tick : barTicks.major()) {
            double y = top + length * (1 - tick.fraction());
            sheet.add(Element.line(x + BAR, y, x + BAR + 3, y)
                    .stroke(Ink.MUTED, 1)
                    .empty());
            Element text = Element.text(x + BAR + 5, y + 0.35 * SMALL, SMALL, Element.Anchor.START)
                    .fill(Ink.TEXT);
            sheet.add(tick.label().draw(text, SMALL));
        }
        if (!map.measure().quantity().isEmpty()) {
            double at = x + BAR + 6 + barTicks.widest(SMALL) + 4 + 0.8 * FONT;
            sheet.add(rotated(at, top + length / 2, FONT, map.measure().quantity(), Math.max(length, bottom() - top)));
        }
        sheet.extendTo(top + length + 8);
    }
}
