package seli.geometry;

import java.util.List;
import java.util.stream.IntStream;
import seli.label.CountGroup;

/**
 * The eigenpairs of S = P_q N P_q, P_q = I - q q'/|q|^2, that are multiples of q on classes of equal pole, other than
 * (0, q): with distinct poles v_0 > ... > v_{m-1} (the diagonal of N) and weights w_a, the sum of q_c^2 over the
 * classes with pole v_a, the m - 1 roots mu_j in (v_{j+1}, v_j) of the secular equation
 *
 * <pre>
 *   f(mu) = sum_a w_a / (v_a - mu) = 0,   unit eigenvector x_c = q_c y_j / (v_a - mu_j),  y_j = f'(mu_j)^(-1/2)
 * </pre>
 *
 * <p>(derived in docs). For the SELI geometry the poles are the counts, q = 1 and w_a = k_a classes. A root is held as
 * the nearest pole and the distance to it, so that every v_a - mu_j is known to a few units of its last place, and with
 * it every entry of every eigenvector [Gu, Eisenstat 1994]. Cost: about 7 m^2 evaluations of a term in twice the
 * working precision, over all processors where m is large; the result does not depend on how many. Immutable.
 */
final class SecularSpectrum {
    /** Number of poles from which on roots are found by many threads. */
    private static final int PARALLEL_FROM = 512;

    private final double[] poles;
    private final double[] weights;
    private final int[] nearest; // index of the pole that is nearest to root j
    private final double[] offset; // mu_j - that pole, signed
    private final double[] scale; // y_j
    private final int mostSteps;

    private SecularSpectrum(double[] poles, double[] weights) {
        this.poles = poles;
        this.weights = weights;
        int roots = poles.length - 1;
        nearest = new int[roots];
        offset = new double[roots];
        scale = new double[roots];
        IntStream all = IntStream.range(0, roots);
        mostSteps = (roots < PARALLEL_FROM ? all : all.parallel())
                .map(this::solve)
                .max()
                .orElse(0);
    }

    private int solve(int j) {
        SecularRoot root = SecularRoot.solve(poles, weights, j);
        nearest[j] = root.nearest();
        offset[j] = root.offset();
        scale[j] = root.scale();
        return root.steps();
    }

    /** Solves for groups in decreasing order of their counts, q = 1. */
    static SecularSpectrum of(List<CountGroup> groups) {
        return new SecularSpectrum(
                groups.stream().mapToDouble(CountGroup::count).toArray(),
                groups.stream().mapToDouble(CountGroup::classes).toArray());
    }

    /** Solves for poles in strictly decreasing order and their weights, all positive; the arrays are kept. */
    static SecularSpectrum of(double[] poles, double[] weights) {
        return new SecularSpectrum(poles, weights);
    }

    /** Number of roots, one less than the number of poles. */
    int size() {
        return scale.length;
    }

    /** Root j = 0 .. size() - 1, in decreasing order. */
    double root(int j) {
        return poles[nearest[j]] + offset[j];
    }

    /** The largest number of steps that a root took. */
    int mostSteps() {
        return mostSteps;
    }

    /** y_j, so that the unit eigenvector of root j is {@code q_c scale(j) / poleDistance(a, j)} on the classes of a. */
    double scale(int j) {
        return scale[j];
    }

    /** v_a - mu_j, never zero. */
    double poleDistance(int a, int j) {
        return poles[a] - poles[nearest[j]] - offset[j];
    }

    /** v_a. */
    double pole(int a) {
        return poles[a];
    }

    /** w_a. */
    double weight(int a) {
        return weights[a];
    }
}
