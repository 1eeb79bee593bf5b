package seli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {
    private static final double[] TWO = {1, 2};

    private static LineChart.Builder chart() {
        return LineChart.named("a", "title").xAxis("x", Scale.LOG).yAxis("y", Scale.LINEAR);
    }

    private static void assertRefused(String part, Runnable action) {
        String message =
                assertThrows(IllegalArgumentException.class, action::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../a", "a/b", "a b", ".hidden", "a.svg", "-a", "é"})
    void namesThatAreNoPlainFileNamesAreRefused(String name) {
        assertRefused("expected 1 to 100 letters", () -> LineChart.named(name, "title"));
        assertRefused("expected 1 to 100 letters", () -> BarChart.named(name, "title"));
        assertRefused("expected 1 to 100 letters", () -> HeatMap.named(name, "title"));
    }

    @Test
    void blankWordsAreRefused() {
        assertRefused("title of figure a", () -> LineChart.named("a", " "));
        assertRefused("label of an axis", () -> chart().xAxis("", Scale.LOG));
        assertRefused("label of a series", () -> chart().line("", TWO, TWO));
        assertRefused("note of figure a", () -> chart().note(""));
    }

    @Test
    void incompleteChartsAreRefused() {
        assertRefused("0 series", () -> chart().build());
        assertRefused(
                "0 vertical axes",
                () -> LineChart.named("a", "t")
                        .xAxis("x", Scale.LOG)
                        .line("l", TWO, TWO)
                        .build());
        assertRefused("2 x, 1 y", () -> chart().line("l", TWO, new double[1]));
        assertRefused(
                "0 categories",
                () -> BarChart.named("a", "t").yAxis("y").bars("b", TWO).build());
        assertRefused(
                "have 2 values; expected 1",
                () -> BarChart.named("a", "t")
                        .categories("c", List.of("one"))
                        .yAxis("y")
                        .bars("b", TWO)
                        .build());
        assertRefused(
                "not 1 x 1",
                () -> HeatMap.named("a", "t")
                        .rows("r", List.of("1"))
                        .columns("c", List.of("1"))
                        .diverging(1)
                        .values(new double[][] {TWO})
                        .build());
        assertRefused(
                "expected finite limits",
                () -> HeatMap.named("a", "t")
                        .rows("r", List.of("1"))
                        .columns("c", List.of("1"))
                        .values(new double[1][1])
                        .build());
    }

    @Test
    void arraysAreCopied() {
        double[] x = {1, 2};
        double[][] values = {{3}};
        LineChart chart = chart().line("l", x, x).build();
        HeatMap map = HeatMap.named("a", "t")
                .rows("r", List.of("1"))
                .columns("c", List.of("1"))
                .values(values)
                .diverging(4)
                .build();
        x[0] = 99;
        values[0][0] = 99;

        assertEquals("1.0", chart.numbers().rows().get(0).get(2));
        assertEquals("3.0", map.numbers().rows().get(0).get(1));
    }

    @Test
    void whatAnAxisLeavesOutIsNoted() {
        LineChart chart = chart().line(
                        "l", new double[] {-1, 0, 1, Double.NaN}, new double[] {1, Double.POSITIVE_INFINITY, 2, 3})
                .note("first")
                .build();

        assertEquals(
                List.of(
                        "first",
                        "2 values are left out: not above 0 or not finite on the horizontal axis",
                        "1 value is left out: not finite or beyond 1e300 on the vertical axis"),
                chart.notes());
    }

    @Test
    void numbersOfALineChartAreOneRowForEachPoint() {
        LineChart chart = chart().line("a,b", TWO, new double[] {Double.NaN, 1e-300})
                .band("band", new double[] {1}, new double[] {2}, new double[] {3})
                .mark("mark", 4)
                .build();

        assertEquals("""
                series,kind,x,y,low,high
                "a,b",line,1.0,,,
                "a,b",line,2.0,1.0E-300,,
                band,band,1.0,,2.0,3.0
                mark,mark,4.0,,,
                """, chart.numbers().csv());
    }

    @Test
    void numbersOfBarsAndHeatMapsAreTheirTables() {
        BarChart bars = SampleFigures.bars();
        assertEquals(
                "samples of a class,classifiers,classifiers in SELI,class means,class means in SELI,simplex ETF\n"
                        + "100,1.4,1.5,0.55,0.5,1.0\n10,0.6,0.5,1.45,1.5,1.0\n",
                bars.numbers().csv());
        HeatMap map = HeatMap.named("a", "t")
                .rows("r", List.of("x", "y"))
                .columns("c", List.of("u", "v"))
                .values(new double[][] {{1, Double.NaN}, {2, -3}})
                .sequential(0, 1)
                .build();
        assertEquals("r,u,v\nx,1.0,\ny,2.0,-3.0\n", map.numbers().csv());
    }

    @Test
    void aMeasurementAndItsTheoryHaveOneColour() {
        List<SeriesStyle> styles = SeriesStyle.of(chart().line("a", TWO, TWO)
                .theory("a: theory", TWO, TWO)
                .theory("a: other theory", TWO, TWO)
                .points("b", TWO, TWO)
                .band("b: theory", TWO, TWO, TWO)
                .build()
                .series());

        assertEquals(styles.get(0).ink(), styles.get(1).ink());
        assertEquals(styles.get(0).ink(), styles.get(2).ink());
        assertEquals("", styles.get(0).dashes());
        assertEquals(
                3,
                styles.subList(0, 3).stream()
                        .map(SeriesStyle::dashes)
                        .distinct()
                        .count());
        assertEquals(styles.get(3).ink(), styles.get(4).ink());
        assertEquals(2, styles.stream().map(SeriesStyle::ink).distinct().count());
        assertEquals(2, styles.stream().map(SeriesStyle::marker).distinct().count());
    }
}
