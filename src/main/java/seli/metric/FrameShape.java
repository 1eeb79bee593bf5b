package seli.metric;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import seli.geometry.GramDistance;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * NC2 of one frame of k vectors v_c: how equal the norms and how equal the angles are. Immutable.
 *
 * <pre>
 *   normVariation    = std_c |v_c| / mean_c |v_c|
 *   equiangularity   = mean over c != c' of | cos(v_c, v_c') + 1/(k-1) |
 *   cosineDeviation  = std over c != c' of cos(v_c, v_c')
 *   mutualCoherence  = max over c != c' of | cos(v_c, v_c') |
 *   squaredNormRatio = mean over majority classes c and minority classes c' of |v_c|^2 / |v_c'|^2
 *   etfDistance      = | G/|G|_F - P/|P|_F |_F, G the Gram of the frame, P = I - 11'/k
 * </pre>
 *
 * <p>Standard deviations divide by the number of values, not by one less. All are free of scale and rotation; for a
 * simplex ETF the first three and the last are 0 and the coherence is 1/(k-1).
 */
public final class FrameShape {
    private final Numbers numbers;

    private FrameShape(Numbers numbers) {
        this.numbers = numbers;
    }

    /** The six numbers; NaN where one does not exist or is left out. */
    record Numbers(
            double normVariation,
            double equiangularity,
            double cosineDeviation,
            double mutualCoherence,
            double squaredNormRatio,
            double etfDistance) {}

    /** A shape that is known by other means than the whole Gram. */
    static FrameShape of(Numbers numbers) {
        return new FrameShape(numbers);
    }

    /**
     * The shape of the frame with this Gram (k x k, read only). Majority and minority classes are those with the
     * largest and the smallest count. A zero vector has no cosine: 0/0 there, and so NaN in what depends on it. Cost
     * k^2.
     */
    static FrameShape of(HostMatrix gram, ClassCounts counts) {
        double[] norms = norms(gram);
        double target = -1.0 / (norms.length - 1);
        double meanCosine = pairMean(gram, norms, cosine -> cosine);
        return new FrameShape(new Numbers(
                variation(norms),
                pairMean(gram, norms, cosine -> Math.abs(cosine - target)),
                Math.sqrt(pairMean(gram, norms, cosine -> square(cosine - meanCosine))),
                coherence(gram, norms),
                ratio(norms, counts),
                GramDistance.toEtf(gram).orElse(Double.NaN)));
    }

    /** Coefficient of variation of the norms; empty if all vectors are zero. */
    public OptionalDouble normVariation() {
        return GeometryDistances.optional(numbers.normVariation);
    }

    /** Mean absolute deviation of the cosines from -1/(k-1); empty if a vector is zero. */
    public OptionalDouble equiangularity() {
        return GeometryDistances.optional(numbers.equiangularity);
    }

    /** Standard deviation of the cosines over pairs of distinct classes; empty if a vector is zero. */
    public OptionalDouble cosineDeviation() {
        return GeometryDistances.optional(numbers.cosineDeviation);
    }

    /** Largest absolute cosine of two distinct classes; empty if a vector is zero. */
    public OptionalDouble mutualCoherence() {
        return GeometryDistances.optional(numbers.mutualCoherence);
    }

    /**
     * Squared-norm ratio of majority to minority classes, averaged over pairs; empty if balanced or a minority vector
     * is zero.
     */
    public OptionalDouble squaredNormRatio() {
        return GeometryDistances.optional(numbers.squaredNormRatio);
    }

    /** Distance of the normalised Gram to that of the simplex ETF; empty if all vectors are zero. */
    public OptionalDouble etfDistance() {
        return GeometryDistances.optional(numbers.etfDistance);
    }

    private static double[] norms(HostMatrix gram) {
        double[] norms = new double[gram.cols()];
        for (int c = 0; c < norms.length; c++) {
            norms[c] = Math.sqrt(Math.max(0, gram.get(c, c)));
        }
        return norms;
    }

    private static double square(double value) {
        return value * value;
    }

    /** Standard deviation over mean; NaN if all are 0. */
    static double variation(double[] norms) {
        double sum = 0;
        for (double norm : norms) {
            sum += norm;
        }
        double mean = sum / norms.length;
        double squares = 0;
        for (double norm : norms) {
            squares += square(norm - mean);
        }
        return Math.sqrt(squares / norms.length) / mean;
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

    private static double coherence(HostMatrix gram, double[] norms) {
        double largest = 0;
        for (int j = 1; j < norms.length; j++) {
            for (int i = 0; i < j; i++) {
                largest = Math.max(largest, Math.abs(gram.get(i, j) / (norms[i] * norms[j]))); // NaN stays
            }
        }
        return largest;
    }

    /** The mean over pairs of |v_c|^2 / |v_c'|^2 factors into a mean over c times a mean over c'. */
    static double ratio(double[] norms, ClassCounts counts) {
        if (counts.isBalanced()) {
            return Double.NaN;
        }
        int[] groups = counts.groupIndices();
        int last = counts.groups().size() - 1;
        double majority = 0;
        double minority = 0;
        for (int c = 0; c < norms.length; c++) {
            majority += groups[c] == 0 ? square(norms[c]) : 0;
            minority += groups[c] == last ? 1 / square(norms[c]) : 0;
        }
        double ratio = majority
                / counts.groups().get(0).classes()
                * (minority / counts.groups().get(last).classes());
        return Double.isInfinite(ratio) ? Double.NaN : ratio;
    }
}
