package seli.metric;

import java.util.ArrayList;
import java.util.List;
import seli.linalg.HostMatrix;

/**
 * What needs every pair of classes, from tiles of columns of k x k products that are made, read and dropped. Cost 2 d
 * k^2 flops for a pass.
 */
final class PairTiles {
    private final PairTask task;

    PairTiles(PairTask task) {
        this.task = task;
    }

    /**
     * What a pass over the cosines of a frame gives; NaN where it was left out or a vector is zero.
     *
     * @param equiangularity mean over c != c' of |cos + 1/(k-1)|
     * @param coherence max over c != c' of |cos|
     * @param distanceVariance class-distance normalised variance, if asked for
     */
    record Angles(double equiangularity, double coherence, double distanceVariance) {
        static final Angles NONE = new Angles(Double.NaN, Double.NaN, Double.NaN);
    }

    /** Flops of a pass. */
    double cost() {
        return 2.0 * task.featureDim() * task.classes() * task.classes();
    }

    /** Whether a pass may be made. */
    boolean isAllowed() {
        return cost() <= task.settings().pairFlops();
    }

    /**
     * Angles of a frame.
     *
     * @param norms the norms of the columns
     * @param variances of the classes, whose distance-normalised mean is wanted; or empty
     */
    Angles angles(ColumnStream.Source columns, double[] norms, double[] variances) {
        int k = task.classes();
        HostMatrix frame = ColumnStream.columns(columns, task.featureDim(), 0, k);
        Sums sums = new Sums(frame, norms, variances);
        ColumnStream.multiply(task.backend(), frame, k, columns, sums::take);
        double pairs = 0.5 * k * (k - 1.0);
        double variance = variances.length == 0 ? Double.NaN : sums.variance / pairs;
        return new Angles(sums.deviation / pairs, sums.coherence, Double.isInfinite(variance) ? Double.NaN : variance);
    }

    /** Sums over pairs of distinct classes, each counted once. */
    private static final class Sums {
        /** Where |a - b|^2 is below this times |a|^2 + |b|^2, it is formed from the differences. */
        private static final double CANCELLING = 1e-4;

        private final HostMatrix frame;
        private final double[] norms;
        private final double[] variances;
        private final double target;
        private final double[] a;
        private final double[] b;
        private double deviation;
        private double coherence;
        private double variance;

        Sums(HostMatrix frame, double[] norms, double[] variances) {
            this.frame = frame;
            this.norms = norms;
            this.variances = variances;
            this.target = -1.0 / (norms.length - 1);
            this.a = new double[frame.rows()];
            this.b = new double[frame.rows()];
        }

        void take(int j, double[] products) {
            double sum = 0;
            double largest = 0;
            for (int i = 0; i < j; i++) {
                double cosine = products[i] / (norms[i] * norms[j]);
                sum += Math.abs(cosine - target);
                largest = Math.max(largest, Math.abs(cosine)); // NaN stays
            }
            deviation += sum;
            coherence = Math.max(coherence, largest);
            if (variances.length > 0) {
                addVariances(j, products);
            }
        }

        private void addVariances(int j, double[] products) {
            double sum = 0;
            for (int i = 0; i < j; i++) {
                double squares = norms[i] * norms[i] + norms[j] * norms[j];
                double distance = squares - 2 * products[i];
                if (!(distance > CANCELLING * squares)) {
                    frame.copyColumn(i, a, 0);
                    frame.copyColumn(j, b, 0);
                    distance = DensePairs.squaredDistance(a, b);
                }
                sum += (variances[i] + variances[j]) / (2 * distance);
            }
            variance += sum;
        }
    }

    /** The margins of the class means. */
    List<Double> margins() {
        List<Double> margins = new ArrayList<>(task.classes());
        double[] bias = task.head().bias().toArray();
        ColumnStream.multiply(task.backend(), task.head().weights(), task.classes(), task.means()::copy, (c, z) -> {
            for (int other = 0; other < z.length; other++) {
                z[other] += bias[other];
            }
            margins.add(Decisions.margin(z, c));
        });
        return margins;
    }
}
