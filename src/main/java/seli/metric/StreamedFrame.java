package seli.metric;

import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * A frame of k vectors v_c in R^d, k too large for their k x k Gram A: through F F' (d x d), which has the norm of A,
 * and sums over groups.
 */
final class StreamedFrame {
    private final GroupSums sums;
    private final HostMatrix outer;
    private final double cosineDeviation;
    private final double normRatio;
    private final int k;

    /** Cost of two products of 2 d^2 k flops. */
    StreamedFrame(DoubleAlgebra algebra, ClassCounts counts, int d, ColumnStream.Source columns) {
        this.k = counts.classes();
        this.sums = GroupSums.of(counts, d, columns);
        this.outer = algebra.outer(d, k, columns);
        double[] norms = sums.norms();
        HostMatrix units = algebra.outer(d, k, (c, target) -> {
            columns.copy(c, target);
            for (int l = 0; l < d; l++) {
                target[l] /= norms[c]; // NaN where the vector is zero
            }
        });
        double meanSquare = (units.dot(units) - k) / (k * (k - 1.0));
        double mean = sums.meanCosine();
        this.cosineDeviation = Math.sqrt(Math.max(0, meanSquare - mean * mean));
        this.normRatio = FrameShape.ratio(norms, counts);
    }

    GroupSums sums() {
        return sums;
    }

    /** F F', d x d. */
    HostMatrix outer() {
        return outer;
    }

    /** |F'F|_F. */
    double gramNorm() {
        return outer.norm();
    }

    /** The shape; angles come from a pass over all pairs. */
    FrameShape shape(PairTiles.Angles angles) {
        return FrameShape.of(new FrameShape.Numbers(
                FrameShape.variation(sums.norms()),
                angles.equiangularity(),
                cosineDeviation,
                angles.coherence(),
                normRatio,
                distance(sums.innerEtf(), gramNorm(), Math.sqrt(k - 1.0))));
    }

    /** {@code |A/|A| - B/|B||} from &lt;A, B&gt; and the two norms; NaN where one is 0. */
    static double distance(double inner, double norm, double otherNorm) {
        return norm > 0 && otherNorm > 0 ? Math.sqrt(Math.max(0, 2 - 2 * (inner / norm / otherNorm))) : Double.NaN;
    }
}
