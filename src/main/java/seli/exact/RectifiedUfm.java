package seli.exact;

import java.util.List;
import java.util.stream.IntStream;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.GroupGeometry;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;

/**
 * The optimum of the ridge-regularised model whose embeddings are not negative, as after a ReLU (UFM+) [Dang24; derived
 * in docs],
 *
 * <pre>
 *   min over W, H >= 0:  sum_i crossentropy(W'h_i; y_i) + lambda_W/2 |W|^2 + lambda_H/2 |H|^2
 * </pre>
 *
 * <p>Class means are orthogonal, and the logits of class c are s_c (e_c - 1/k) with
 *
 * <pre>
 *   s_c = log( (k-1) (sqrt(k n_c / (k-1)) / lambda - 1) ),  0 where n_c &lt;= lambda^2 k/(k-1)
 *   |m_c|^2 = sqrt(lambda_W/lambda_H) s_c sqrt((k-1)/k) / sqrt(n_c)
 *   W'W = P diag(a) P,  a_c = sqrt(lambda_H/lambda_W) s_c sqrt(k/(k-1)) sqrt(n_c),  lambda^2 = lambda_W lambda_H
 * </pre>
 *
 * <p>Needs feature dimension k. Cost m^2 for m groups. Immutable.
 */
final class RectifiedUfm {
    private final GroupGeometry geometry;
    private final List<Double> scales;

    private RectifiedUfm(GroupGeometry geometry, List<Double> scales) {
        this.geometry = geometry;
        this.scales = scales;
    }

    /**
     * The optimum for these counts and this ridge beside the sum of the losses.
     *
     * @throws IllegalArgumentException if the ridge is 0
     */
    static RectifiedUfm of(ClassCounts counts, Ridge ridge) {
        SquaredLossUfm.requirePositive(ridge);
        List<CountGroup> groups = counts.groups();
        int m = groups.size();
        double k = counts.classes();
        double tilt = Math.sqrt(ridge.lambdaH() / ridge.lambdaW());
        double[] s = new double[m];
        double[] a = new double[m];
        double[] means = new double[m];
        double sum = 0;
        for (int g = 0; g < m; g++) {
            double root = Math.sqrt(groups.get(g).count());
            s[g] = scale(k, root, ridge.lambda());
            a[g] = tilt * s[g] * Math.sqrt(k / (k - 1)) * root;
            means[g] = s[g] * Math.sqrt((k - 1) / k) / (tilt * root);
            sum += groups.get(g).classes() * a[g];
        }
        double total = sum;
        double[] squares = IntStream.range(0, m)
                .mapToDouble(g -> a[g] * ((k - 2) / k) + total / k / k)
                .toArray();
        GramGeometry classifier = GramGeometry.of(
                counts, squares, HostMatrix.generate(m, m, (g, h) -> total / k / k - (a[g] + a[h]) / k));
        GramGeometry embedding = GramGeometry.of(counts, means, HostMatrix.zeros(m, m));
        Alignment alignment =
                Alignment.of(classifier, embedding, (g, h, same) -> same ? s[h] * ((k - 1) / k) : -s[h] / k);
        return new RectifiedUfm(
                new GroupGeometry(List.of(), classifier, embedding, alignment),
                IntStream.range(0, m).mapToObj(g -> s[g]).toList());
    }

    private static double scale(double k, double root, double lambda) {
        double ratio = Math.sqrt(k / (k - 1)) * root / lambda;
        return ratio > k / (k - 1) ? Math.max(0, Math.log((k - 1) * (ratio - 1))) : 0;
    }

    /** Norms, inner products and cosines by group; without singular values. */
    GroupGeometry geometry() {
        return geometry;
    }

    /** s_c for the classes of group {@code g}: the margin of their samples; 0 where the class has collapsed. */
    double margin(int g) {
        return scales.get(g);
    }
}
