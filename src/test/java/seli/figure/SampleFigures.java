package seli.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Figures for tests: ordinary ones, extreme ones and ones with hostile words. */
final class SampleFigures {
    static final String HOSTILE =
            "</svg><script>alert(1)</script>\u0000\u202E&\"' " + "very long ".repeat(30) + "甲虫".repeat(90);

    private SampleFigures() {}

    static List<Figure> all() {
        return List.of(
                trajectories(),
                extremes(),
                bands(),
                hostileLines(),
                nothing(),
                manyLines(),
                bars(),
                manyBars(),
                gram(4),
                gram(10),
                gram(200),
                rectangle());
    }

    static LineChart trajectories() {
        double[] x =
                IntStream.range(0, 60).mapToDouble(i -> Math.pow(10, i / 15.0)).toArray();
        double[] seli =
                IntStream.range(0, 60).mapToDouble(i -> 1 / (1 + i * i / 60.0)).toArray();
        double[] limit = IntStream.range(0, 60)
                .mapToDouble(i -> 0.7 / (1 + i * i / 70.0))
                .toArray();
        double[] etf =
                IntStream.range(0, 60).mapToDouble(i -> 0.4 + 0.3 / (1 + i)).toArray();
        return LineChart.named("trajectories", "Distances to SELI and to the simplex ETF in training")
                .xAxis("steps", Scale.LOG)
                .yAxis("distance", Scale.LOG)
                .line("classifiers to SELI", x, seli)
                .theory("classifiers: theory", x, limit)
                .line("classifiers to simplex ETF", x, etf)
                .mark("rate drops", 100)
                .mark("rate drops", 1000)
                .note("A run of 10,000 steps.")
                .build();
    }

    static LineChart extremes() {
        double[] x = {0, -1, Double.NaN, 1e-300, 1e-10, 1, 1e10, 1e300, Double.POSITIVE_INFINITY};
        double[] y = {1, 1, 1, 1e300, 1e-300, 1, Double.NaN, 1e-5, 2};
        return LineChart.named("extremes", "Six hundred decades")
                .xAxis("lambda", Scale.LOG)
                .yAxis("value", Scale.LOG)
                .line("all over", x, y)
                .build();
    }

    static LineChart bands() {
        double[] x = {0, 1, 2, 3, 4, 5};
        return LineChart.named("bands", "A band around theory")
                .xAxis("log(1/loss)", Scale.LINEAR)
                .yAxis("distance", Scale.LINEAR)
                .points("measured", x, new double[] {1, 0.6, 0.4, 0.32, 0.21, 0.2})
                .band(
                        "theory, 95 %",
                        x,
                        new double[] {0.9, 0.5, 0.3, 0.2, 0.15, 0.1},
                        new double[] {1.1, 0.7, 0.5, Double.NaN, 0.35, 0.3})
                .theory("theory", x, new double[] {1, 0.6, 0.4, 0.3, 0.25, 0.2})
                .build();
    }

    static LineChart hostileLines() {
        return LineChart.named("hostile", HOSTILE)
                .xAxis(HOSTILE, Scale.LINEAR)
                .yAxis(HOSTILE, Scale.LINEAR)
                .line(HOSTILE, new double[] {1e-12, 2e-12}, new double[] {-1.25e9, 3e9})
                .note(HOSTILE)
                .build();
    }

    static LineChart nothing() {
        return LineChart.named("nothing", "Nothing to draw")
                .xAxis("x", Scale.LOG)
                .yAxis("y", Scale.LINEAR)
                .line("empty", new double[0], new double[0])
                .line("no values", new double[] {-1, 0}, new double[] {Double.NaN, Double.NaN})
                .build();
    }

    static LineChart manyLines() {
        LineChart.Builder chart = LineChart.named("many", "Ten lines")
                .xAxis("index", Scale.LINEAR)
                .yAxis("value", Scale.LINEAR);
        double[] x = IntStream.range(0, 40).asDoubleStream().toArray();
        for (int line = 0; line < 10; line++) {
            double level = line;
            chart.line(
                    "line " + line,
                    x,
                    IntStream.range(0, 40)
                            .mapToDouble(i -> level + 0.3 * Math.sin(i / 4.0 + level))
                            .toArray());
        }
        return chart.build();
    }

    static BarChart bars() {
        return BarChart.named("bars", "Squared norms of classifiers and class means")
                .categories("samples of a class", List.of("100", "10"))
                .yAxis("squared norm / mean")
                .bars("classifiers", new double[] {1.4, 0.6})
                .theory("classifiers in SELI", new double[] {1.5, 0.5})
                .bars("class means", new double[] {0.55, 1.45})
                .theory("class means in SELI", new double[] {0.5, 1.5})
                .theory("simplex ETF", new double[] {1, 1})
                .build();
    }

    static BarChart manyBars() {
        List<String> names = new ArrayList<>();
        double[] values = new double[60];
        for (int i = 0; i < values.length; i++) {
            names.add(i % 7 == 0 ? HOSTILE : "class " + i);
            values[i] = i == 5 ? Double.NaN : Math.cos(i / 5.0);
        }
        return BarChart.named("many-bars", "Cosines of sixty classes")
                .categories("class", names)
                .yAxis("cosine")
                .bars("measured", values)
                .theory("theory", values)
                .build();
    }

    static HeatMap gram(int classes) {
        double[][] values = new double[classes][classes];
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                values[i][j] = i == j ? 1 - 0.5 * i / classes : -1.0 / (classes - 1) * (1 + Math.sin(i + j));
            }
        }
        values[0][classes - 1] = Double.NaN;
        List<String> labels = IntStream.range(0, classes)
                .mapToObj(c -> 2 * c < classes ? "100" : "10")
                .toList();
        return HeatMap.named("gram-" + classes, "Classifiers W'W: measured")
                .rows("samples of the class", labels)
                .columns("samples of the class", labels)
                .values(values)
                .quantity("entry / Frobenius norm")
                .diverging(1)
                .build();
    }

    static HeatMap rectangle() {
        double[][] values = new double[3][12];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 12; j++) {
                values[i][j] = i * j * 1e-7;
            }
        }
        return HeatMap.named("rectangle", "Distance to SELI over imbalance and ridge")
                .rows("R", List.of("1", "10", "100"))
                .columns(
                        "lambda",
                        IntStream.range(0, 12).mapToObj(j -> "1e-" + j).toList())
                .values(values)
                .sequential(0, 2.2e-6)
                .build();
    }
}
