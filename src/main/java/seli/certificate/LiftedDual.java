package seli.certificate;

import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/**
 * A dual point whose gap is of second order in the distance from the optimum, where that of the scaled point is of
 * first order. At the optimum the residual G has singular value 1 on the space of the logits and less elsewhere; near
 * it, with G G' = U diag(s^2) U',
 *
 * <pre>
 *   G' = G + E,   E = U_a diag(1/s_a - 1) U_a' G,   a: the singular values within reach of 1 or above it,
 *   p_j -&gt; q_j = p_j (1 + r_j),   r_jc = E_jc / G_jc for j != c,   r_c from the sum of the column.
 * </pre>
 *
 * <p>The columns of E lie in the range of G, so each q keeps the sum 1; where one entry would be negative there is no
 * such point. What rounding can hide of |G'|_2 &gt; 1 is taken off by theta as for the scaled point. With phi(r) = (1 +
 * r) log(1 + r) - r the divergence of a column is omega sum_j p_j phi(r_j), a sum of terms of at least 0 (derived in
 * docs).
 */
final class LiftedDual {
    /** Singular values that far below 1, in units of the error of the point, are lifted to 1. */
    private static final double REACH = 10;

    /** A label's own probability below this has lost too many digits in 1 - (sum of the others). */
    private static final double LEAST_OWN = 1e-6;

    private final Backend backend;
    private final VectorScalingLoss loss;
    private final Workspace workspace;
    private final DenseMatrix logits;
    private final DenseMatrix gradient;

    LiftedDual(Backend backend, VectorScalingLoss loss, Workspace workspace, DenseMatrix logits, DenseMatrix gradient) {
        this.backend = backend;
        this.loss = loss;
        this.workspace = workspace;
        this.logits = logits;
        this.gradient = gradient;
    }

    /**
     * The gap in units of lambda, or infinity if there is no such dual point, or a decomposition on the way to it
     * fails.
     *
     * @param penalty the ridge's part of the objective
     * @param error how far the singular values on the space of the logits are from 1, roughly
     */
    double gap(double penalty, double error) {
        try {
            return gapAt(lift(error), penalty);
        } catch (ArithmeticException e) { // the scaled point has its gap all the same
            return Double.POSITIVE_INFINITY;
        }
    }

    private double gapAt(DenseMatrix lift, double penalty) {
        DenseAlgebra algebra = backend.algebra();
        int k = gradient.rows();
        DenseMatrix lifted = workspace.zeros(k, k);
        algebra.axpby(1, gradient, 0, lifted);
        algebra.axpby(1, lift, 1, lifted);
        double theta = Math.min(1, 1 / SpectralNorm.bound(backend, workspace, lifted));
        double norms = Math.max(0, penalty + theta * algebra.dot(logits, lifted));
        return divergence(gradient.download(), lift.download(), theta) + norms;
    }

    /** E as above (k x k). */
    private DenseMatrix lift(double error) {
        DenseAlgebra algebra = backend.algebra();
        int k = gradient.rows();
        DenseMatrix product = workspace.zeros(k, k);
        algebra.gemm(false, true, 1, gradient, gradient, 0, product);
        DenseMatrix vectors = workspace.zeros(k, k);
        double[] squares = algebra.symmetricEigen(product, vectors);
        int first = k;
        double least = Math.max(0.5, 1 - REACH * error);
        while (first > 0 && squares[first - 1] >= least * least) {
            first--;
        }
        DenseMatrix lift = workspace.zeros(k, k);
        if (first == k) {
            return lift;
        }
        int lifted = k - first;
        DenseMatrix active = vectors.columns(first, lifted);
        DenseMatrix inner = workspace.zeros(lifted, k);
        algebra.gemm(true, false, 1, active, gradient, 0, inner);
        HostMatrix host = active.download();
        int from = first;
        DenseMatrix scaled = workspace.upload(HostMatrix.generate(
                k, lifted, (i, j) -> host.get(i, j) * (1 / Math.sqrt(squares[from + j]) - 1)));
        algebra.gemm(false, false, 1, scaled, inner, 0, lift);
        return lift;
    }

    private double divergence(HostMatrix g, HostMatrix lift, double theta) {
        int k = g.cols();
        double[] column = new double[k];
        double[] change = new double[k];
        double sum = 0;
        for (int c = 0; c < k; c++) {
            g.copyColumn(c, column, 0);
            lift.copyColumn(c, change, 0);
            sum += divergence(column, change, c, theta);
        }
        return sum;
    }

    /** omega KL(q || p) of class {@code c}, or infinity if q is no distribution; overwrites nothing. */
    private double divergence(double[] g, double[] change, int c, double theta) {
        double unit = loss.tau(c);
        double mass = 0; // omega (1 - p_c)
        double moved = 0; // omega (q_c - p_c), negated
        double sum = 0;
        for (int j = 0; j < g.length; j++) {
            double weight = g[j] / (unit * loss.delta(j)); // omega p_j
            if (j == c || weight == 0 && change[j] == 0) { // exact: a probability that underflows, and stays
                continue;
            }
            double r = theta * (change[j] / g[j]) - (1 - theta);
            if (!(r >= -1) || !(weight > 0)) {
                return Double.POSITIVE_INFINITY;
            }
            mass += weight;
            moved += weight * r;
            sum += weight * phi(r);
        }
        double own = loss.omega(c) - mass;
        double r = own > LEAST_OWN * loss.omega(c) ? -moved / own : Double.NaN;
        return r >= -1 ? sum + own * phi(r) : Double.POSITIVE_INFINITY;
    }

    /** (1 + r) log(1 + r) - r for r >= -1, at least 0; by its series where the terms would cancel. */
    static double phi(double r) {
        if (Math.abs(r) < 1e-3) {
            return r * r * (1.0 / 2 - r * (1.0 / 6 - r * (1.0 / 12 - r * (1.0 / 20 - r / 30))));
        }
        return r == -1 ? 1 : Math.max(0, (1 + r) * Math.log1p(r) - r); // exact: the limit
    }
}
