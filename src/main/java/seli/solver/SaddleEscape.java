package seli.solver;

import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.Ridge;

/**
 * Leaves a rank-deficient stationary point of an objective with equal ridge weights, such as the collapsed one, on
 * which every gradient method would stay. There the residual A = -G (k x k or k x n, in units of lambda) has a singular
 * value sigma > 1 with vectors a, b; with a unit vector u of a feature direction that neither factor uses,
 *
 * <pre>
 *   W + eps u a',   Hb + eps u b'      change the value by  eps^2 (1 - sigma) + O(eps^4)  &lt; 0    (derived in docs).
 * </pre>
 */
final class SaddleEscape {
    private static final int MAX_HALVINGS = 40;

    private SaddleEscape() {}

    /** Moves {@code x} to a point of lower value, where there is one along this direction; returns whether it did. */
    static boolean leave(UfmObjective objective, FactorPair x) {
        if (!objective.isCollapsed() && !isBalanced(objective.problem().ridge())) {
            return false;
        }
        Backend backend = objective.backend();
        try (Workspace workspace = backend.openWorkspace()) {
            FactorPair direction = direction(objective, x, workspace);
            FactorPair trial = x.zerosLike(workspace);
            FactorPair gradient = x.zerosLike(workspace);
            double value = objective.valueAndGradient(x, gradient);
            double step = 1;
            for (int i = 0; i < MAX_HALVINGS; i++) {
                trial.axpby(backend.algebra(), 1, x, 0);
                trial.axpby(backend.algebra(), step, direction, 1);
                double lowered = value - objective.valueAndGradient(trial, gradient);
                if (lowered > 1e-15 * Math.abs(value)) {
                    x.axpby(backend.algebra(), 1, trial, 0);
                    return true;
                }
                step /= 2;
            }
        }
        return false;
    }

    private static boolean isBalanced(Ridge ridge) {
        return ridge.lambdaW() == ridge.lambdaH() && !ridge.isZero(); // exact: the variables were scaled to make it so
    }

    /** The pair (u a', u b'), with u the direction in R^d that the factors use least. */
    private static FactorPair direction(UfmObjective objective, FactorPair x, Workspace workspace) {
        DenseAlgebra algebra = objective.backend().algebra();
        int d = x.classifier().rows();
        int k = x.classifier().cols();
        DenseMatrix second = workspace.zeros(d, d);
        algebra.gemm(false, true, 1, x.classifier(), x.classifier(), 0, second);
        algebra.gemm(false, true, 1, x.embeddings(), x.embeddings(), 1, second);
        DenseMatrix vectors = workspace.zeros(d, d);
        algebra.symmetricEigen(second, vectors);
        DenseMatrix least = vectors.columns(0, 1);

        DenseMatrix gradient = objective.logitGradient(x, workspace);
        DenseMatrix left = workspace.zeros(k, k);
        DenseMatrix right = workspace.zeros(k, x.embeddings().cols());
        algebra.svd(gradient, left, right);
        FactorPair direction = x.zerosLike(workspace);
        DenseMatrix top = workspace.upload(topRow(right));
        algebra.gemm(false, true, -1, least, left.columns(0, 1), 0, direction.classifier());
        algebra.gemm(false, false, 1, least, top, 0, direction.embeddings());
        return direction;
    }

    private static HostMatrix topRow(DenseMatrix right) {
        HostMatrix all = right.download();
        return HostMatrix.generate(1, all.cols(), (i, j) -> all.get(0, j));
    }
}
