package seli.report.page;

import java.util.List;
import java.util.stream.DoubleStream;
import seli.figure.Figure;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.SingularValue;

/** Singular values of the logits beside those of the SEL matrix, each in units of their sum. */
final class SpectrumFigure {
    private static final int MANY = 60;
    private static final double WIDE = 50;

    private SpectrumFigure() {}

    /** A figure of two lists of singular values, decreasing; at least the one of the SEL matrix has some. */
    static Figure of(List<SingularValue> measured, List<SingularValue> sel) {
        int count = sel.stream().mapToInt(SingularValue::multiplicity).sum();
        boolean every = count <= MANY;
        double[] found = values(measured, every);
        double[] theory = values(sel, every);
        double smallest = DoubleStream.concat(DoubleStream.of(found), DoubleStream.of(theory))
                .min()
                .orElse(1);
        double largest = DoubleStream.concat(DoubleStream.of(found), DoubleStream.of(theory))
                .max()
                .orElse(1);
        return LineChart.named("spectrum", "Singular values of the logits and of the SEL matrix")
                .xAxis("number of the singular value", !every ? Scale.LOG : Scale.LINEAR)
                .yAxis("singular value / nuclear norm", largest > WIDE * smallest ? Scale.LOG : Scale.LINEAR)
                .points("logits W'M N^(1/2), measured", ranks(measured, every), found)
                .theory("SEL matrix", ranks(sel, every), theory)
                .build();
    }

    /** Every number; or the first and last one of each run of equal values. */
    private static double[] ranks(List<SingularValue> values, boolean every) {
        DoubleStream.Builder ranks = DoubleStream.builder();
        int before = 0;
        for (SingularValue one : values) {
            int count = one.multiplicity();
            for (int i = 0; i < count; i += every ? 1 : Math.max(1, count - 1)) {
                ranks.add(before + i + 1.0);
            }
            before += count;
        }
        return ranks.build().toArray();
    }

    private static double[] values(List<SingularValue> values, boolean every) {
        double sum = values.stream()
                .mapToDouble(value -> value.multiplicity() * value.value())
                .sum();
        return values.stream()
                .flatMapToDouble(one -> DoubleStream.generate(() -> one.value() / sum)
                        .limit(every ? one.multiplicity() : Math.min(2, one.multiplicity())))
                .toArray();
    }
}
