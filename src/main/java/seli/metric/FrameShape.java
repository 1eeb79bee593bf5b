package seli.metric;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * NC2 of one frame of k vectors v_c, read off its Gram: how equal the norms and how equal the angles are. Immutable.
 *
 * <pre>
 *   normVariation    = std_c |v_c| / mean_c |v_c|
 *   equiangularity   = mean over c != c' of | cos(v_c, v_c') + 1/(k-1) |
 *   cosineDeviation  = std over c != c' of cos(v_c, v_c')
 *   squaredNormRatio = mean over majority classes c and minority classes c' of |v_c|^2 / |v_c'|^2
 * </pre>
 *
 * <p>Standard deviations divide by the number of values, not by one less. All four are free of scale and rotation; the
 * first three are 0 for a simplex ETF.
 */
public final class FrameShape {
    private final double normVariation;
    private final double equiangularity;
    private final double cosineDeviation;
    private final double squaredNormRatio;

    /** A zero vector has no cosine: 0/0 there, and so NaN in what depends on it. */
    private FrameShape(HostMatrix gram, ClassCounts counts) {
        double[] norms = norms(gram);
        double mean = mean(norms);
        double target = -1.0 / (norms.length - 1);
        double meanCosine = pairMean(gram, norms, cosine -> cosine);
        this.normVariation = deviation(norms, mean) / mean;
        this.equiangularity = pairMean(gram, norms, cosine -> Math.abs(cosine - target));
        this.cosineDeviation = Math.sqrt(pairMean(gram, norms, cosine -> square(cosine - meanCosine)));
        this.squaredNormRatio = squaredNormRatio(gram, counts);
    }

    /**
     * The shape of the frame with this Gram (k x k, read only). Majority and minority classes are those with the
     * largest and the smallest count. Cost k^2.
     */
    static FrameShape of(HostMatrix gram, ClassCounts counts) {
        return new FrameShape(gram, counts);
    }

    /** Coefficient of variation of the norms; empty if all vectors are zero. */
    public OptionalDouble normVariation() {
        return GeometryDistances.optional(normVariation);
    }

    /** Mean absolute deviation of the cosines from -1/(k-1); empty if a vector is zero. */
    public OptionalDouble equiangularity() {
        return GeometryDistances.optional(equiangularity);
    }

    /** Standard deviation of the cosines over pairs of distinct classes; empty if a vector is zero. */
    public OptionalDouble cosineDeviation() {
        return GeometryDistances.optional(cosineDeviation);
    }

    /**
     * Squared-norm ratio of majority to minority classes, averaged over pairs; empty if balanced or a minority vector
     * is zero.
     */
    public OptionalDouble squaredNormRatio() {
        return GeometryDistances.optional(squaredNormRatio);
    }

    private static double[] norms(HostMatrix gram) {
        double[] norms = new double[gram.cols()];
        for (int c = 0; c < norms.length; c++) {
            norms[c] = Math.sqrt(gram.get(c, c));
        }
        return norms;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double square(double value) {
        return value * value;
    }

    private static double deviation(double[] values, double mean) {
        double sum = 0;
        for (double value : values) {
            sum += square(value - mean);
        }
        return Math.sqrt(sum / values.length);
    }

    /**
     * Mean of {@code term(cosine)} over ordered pairs of distinct classes; the Gram is symmetric, so one half is
     * summed.
     */
    private static double pairMean(HostMatrix gram, double[] norms, DoubleUnaryOperator term) {
        int k = norms.length;
        double sum = 0;
        for (int j = 1; j < k; j++) {
            double column = 0;
            for (int i = 0; i < j; i++) {
                column += term.applyAsDouble(gram.get(i, j) / (norms[i] * norms[j]));
            }
            sum += column;
        }
        return sum / (0.5 * k * (k - 1.0));
    }

    /** The mean over pairs of |v_c|^2 / |v_c'|^2 factors into a mean over c times a mean over c'. */
    private static double squaredNormRatio(HostMatrix gram, ClassCounts counts) {
        if (counts.isBalanced()) {
            return Double.NaN;
        }
        int last = counts.groups().size() - 1;
        double majority = 0;
        double minority = 0;
        for (int c = 0; c < gram.cols(); c++) {
            int group = counts.groupOf(c);
            majority += group == 0 ? gram.get(c, c) : 0;
            minority += group == last ? 1 / gram.get(c, c) : 0;
        }
        double ratio = majority
                / counts.groups().get(0).classes()
                * (minority / counts.groups().get(last).classes());
        return Double.isInfinite(ratio) ? Double.NaN : ratio;
    }
}
