package seli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PlotTest {
    @Test
    void equalScalesWidenTheNarrowerRangeAroundItsMiddle() {
        AxisRange x = new AxisRange(Scale.LINEAR, -1, 1);
        AxisRange y = new AxisRange(Scale.LINEAR, 0, 2);
        Plot plot = new Plot(10, 20, 400, 200, x, y).withEqualScales();
        assertEquals(new AxisRange(Scale.LINEAR, -2, 2), plot.x());
        assertEquals(y, plot.y());
        assertEquals(plot.px(1) - plot.px(0), plot.py(0) - plot.py(1), 1e-12);
        Plot tall = new Plot(10, 20, 100, 200, x, y).withEqualScales();
        assertEquals(x, tall.x());
        assertEquals(new AxisRange(Scale.LINEAR, -1, 3), tall.y());
    }

    @Test
    void equalScalesNeedLinearAxes() {
        double[] one = {1};
        LineChart.Builder chart = LineChart.named("x", "x")
                .xAxis("x", Scale.LOG)
                .yAxis("y", Scale.LINEAR)
                .line("a", one, one)
                .equalScales();
        assertThrows(IllegalArgumentException.class, chart::build);
    }
}
