package seli.metric;

import java.util.Arrays;
import java.util.Map;
import seli.geometry.Alignment;
import seli.geometry.GeometryModel;
import seli.geometry.GramDistance;
import seli.geometry.GramGeometry;
import seli.geometry.LimitGeometry;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/**
 * Distances of a classifier and class means to the geometry that theory predicts for a loss: of W'W, of M'M of the
 * class means less the mean that theory makes zero, and of W'M. Class means are centred by mu_G, their unweighted mean;
 * for a free bias by the mean of all samples, sum_c n_c m_c = 0; for LDT by sum_c d_c m_c / sum_c d_c, d the
 * temperatures. The logits take the means as they are, or less the mean of all samples where a bias takes the rest.
 */
final class ModelDistances {
    private final PairTask task;
    private final ClassCounts counts;
    private final LimitGeometry theory;
    private final double[] shift; // what is subtracted from m_c - mu_G
    private final int d;
    private final int k;

    private ModelDistances(PairTask task, GeometryModel model) {
        this.task = task;
        this.counts = task.counts();
        this.theory = LimitGeometry.of(model);
        this.shift = shift(task, model);
        this.d = task.featureDim();
        this.k = task.classes();
    }

    private static double[] shift(PairTask task, GeometryModel model) {
        if (model.hasFreeBias()) {
            return task.means().sampleShift(task.counts());
        }
        if (!model.name().equals("ldt")) {
            return new double[task.featureDim()];
        }
        int[] groupOf = task.counts().groupIndices();
        double[] temperatures = new double[groupOf.length];
        for (int c = 0; c < groupOf.length; c++) {
            temperatures[c] = model.temperature(groupOf[c]);
        }
        return task.means().weightedShift(temperatures);
    }

    /** The distances; where there are too many distinct counts for tables, none, and {@code skipped} says so. */
    static GeometryDistances.ToModel of(PairTask task, GeometryModel model, Map<String, String> skipped) {
        int groups = task.counts().groups().size();
        if (groups > LimitGeometry.MAX_TABULATED_COUNTS) {
            skipped.put(
                    "theory",
                    "needs the entries of its geometry for %d distinct counts, more than %d"
                            .formatted(groups, LimitGeometry.MAX_TABULATED_COUNTS));
            return toModel(model, Double.NaN, Double.NaN, Double.NaN);
        }
        ModelDistances distances = new ModelDistances(task, model);
        return task.classes() <= task.settings().denseClasses() ? distances.dense() : distances.streamed();
    }

    private static GeometryDistances.ToModel toModel(
            GeometryModel model, double classifier, double embedding, double logits) {
        return new GeometryDistances.ToModel(
                model,
                GeometryDistances.optional(classifier),
                GeometryDistances.optional(embedding),
                GeometryDistances.optional(logits));
    }

    private GeometryDistances.ToModel dense() {
        int[] groupOf = counts.groupIndices();
        HostMatrix w = task.head().weights();
        HostMatrix means = task.means().shiftedMatrix(shift);
        HostMatrix forLogits =
                theory.model().hasFreeBias() ? means : task.means().matrix();
        return toModel(
                theory.model(),
                toGram(InnerProducts.gram(w), theory.classifier(), groupOf),
                toGram(InnerProducts.gram(means), theory.embedding(), groupOf),
                GramDistance.between(
                                InnerProducts.cross(w, forLogits),
                                HostMatrix.generate(
                                        k, k, (c, e) -> theory.model().crossEntry(groupOf[c], groupOf[e], c == e)))
                        .orElse(Double.NaN));
    }

    private static double toGram(HostMatrix gram, GramGeometry target, int[] groupOf) {
        int k = groupOf.length;
        return GramDistance.between(
                        gram, HostMatrix.generate(k, k, (c, e) -> entry(target, groupOf[c], groupOf[e], c == e)))
                .orElse(Double.NaN);
    }

    private static double entry(GramGeometry target, int g, int h, boolean sameClass) {
        return sameClass ? target.squaredNorm(g) : target.inner(g, h).orElse(0);
    }

    private GeometryDistances.ToModel streamed() {
        DoubleAlgebra algebra = new DoubleAlgebra(task.backend());
        ColumnStream.Source shifted = (c, target) -> task.means().copyShifted(c, shift, target);
        ColumnStream.Source forLogits = theory.model().hasFreeBias() ? shifted : task.means()::copy;
        GroupSums w = GroupSums.of(counts, d, task::copyClassifier);
        GroupSums m = GroupSums.of(counts, d, shifted);
        HostMatrix ofClassifier = algebra.outer(d, k, task::copyClassifier);
        double ofLogits = Math.sqrt(ofClassifier.dot(algebra.outer(d, k, forLogits)));
        GroupSums raw = GroupSums.of(counts, d, forLogits);
        double[] ones = new double[counts.groups().size()];
        Arrays.fill(ones, 1);
        GeometryModel model = theory.model();
        return toModel(
                model,
                StreamedFrame.distance(
                        w.inner(theory.classifier(), ones), ofClassifier.norm(), norm(theory.classifier())),
                StreamedFrame.distance(
                        m.inner(theory.embedding(), ones),
                        algebra.outer(d, k, shifted).norm(),
                        norm(theory.embedding())),
                StreamedFrame.distance(
                        w.inner(raw, model::crossEntry, matched(forLogits)), ofLogits, norm(model::crossEntry)));
    }

    /** Sums over groups of w_c'm_c. */
    private double[] matched(ColumnStream.Source means) {
        int[] groupOf = counts.groupIndices();
        double[] sums = new double[counts.groups().size()];
        double[] w = new double[d];
        double[] m = new double[d];
        for (int c = 0; c < k; c++) {
            task.copyClassifier(c, w);
            means.copy(c, m);
            sums[groupOf[c]] += Columns.dot(w, m);
        }
        return sums;
    }

    private double norm(GramGeometry target) {
        return norm((g, h, same) -> entry(target, g, h, same));
    }

    /** The Frobenius norm of a k x k matrix that depends on groups, but for its diagonal. */
    private double norm(Alignment.CrossEntry entries) {
        double sum = 0;
        int m = counts.groups().size();
        for (int g = 0; g < m; g++) {
            CountGroup group = counts.groups().get(g);
            double row = 0;
            for (int h = 0; h < m; h++) {
                double entry = group.classes() == 1 && g == h ? 0 : entries.at(g, h, false);
                row += counts.groups().get(h).classes() * (entry * entry);
            }
            double same = entries.at(g, g, true);
            double other = group.classes() == 1 ? 0 : entries.at(g, g, false);
            sum += group.classes() * (row + (same * same - other * other));
        }
        return Math.sqrt(sum);
    }
}
