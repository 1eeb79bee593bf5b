package seli.metric;

import java.util.List;
import java.util.Map;
import seli.backend.Precision;
import seli.geometry.Alignment;
import seli.geometry.GramDistance;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.geometry.SimplexEtf;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * What pairs of classes tell, from whole k x k matrices of inner products: plain, without cancellation, and the truth
 * that {@link StreamedPairs} is tested against.
 */
final class DensePairs {
    /** From so many multiplications on the backend makes the products. */
    private static final double MANY = 1e8;

    private final PairTask task;
    private final ClassCounts counts;

    private DensePairs(PairTask task) {
        this.task = task;
        this.counts = task.counts();
    }

    static PairSummary measure(PairTask task, double[] variances) {
        return new DensePairs(task).summary(variances);
    }

    private PairSummary summary(double[] variances) {
        SeliGeometry seli = SeliGeometry.of(counts);
        HostMatrix w = task.head().weights();
        HostMatrix centred = task.means().centredMatrix();
        HostMatrix ofClassifier = gram(w);
        HostMatrix ofEmbedding = gram(centred);
        HostMatrix logits = cross(w, task.means().matrix());
        HostMatrix toMeans = cross(w, centred);
        HostMatrix bySample = task.means().shiftedMatrix(task.means().sampleShift(counts));
        return new PairSummary(
                GeometryDistances.ofProducts(seli, ofClassifier, ofEmbedding, logits),
                bySample(seli, ofEmbedding, logits),
                GramDistance.toEtf(toMeans).orElse(Double.NaN),
                GramGeometry.measured(counts, ofClassifier),
                GramGeometry.measured(counts, ofEmbedding),
                Alignment.measured(counts, ofClassifier, ofEmbedding, toMeans),
                new PairSummary.Frames(
                        FrameShape.of(ofClassifier, counts),
                        FrameShape.of(gram(Columns.centred(w)), counts),
                        FrameShape.of(ofEmbedding, counts),
                        FrameShape.of(gram(bySample), counts)),
                variances.length == 0 ? Double.NaN : distanceVariance(variances),
                Decisions.marginsOfMeans(logits, task.head().bias()),
                task.classes() <= ClassGrams.MOST_CLASSES
                        ? List.of(new ClassGrams(ofClassifier, ofEmbedding, logits))
                        : List.of(),
                Map.of());
    }

    private boolean isLarge() {
        double products = (double) task.classes() * task.classes() * task.featureDim();
        return products > MANY && task.backend().info().precision() == Precision.FLOAT64;
    }

    /** A'A, exactly symmetric. */
    private HostMatrix gram(HostMatrix a) {
        if (!isLarge()) {
            return InnerProducts.gram(a);
        }
        HostMatrix product = cross(a, a);
        return HostMatrix.generate(a.cols(), a.cols(), (i, j) -> product.get(Math.min(i, j), Math.max(i, j)));
    }

    private HostMatrix cross(HostMatrix a, HostMatrix b) {
        return isLarge() ? new DoubleAlgebra(task.backend()).cross(a, b) : InnerProducts.cross(a, b);
    }

    private PairSummary.BySample bySample(SeliGeometry seli, HostMatrix embedding, HostMatrix logits) {
        long[] n = counts.toArray();
        SimplexEtf etf = new SimplexEtf(n.length);
        HostMatrix measured = weighted(n, embedding::get);
        HostMatrix target = weighted(n, etf::entry);
        return new PairSummary.BySample(
                GramDistance.toSampleEmbeddingSeli(embedding, seli).orElse(Double.NaN),
                GramDistance.between(measured, target).orElse(Double.NaN),
                GramDistance.toSampleSeliLogits(logits, counts).orElse(Double.NaN));
    }

    private static HostMatrix weighted(long[] n, HostMatrix.EntryFunction entries) {
        return HostMatrix.generate(n.length, n.length, (c, e) -> Math.sqrt(n[c]) * entries.at(c, e) * Math.sqrt(n[e]));
    }

    /**
     * Class-distance normalised variance, the mean over c != c' of (var_c + var_c') / (2 |m_c - m_c'|^2) with var_c the
     * mean of |h - m_c|^2 over class c; NaN where two class means coincide. Cost d k^2.
     */
    private double distanceVariance(double[] variances) {
        int k = task.classes();
        double[] a = new double[task.featureDim()];
        double[] b = new double[task.featureDim()];
        double sum = 0;
        for (int c = 1; c < k; c++) {
            task.means().copyCentred(c, a);
            for (int other = 0; other < c; other++) {
                task.means().copyCentred(other, b);
                sum += (variances[c] + variances[other]) / (2 * squaredDistance(a, b));
            }
        }
        double mean = sum / (0.5 * k * (k - 1.0));
        return Double.isInfinite(mean) ? Double.NaN : mean;
    }

    /** |a - b|^2. */
    static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int l = 0; l < a.length; l++) {
            double difference = a[l] - b[l];
            sum += difference * difference;
        }
        return sum;
    }
}
