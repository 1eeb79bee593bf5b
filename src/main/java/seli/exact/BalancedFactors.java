package seli.exact;

import java.util.Arrays;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;

/**
 * The balanced factors {@code L = V S^(1/2), R = U S^(1/2)} of K = V S U' at a point, without the directions whose
 * singular value is small. K itself stays as precise as it was: what the new factors cannot hold goes to the correction
 * of the objective.
 */
final class BalancedFactors {
    /** Logits all below this share of one are measured against it. */
    private static final double SMALL_LOGIT = 1e-3;

    private final GroupedObjective objective;
    private final double[] full;
    private final double[] coordinates;
    private final Svd svd;
    private final int m;

    /** Of the point {@code full} of {@code objective}, with its present correction. */
    BalancedFactors(GroupedObjective objective, double[] full) {
        this.objective = objective;
        this.full = full;
        this.m = objective.problem().size();
        objective.value(full);
        this.coordinates = objective.point().coordinates.clone();
        this.svd = Svd.of(HostMatrix.generate(m, m, (a, b) -> coordinates[b * m + a]));
    }

    /**
     * The largest singular value of the k x k form: of K, or of the part within a group; that of small logits at least.
     */
    private double largest() {
        double largest = svd.values()[0];
        for (int a = 0; a < m; a++) {
            double root = Math.sqrt(objective.problem().penalty(a));
            largest = Math.max(largest, root * Math.max(SMALL_LOGIT, objective.point().spread[a]));
        }
        return largest;
    }

    /** The point without directions of at most {@code cut} times the largest; sets the objective's correction. */
    double[] assign(double cut) {
        int rank = objective.rank();
        double[] x = full.clone();
        Arrays.fill(x, 0, 2 * m * rank, 0);
        double[] s = svd.values();
        double[] difference = coordinates.clone();
        double least = cut * largest();
        for (int l = 0; l < rank; l++) {
            boolean isKept = s[l] > least;
            double root = isKept ? Math.sqrt(s[l]) : 0;
            for (int a = 0; a < m; a++) {
                x[l * m + a] = root * svd.u().get(a, l);
                x[(rank + l) * m + a] = root * svd.vt().get(l, a);
            }
            if (!isKept) {
                subtract(difference, l, s[l]);
            }
        }
        objective.correct(new double[m * m]);
        objective.value(x);
        Products.add(-1, objective.point().coordinates, difference);
        objective.correct(difference);
        return x;
    }

    private void subtract(double[] difference, int l, double value) {
        for (int b = 0; b < m; b++) {
            for (int a = 0; a < m; a++) {
                difference[b * m + a] -= value * svd.u().get(a, l) * svd.vt().get(l, b);
            }
        }
    }
}
