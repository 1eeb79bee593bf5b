package seli.solver;

import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.VectorScalingLoss;

/**
 * The inverse Hessian of the collapsed objective, pair of classes by pair of classes, for points near an optimum of
 * full rank whose factors are near diag(s): row c of both belongs to class c, as in the SELI start. With the residual
 * -G = U V' near the identity, for each pair (i, j) the second-order term in a = dW_ij, b = dW_ji, c = dH_ij, e = dH_ji
 * is
 *
 * <pre>
 *   1/2 (a - c)^2 + 1/2 (b - e)^2 + 1/2 h_ij (s_j b + s_i c)^2 + 1/2 h_ji (s_i a + s_j e)^2,
 *   h_ij = |G_ij| tau'_j delta_i  (i != j),   h_jj = the sum of the others of column j:   the loss's curvature at Z_ij,
 * </pre>
 *
 * <p>which is 0 along the rotation (s_j, -s_i, s_j, -s_i) of the features; that direction gets weight 1 (derived here).
 * A preconditioner only: what it leaves out costs steps, not correctness. Cost of one application 100 k^2 flops on the
 * host.
 */
final class ClassScaling implements Scaling {
    /** With fewer classes plain L-BFGS takes no more steps. */
    private static final int FEWEST_CLASSES = 64;

    /** Residuals at zero logits below this, in units of lambda: the class may not be active, and the rank not full. */
    private static final double ACTIVE = 2;

    private final int k;
    private final double[] size; // s
    private final HostMatrix curvature; // h

    private ClassScaling(double[] size, HostMatrix curvature) {
        this.k = size.length;
        this.size = size;
        this.curvature = curvature;
    }

    /** The scaling at the point {@code x}, or {@link Scaling#NONE} where the form above is not to be expected. */
    static Scaling at(UfmObjective objective, FactorPair x) {
        VectorScalingLoss loss = objective.columnLoss();
        int k = x.classifier().cols();
        if (!objective.isCollapsed() || k < FEWEST_CLASSES || x.classifier().rows() < k) {
            return NONE;
        }
        HostMatrix w = x.classifier().download();
        double[] size = new double[k];
        for (int c = 0; c < k; c++) {
            size[c] = w.get(c, c);
            if (!(size[c] > 0 && loss.omega(c) * loss.tau(c) * loss.delta(c) >= ACTIVE)) {
                return NONE;
            }
        }
        try (Workspace scratch = objective.backend().openWorkspace()) {
            HostMatrix gradient = objective.logitGradient(x, scratch).download();
            return new ClassScaling(size, curvature(gradient, loss));
        }
    }

    private static HostMatrix curvature(HostMatrix gradient, VectorScalingLoss loss) {
        int k = gradient.rows();
        HostMatrix.Builder curvature = HostMatrix.builder(k, k);
        double[] column = new double[k];
        for (int j = 0; j < k; j++) {
            gradient.copyColumn(j, column, 0);
            double own = 0;
            for (int i = 0; i < k; i++) {
                if (i != j) {
                    double entry = Math.abs(column[i]) * loss.tau(j) * loss.delta(i);
                    curvature.set(i, j, entry);
                    own += entry;
                }
            }
            curvature.set(j, j, Math.max(own, Double.MIN_NORMAL));
        }
        return curvature.build();
    }

    @Override
    public boolean apply(FactorPair direction) {
        HostMatrix w = direction.classifier().download();
        HostMatrix h = direction.embeddings().download();
        HostMatrix.Builder newW = HostMatrix.builder(w.rows(), k);
        HostMatrix.Builder newH = HostMatrix.builder(w.rows(), k);
        double[] pair = new double[4];
        for (int j = 0; j < k; j++) {
            for (int i = 0; i < j; i++) {
                pair[0] = w.get(i, j);
                pair[1] = w.get(j, i);
                pair[2] = h.get(i, j);
                pair[3] = h.get(j, i);
                solve(i, j, pair);
                newW.set(i, j, pair[0]);
                newW.set(j, i, pair[1]);
                newH.set(i, j, pair[2]);
                newH.set(j, i, pair[3]);
            }
            double both = (w.get(j, j) + h.get(j, j)) / (4 * curvature.get(j, j) * size[j] * size[j]);
            double difference = (w.get(j, j) - h.get(j, j)) / 4;
            newW.set(j, j, both + difference);
            newH.set(j, j, both - difference);
            for (int i = k; i < w.rows(); i++) { // features that no class has
                newW.set(i, j, w.get(i, j));
                newH.set(i, j, h.get(i, j));
            }
        }
        direction.classifier().upload(newW.build());
        direction.embeddings().upload(newH.build());
        return true;
    }

    /** Solves with the 4 x 4 matrix of the classes {@code i < j} by Cholesky's L D L', in place. */
    private void solve(int i, int j, double[] y) {
        double si = size[i];
        double sj = size[j];
        double hij = curvature.get(i, j);
        double hji = curvature.get(j, i);
        double turn = 1 / (2 * (si * si + sj * sj));
        double cross = -turn * si * sj;
        double d0 = 1 + hji * si * si + turn * sj * sj;
        double m02 = -1 + turn * sj * sj;
        double m03 = hji * si * sj + cross;
        double l1 = cross / d0;
        double l2 = m02 / d0;
        double l3 = m03 / d0;
        double d1 = 1 + hij * sj * sj + turn * si * si - l1 * cross;
        double t12 = hij * si * sj + cross - l1 * m02;
        double t13 = -1 + turn * si * si - l1 * m03;
        double l12 = t12 / d1;
        double l13 = t13 / d1;
        double d2 = 1 + hij * si * si + turn * sj * sj - l2 * m02 - l12 * t12;
        double t23 = cross - l2 * m03 - l12 * t13;
        double l23 = t23 / d2;
        double d3 = 1 + hji * sj * sj + turn * si * si - l3 * m03 - l13 * t13 - l23 * t23;
        double y1 = y[1] - l1 * y[0];
        double y2 = y[2] - l2 * y[0] - l12 * y1;
        double y3 = y[3] - l3 * y[0] - l13 * y1 - l23 * y2;
        y[3] = y3 / d3;
        y[2] = y2 / d2 - l23 * y[3];
        y[1] = y1 / d1 - l12 * y[2] - l13 * y[3];
        y[0] = y[0] / d0 - l1 * y[1] - l2 * y[2] - l3 * y[3];
    }
}
