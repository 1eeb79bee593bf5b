package seli.metric;

import java.util.List;
import seli.geometry.GeometryModel;

/**
 * What {@link CollapseMetrics} measures beyond what it always does, and up to which size it does what costs much. A
 * number beyond a limit is left out, and {@link CollapseMetrics#skipped} says why.
 *
 * @param denseClasses up to so many classes k x k matrices are formed; above, everything comes from d x d Grams, sums
 *     over groups and tiles of k x k products
 * @param pairFlops the most that a pass over all pairs of classes, 2 d k^2 flops, may cost above that
 * @param sampleFlops the most that the logits of all samples, 2 n d k flops, may cost
 * @param models geometries, of the same counts, to which distances are measured beside SELI and the simplex ETF
 */
public record MeasureSettings(int denseClasses, double pairFlops, double sampleFlops, List<GeometryModel> models) {
    /** Some minutes on two cores; no models. */
    public static final MeasureSettings USUAL = new MeasureSettings(2_000, 1e12, 6e12, List.of());

    /** Copies the list. */
    public MeasureSettings {
        models = List.copyOf(models);
    }

    /** The same without limits of cost; k x k matrices are formed up to as many classes as before. */
    public MeasureSettings unlimited() {
        return new MeasureSettings(denseClasses, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, models);
    }

    /** The same with these models. */
    public MeasureSettings with(List<GeometryModel> others) {
        return new MeasureSettings(denseClasses, pairFlops, sampleFlops, others);
    }
}
