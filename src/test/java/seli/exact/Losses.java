package seli.exact;

import java.util.List;
import java.util.Random;
import seli.label.ClassCounts;
import seli.problem.Bias;
import seli.problem.Ridge;
import seli.problem.VectorScalingLoss;

/** The problems that the tests of this package share. */
final class Losses {
    /** Every kind of loss and bias that the exact layer solves. */
    static final List<String> ALL =
            List.of("ce", "weighted", "la", "cdt", "ldt", "vs", "smooth", "free-bias", "ridge-bias", "smooth-cdt-bias");

    private Losses() {}

    static GroupedProblem problem(String name, ClassCounts counts, double lambda) {
        return switch (name) {
            case "weighted" -> of(counts, VectorScalingLoss.weighted(counts), lambda);
            case "la" -> of(counts, VectorScalingLoss.logitAdjustment(counts, 1), lambda);
            case "cdt" -> of(counts, VectorScalingLoss.cdt(counts, 0.2), lambda);
            case "ldt" -> of(counts, VectorScalingLoss.ldt(counts, 0.3), lambda);
            case "vs" -> of(counts, VectorScalingLoss.vectorScaling(counts, 0.15, 0.5), lambda);
            case "smooth" -> crossEntropy(counts, lambda).withSmoothing(0.1);
            case "free-bias" -> crossEntropy(counts, lambda).withBias(Bias.FREE);
            case "ridge-bias" -> crossEntropy(counts, lambda).withBias(Bias.ridge(0.7));
            case "smooth-cdt-bias" ->
                of(counts, VectorScalingLoss.cdt(counts, 0.2), lambda)
                        .withSmoothing(0.05)
                        .withBias(Bias.ridge(2));
            default -> crossEntropy(counts, lambda);
        };
    }

    static GroupedProblem crossEntropy(ClassCounts counts, double lambda) {
        return of(counts, VectorScalingLoss.crossEntropy(counts.classes()), lambda);
    }

    private static GroupedProblem of(ClassCounts counts, VectorScalingLoss loss, double lambda) {
        return GroupedProblem.of(counts, loss, Ridge.of(lambda));
    }

    /** A random distribution of k classes with m distinct counts up to {@code most}. */
    static ClassCounts randomCounts(Random random, int k, int m, int most) {
        long[] distinct = new long[m];
        for (int a = 0; a < m; a++) {
            distinct[a] = Math.max(1, Math.round(Math.exp(random.nextDouble() * Math.log(most))));
        }
        long[] counts = new long[k];
        for (int c = 0; c < k; c++) {
            counts[c] = distinct[c < m ? c : random.nextInt(m)];
        }
        return ClassCounts.of(counts);
    }
}
