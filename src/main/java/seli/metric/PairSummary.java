package seli.metric;

import java.util.List;
import java.util.Map;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;

/**
 * What a classifier and class means tell of pairs of classes; NaN for a number that does not exist or is left out.
 *
 * @param distances of Grams to SELI and to the simplex ETF
 * @param bySample the same of matrices with a column for each sample
 * @param structure distance of W'Mc to P
 * @param classifierGeometry averages over W'W by groups
 * @param embeddingGeometry averages over Mc'Mc by groups
 * @param alignment cosines of W with Mc by groups
 * @param frames NC2 of four frames
 * @param cdnv class-distance normalised variance
 * @param classMargins margin of each class mean; none where they are left out
 * @param grams the k x k matrices themselves, or none
 * @param skipped the place in the report of what is left out, and why
 */
record PairSummary(
        GeometryDistances distances,
        BySample bySample,
        double structure,
        GramGeometry classifierGeometry,
        GramGeometry embeddingGeometry,
        Alignment alignment,
        Frames frames,
        double cdnv,
        List<Double> classMargins,
        List<ClassGrams> grams,
        Map<String, String> skipped) {
    /** Copies the lists; the map keeps its order. */
    PairSummary {
        classMargins = List.copyOf(classMargins);
        grams = List.copyOf(grams);
    }

    /**
     * Distances of Grams with a row and column for each sample, every sample on its class mean: entry (c, d) counts n_c
     * n_d times, and that of the logits n_d times.
     */
    record BySample(double embeddingSeli, double embeddingEtf, double logitsSeli) {}

    /** The columns of W, of W centred, of Mc, and of the class means less the mean of all samples. */
    record Frames(FrameShape classifier, FrameShape centred, FrameShape embedding, FrameShape sampleCentred) {}
}
