package seli.certificate;

import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

/**
 * The arithmetic of the certificate, in units of lambda so that nothing under- or overflows as lambda falls. With Zb =
 * W' M N^(1/2), the loss with weights omega' = omega n / lambda and its gradient G at Zb:
 *
 * <pre>
 *   sigma = |G|_2,   theta = min(1, 1 / sigma),
 *   (F - D) / lambda = sum_c omega'_c KL(q'_c || p_c)
 *                      + [ (lambdaW |W|^2 + lambdaH |M N^(1/2)|^2) / (2 lambda) + theta &lt;Zb, G&gt; ].
 * </pre>
 *
 * <p>Both terms are at least 0 (the first by Gibbs' inequality, the second by duality of the norms), so the gap does
 * not come from a difference of objectives (derived in docs).
 */
final class DualGap {
    /** Relative gaps of the scaled point between these are worth the search of a better dual point. */
    private static final double WORTH_LIFTING_FROM = 1e-14;

    private static final double WORTH_LIFTING_TO = 0.1;

    private final Backend backend;
    private final UfmProblem problem;
    private final VectorScalingLoss loss;
    private final double lambda;

    private DualGap(Backend backend, UfmProblem problem) {
        this.backend = backend;
        this.problem = problem;
        this.lambda = problem.ridge().lambda();
        if (!(lambda > 0)) {
            throw new IllegalArgumentException("ridge is 0; a certificate needs a positive lambda");
        }
        this.loss = problem.loss().collapsed(problem.counts()).times(1 / lambda);
    }

    static OptimalityCertificate at(Backend backend, UfmProblem problem, HostMatrix w, HostMatrix m) {
        return new DualGap(backend, problem).evaluate(w, m);
    }

    private OptimalityCertificate evaluate(HostMatrix w, HostMatrix m) {
        int k = problem.classes();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseAlgebra algebra = backend.algebra();
            DenseMatrix weighted = workspace.upload(HostMatrix.generate(
                    m.rows(),
                    k,
                    (i, c) -> m.get(i, c) * Math.sqrt(problem.counts().count(c))));
            DenseMatrix classifier = workspace.upload(w);
            DenseMatrix logits = workspace.zeros(k, k);
            algebra.gemm(true, false, 1, classifier, weighted, 0, logits);
            DenseMatrix gradient = workspace.zeros(k, k);
            algebra.axpby(1, logits, 0, gradient);
            LabelVector labels = workspace.labels(identity(k), k);
            double scaledLoss = backend.kernels().lossAndGradient(gradient, labels, loss);
            double sigma = spectralNormBound(workspace, gradient);
            double theta = Math.min(1, 1 / sigma);
            double penalty = penalty(algebra, classifier, weighted);
            double norms = Math.max(0, penalty + theta * algebra.dot(logits, gradient));
            double gap = divergence(logits.download(), theta) + norms;
            double primal = scaledLoss + penalty;
            if (gap > WORTH_LIFTING_FROM * primal && gap < WORTH_LIFTING_TO * primal) {
                LiftedDual lifted = new LiftedDual(backend, loss, workspace, logits, gradient);
                gap = Math.min(gap, lifted.gap(penalty, Math.max(sigma - 1, gap / penalty)));
            }
            return new OptimalityCertificate(lambda * primal, lambda * gap, lambda * sigma, lambda);
        }
    }

    private static int[] identity(int classes) {
        int[] labels = new int[classes];
        for (int c = 0; c < classes; c++) {
            labels[c] = c;
        }
        return labels;
    }

    private double penalty(DenseAlgebra algebra, DenseMatrix w, DenseMatrix weighted) {
        double balance =
                Math.sqrt(problem.ridge().lambdaW()) / Math.sqrt(problem.ridge().lambdaH());
        double a = algebra.norm(w);
        double b = algebra.norm(weighted);
        return 0.5 * (a * a * balance + b * b / balance);
    }

    private double spectralNormBound(Workspace workspace, DenseMatrix gradient) {
        return SpectralNorm.bound(backend, workspace, gradient);
    }

    /** {@code sum_c omega'_c KL(q'_c || p_c)} with q' = (1 - theta) e + theta p, by the odds S = (1 - p_y) / p_y. */
    private double divergence(HostMatrix logits, double theta) {
        int k = logits.cols();
        double[] column = new double[k];
        double sum = 0;
        for (int c = 0; c < k; c++) {
            logits.copyColumn(c, column, 0);
            sum += loss.omega(c) * divergence(logOdds(column, c), theta);
        }
        return sum;
    }

    /** KL(q' || p) = theta s log(theta) + (1 - theta s) log(1 + (1 - theta) S), S = exp(logOdds), s = S / (1 + S). */
    static double divergence(double logOdds, double theta) {
        double rest = 1 - theta;
        if (rest == 0) { // exact: the dual point is p itself
            return 0;
        }
        double off = 1 / (1 + Math.exp(-logOdds));
        double logRatio = logOdds > 700 ? Math.log(rest) + logOdds : Math.log1p(rest * Math.exp(logOdds));
        return Math.max(0, theta * off * Math.log(theta) + (1 - theta * off) * logRatio);
    }

    /** log of the sum over j != c of exp(u_j - u_c), u the scaled and shifted logits of a sample of class c. */
    private double logOdds(double[] z, int c) {
        double own = loss.tau(c) * loss.delta(c) * z[c] + loss.iota(c);
        double max = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < z.length; j++) {
            z[j] = loss.tau(c) * loss.delta(j) * z[j] + loss.iota(j) - own;
            if (j != c) {
                max = Math.max(max, z[j]);
            }
        }
        double sum = 0;
        for (int j = 0; j < z.length; j++) {
            if (j != c) {
                sum += Math.exp(z[j] - max);
            }
        }
        return max + Math.log(sum);
    }
}
