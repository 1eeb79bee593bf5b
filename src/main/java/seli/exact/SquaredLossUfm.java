package seli.exact;

import java.util.ArrayList;
import java.util.List;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.GroupGeometry;
import seli.geometry.SingularValue;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;

/**
 * The optimum of the model with squared loss and no bias [Dang23; derived in docs],
 *
 * <pre>
 *   min over W, H:  |W'H - Y|^2/2 + lambda_W/2 |W|^2 + lambda_H/2 |H|^2,      lambda = sqrt(lambda_W lambda_H)
 *   W'W = sqrt(lambda_H/lambda_W) diag(t_c),   M'M = sqrt(lambda_W/lambda_H) diag(t_c / n_c)
 *   t_c = max(0, sqrt(n_c) - lambda)
 * </pre>
 *
 * <p>an orthogonal frame in which the classes with n_c at most lambda^2 are zero; t_c are the singular values of W'H.
 * Needs feature dimension k. Cost m^2 for m groups.
 */
final class SquaredLossUfm {
    private SquaredLossUfm() {}

    /**
     * The optimum for these counts and this ridge beside the sum of the losses.
     *
     * @throws IllegalArgumentException if the ridge is 0
     */
    static GroupGeometry of(ClassCounts counts, Ridge ridge) {
        requirePositive(ridge);
        List<CountGroup> groups = counts.groups();
        int m = groups.size();
        double tilt = Math.sqrt(ridge.lambdaH() / ridge.lambdaW());
        double[] w = new double[m];
        double[] h = new double[m];
        double[] cross = new double[m];
        List<SingularValue> values = new ArrayList<>();
        for (int g = 0; g < m; g++) {
            double root = Math.sqrt(groups.get(g).count());
            double t = Math.max(0, root - ridge.lambda());
            w[g] = tilt * t;
            h[g] = t / (tilt * groups.get(g).count());
            cross[g] = t / root;
            if (t > 0) {
                values.add(new SingularValue(t, groups.get(g).classes()));
            }
        }
        GramGeometry classifier = GramGeometry.of(counts, w, HostMatrix.zeros(m, m));
        GramGeometry embedding = GramGeometry.of(counts, h, HostMatrix.zeros(m, m));
        Alignment alignment = Alignment.of(classifier, embedding, (g, e, same) -> same ? cross[g] : 0);
        return new GroupGeometry(values, classifier, embedding, alignment);
    }

    /** Refuses a ridge of 0, without which there is no optimum. */
    static void requirePositive(Ridge ridge) {
        if (!(ridge.lambda() > 0)) {
            throw new IllegalArgumentException(
                    "lambda is " + ridge.lambda() + "; expected a positive number: the optimum needs a ridge");
        }
    }
}
