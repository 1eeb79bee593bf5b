package seli.reproduce;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import seli.label.ClassCounts;
import seli.label.CountGroup;

/** STEP label distributions with half of the classes in the minority, as the papers have them. */
final class StepProfile {
    private StepProfile() {}

    /** {@code classes / 2} classes of R n_min samples, then as many of n_min; balanced for R = 1. */
    static ClassCounts half(int classes, double ratio, long nmin) {
        return of(classes / 2, classes - classes / 2, Math.round(ratio * nmin), nmin);
    }

    /** Majorities first. */
    static ClassCounts of(int majorities, int minorities, long nmax, long nmin) {
        return ClassCounts.ofRuns(List.of(new CountGroup(nmax, majorities), new CountGroup(nmin, minorities)));
    }

    /** Numbers of equal ratio from {@code first} to {@code last}, both included. */
    static double[] logarithmic(double first, double last, int points) {
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            double share = i / (points - 1.0);
            values[i] = i == points - 1
                    ? last
                    : StrictMath.exp((1 - share) * StrictMath.log(first) + share * StrictMath.log(last));
        }
        return values;
    }

    /** Numbers of equal difference from {@code first} to {@code last}, both included. */
    static double[] linear(double first, double last, int points) {
        double[] values = new double[points];
        for (int i = 0; i < points; i++) {
            values[i] = first + (last - first) * i / (points - 1.0);
        }
        return values;
    }

    /** {@code f} of each. */
    static double[] map(double[] x, DoubleUnaryOperator f) {
        double[] values = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            values[i] = f.applyAsDouble(x[i]);
        }
        return values;
    }

    /** Such as (50 x5, 5 x5). */
    static String text(ClassCounts counts) {
        return counts.groups().stream()
                .map(group -> group.count() + (group.classes() > 1 ? " x" + group.classes() : ""))
                .collect(Collectors.joining(", ", "(", ")"));
    }
}
