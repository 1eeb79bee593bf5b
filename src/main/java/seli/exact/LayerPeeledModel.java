package seli.exact;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import seli.label.ClassCounts;

/**
 * The layer-peeled model of Fang, He, Long and Su (PNAS 2021): the loss under budgets {@code (1/k) sum |w_c|^2 <= E_W}
 * and {@code (1/k) sum_c mean |h|^2 <= E_H} in place of ridges. Its optimum is that of {@code min sum n_c loss} subject
 * to {@code |Z|_* <= k sqrt(E_W E_H)} over the class logits: the problem by groups with penalty weights 1, at the
 * multiplier nu for which the norm meets the budget. A group of n samples a class collapses where nu >= n (derived in
 * docs).
 *
 * @param energyW E_W
 * @param energyH E_H
 */
public record LayerPeeledModel(double energyW, double energyH) {
    private static final GroupedUfm.Limits LIMITS = GroupedUfm.Limits.of(1e-12);

    /** Beyond this the multiplier, or the ratio, leaves the range of the method. */
    private static final double LOGARITHMS = 570;

    /** Checks that the budgets are positive and finite. */
    public LayerPeeledModel {
        for (double energy : new double[] {energyW, energyH}) {
            if (!(energy > 0) || Double.isInfinite(energy)) {
                throw new IllegalArgumentException("energy is " + energy + "; expected a positive finite number");
            }
        }
    }

    /** The budget of the nuclear norm for k classes. */
    public double budget(double classes) {
        return classes * Math.sqrt(energyW) * Math.sqrt(energyH);
    }

    /** The optimum for given counts, with the multiplier as its lambda. */
    public GroupedSolution optimum(ClassCounts counts) {
        int m = counts.groups().size();
        long[] classes = new long[m];
        double[] samples = new double[m];
        for (int a = 0; a < m; a++) {
            classes[a] = counts.groups().get(a).classes();
            samples[a] = counts.groups().get(a).count();
        }
        GroupedProblem template = GroupedProblem.layerPeeled(classes, samples, 1);
        double goal = budget(counts.classes());
        double log =
                rootOfFalling(logNu -> nuclearNorm(template.withLambda(Math.exp(logNu))) - goal, Math.log(samples[0]));
        return solve(template.withLambda(Math.exp(log)));
    }

    /**
     * R_0: the imbalance ratio above which the minority classes collapse, for {@code majorities} of {@code classes}
     * classes with R times as many samples as the others. There the multiplier equals the minority count.
     *
     * @throws IllegalArgumentException unless there is a majority class and there are two minority classes
     */
    public double collapseRatio(int classes, int majorities) {
        if (majorities < 1 || majorities > classes - 2) {
            throw new IllegalArgumentException(majorities + " majority classes of " + classes
                    + "; expected at least 1, and at least 2 minority classes that can collapse");
        }
        long[] sizes = {majorities, classes - majorities};
        double goal = budget(classes);
        return Math.exp(-rootOfFalling(
                minusLog ->
                        nuclearNorm(GroupedProblem.layerPeeled(sizes, new double[] {Math.exp(-minusLog), 1}, 1)) - goal,
                0));
    }

    private static GroupedSolution solve(GroupedProblem problem) {
        return GroupedUfm.solve(problem, LIMITS, Optional.empty(), step -> {});
    }

    private static double nuclearNorm(GroupedProblem problem) {
        return solve(problem).nuclearNorm();
    }

    /** The root of a continuous function that falls, from any point: doubling steps, then regula falsi [Illinois]. */
    private static double rootOfFalling(DoubleUnaryOperator f, double start) {
        double[] x = {start, start};
        double[] y = {f.applyAsDouble(start), 0};
        double step = y[0] > 0 ? 1 : -1;
        while (true) {
            x[1] = x[0] + step;
            if (Math.abs(x[1]) > LOGARITHMS) {
                throw new IllegalArgumentException("the energies ask for logits outside the range of double precision;"
                        + " expected smaller ones");
            }
            y[1] = f.applyAsDouble(x[1]);
            if (y[0] == 0 || y[1] == 0 || y[0] > 0 != y[1] > 0) { // exact: a root or a bracket
                break;
            }
            x[0] = x[1];
            y[0] = y[1];
            step *= 1.5;
        }
        for (int i = 0; i < 200 && Math.abs(x[1] - x[0]) > 1e-14 * Math.max(1, Math.abs(x[0])) && y[1] != 0; i++) {
            double next = x[1] - y[1] * (x[1] - x[0]) / (y[1] - y[0]);
            double value = f.applyAsDouble(next);
            if (value > 0 == y[1] > 0) {
                y[0] /= 2;
            } else {
                x[0] = x[1];
                y[0] = y[1];
            }
            x[1] = next;
            y[1] = value;
        }
        return x[1];
    }

    @Override
    public String toString() {
        return "layer-peeled model" + Arrays.asList(energyW, energyH);
    }
}
