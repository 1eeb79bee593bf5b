package seli.metric;

import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Every single number of {@link CollapseMetrics} with its place in the JSON report and what it means: centring, weights
 * and scale. Published codes differ in each of these, so the report carries the words along. n_c samples of k classes,
 * n in all; mu_c the class means, mu_G their unweighted mean.
 */
public enum Convention {
    /** NC1 without 1/k. */
    NC1(
            "metrics.nc1",
            "tr(Sigma_W pinv(Sigma_B)) without a factor 1/k; Sigma_W = (1/n) sum_i (h_i - mu_{y_i})(.)', every sample "
                    + "of weight 1/n; Sigma_B = (1/k) sum_c (mu_c - mu_G)(.)', every class of weight 1/k, mu_G the "
                    + "unweighted mean of the class means; pinv by the top k-1 eigenpairs without rounding noise; "
                    + "free of scale",
            CollapseMetrics::nc1),
    /** NC1 with 1/k. */
    NC1_PER_CLASS("metrics.nc1PerClass", "nc1 divided by the number of classes k", CollapseMetrics::nc1PerClass),
    /** Quotient of traces. */
    NC1_QUOTIENT(
            "metrics.nc1Quotient",
            "tr(Sigma_W) / tr(Sigma_B), the same matrices as in nc1",
            CollapseMetrics::nc1Quotient),
    /** NC1 with classes of equal weight. */
    NC1_CLASS_WEIGHTED(
            "metrics.nc1ClassWeighted",
            "as nc1, but Sigma_W = (1/k) sum_c (1/n_c) sum over class c of (h_i - mu_c)(.)', every class of weight 1/k",
            CollapseMetrics::nc1ClassWeighted),
    /** NC1 with samples of equal weight. */
    NC1_SAMPLE_WEIGHTED(
            "metrics.nc1SampleWeighted",
            "as nc1, but Sigma_B = sum_c (n_c/n) (mu_c - mu_S)(.)', every sample of weight 1/n, mu_S the mean of all"
                    + " samples",
            CollapseMetrics::nc1SampleWeighted),
    /** NC1 about the mean of the samples. */
    NC1_SAMPLE_CENTRED(
            "metrics.nc1SampleCentred",
            "as nc1, but Sigma_B = (1/k) sum_c (mu_c - mu_S)(.)', mu_S the mean of all samples",
            CollapseMetrics::nc1SampleCentred),
    /** Quotient of traces with classes of equal weight. */
    NC1_QUOTIENT_CLASS_WEIGHTED(
            "metrics.nc1QuotientClassWeighted",
            "tr(Sigma_W) / tr(Sigma_B), the same matrices as in nc1ClassWeighted",
            CollapseMetrics::nc1QuotientClassWeighted),
    /** Quotient of traces with samples of equal weight. */
    NC1_QUOTIENT_SAMPLE_WEIGHTED(
            "metrics.nc1QuotientSampleWeighted",
            "tr(Sigma_W) / tr(Sigma_B), the same matrices as in nc1SampleWeighted",
            CollapseMetrics::nc1QuotientSampleWeighted),
    /** Class-distance normalised variance. */
    CDNV(
            "metrics.cdnv",
            "mean over pairs of classes of (var_c + var_c') / (2 |mu_c - mu_c'|^2), var_c = (1/n_c) sum over "
                    + "class c of |h_i - mu_c|^2",
            CollapseMetrics::cdnv),
    /** Norms of the classifiers. */
    NC2_CLASSIFIER_NORMS(
            "metrics.nc2.classifier.normVariation",
            "standard deviation (divided by k, not k-1) over mean of the norms |w_c|; W not centred",
            m -> m.classifierFrame().normVariation()),
    /** Angles of the classifiers. */
    NC2_CLASSIFIER_ANGLES(
            "metrics.nc2.classifier.equiangularity",
            "mean over c != c' of |cos(w_c, w_c') + 1/(k-1)|; W not centred",
            m -> m.classifierFrame().equiangularity()),
    /** Spread of the classifiers' angles. */
    NC2_CLASSIFIER_SPREAD(
            "metrics.nc2.classifier.cosineDeviation",
            "standard deviation over c != c' of cos(w_c, w_c'), divided by the number of pairs; W not centred",
            m -> m.classifierFrame().cosineDeviation()),
    /** Norm ratio of the classifiers. */
    NC2_CLASSIFIER_RATIO(
            "metrics.nc2.classifier.squaredNormRatio",
            "mean over majority classes c (largest count) and minority classes c' (smallest count) of |w_c|^2 / "
                    + "|w_c'|^2; W not centred",
            m -> m.classifierFrame().squaredNormRatio()),
    /** Mutual coherence of the classifiers. */
    NC2_CLASSIFIER_COHERENCE(
            "metrics.nc2.classifier.mutualCoherence",
            "largest |cos(w_c, w_c')| over c != c'; W not centred",
            m -> m.classifierFrame().mutualCoherence()),
    /** Norms of the centred classifiers. */
    NC2_CENTRED_NORMS(
            "metrics.nc2.classifierCentred.normVariation",
            "standard deviation (divided by k, not k-1) over mean of the norms |w_c - mean|; W less the unweighted mean of its columns",
            m -> m.centredClassifierFrame().normVariation()),
    /** Angles of the centred classifiers. */
    NC2_CENTRED_ANGLES(
            "metrics.nc2.classifierCentred.equiangularity",
            "mean over c != c' of |cos(w_c - mean, w_c' - mean) + 1/(k-1)|; W less the unweighted mean of its columns",
            m -> m.centredClassifierFrame().equiangularity()),
    /** Spread of the angles of the centred classifiers. */
    NC2_CENTRED_SPREAD(
            "metrics.nc2.classifierCentred.cosineDeviation",
            "standard deviation over c != c' of cos(w_c - mean, w_c' - mean), divided by the number of pairs; W less the unweighted mean of its columns",
            m -> m.centredClassifierFrame().cosineDeviation()),
    /** Mutual coherence of the centred classifiers. */
    NC2_CENTRED_COHERENCE(
            "metrics.nc2.classifierCentred.mutualCoherence",
            "largest |cos(w_c - mean, w_c' - mean)| over c != c'; W less the unweighted mean of its columns",
            m -> m.centredClassifierFrame().mutualCoherence()),
    /** Distance to the simplex ETF of the centred classifiers. */
    NC2_CENTRED_ETF(
            "metrics.nc2.classifierCentred.etfError",
            "|A/|A| - P/|P||, Frobenius norms, of the Gram A of w_c - mean and P = I - 11'/k; W less the unweighted mean of its columns",
            m -> m.centredClassifierFrame().etfDistance()),
    /** Norms of the class means. */
    NC2_EMBEDDING_NORMS(
            "metrics.nc2.embedding.normVariation",
            "standard deviation (divided by k, not k-1) over mean of the norms |mu_c - mu_G|",
            m -> m.embeddingFrame().normVariation()),
    /** Angles of the class means. */
    NC2_EMBEDDING_ANGLES(
            "metrics.nc2.embedding.equiangularity",
            "mean over c != c' of |cos(mu_c - mu_G, mu_c' - mu_G) + 1/(k-1)|",
            m -> m.embeddingFrame().equiangularity()),
    /** Spread of the class means' angles. */
    NC2_EMBEDDING_SPREAD(
            "metrics.nc2.embedding.cosineDeviation",
            "standard deviation over c != c' of cos(mu_c - mu_G, mu_c' - mu_G), divided by the number of pairs",
            m -> m.embeddingFrame().cosineDeviation()),
    /** Norm ratio of the class means. */
    NC2_EMBEDDING_RATIO(
            "metrics.nc2.embedding.squaredNormRatio",
            "mean over majority classes c (largest count) and minority classes c' (smallest count) of |mu_c - "
                    + "mu_G|^2 / |mu_c' - mu_G|^2",
            m -> m.embeddingFrame().squaredNormRatio()),
    /** Mutual coherence of the class means. */
    NC2_EMBEDDING_COHERENCE(
            "metrics.nc2.embedding.mutualCoherence",
            "largest |cos(mu_c - mu_G, mu_c' - mu_G)| over c != c'",
            m -> m.embeddingFrame().mutualCoherence()),
    /** Norms of the class means about the mean of all samples. */
    NC2_SAMPLE_CENTRED_NORMS(
            "metrics.nc2.embeddingSampleCentred.normVariation",
            "standard deviation (divided by k, not k-1) over mean of the norms |mu_c - mu_S|; mu_S the mean of all samples",
            m -> m.sampleCentredFrame().normVariation()),
    /** Angles of the class means about the mean of all samples. */
    NC2_SAMPLE_CENTRED_ANGLES(
            "metrics.nc2.embeddingSampleCentred.equiangularity",
            "mean over c != c' of |cos(mu_c - mu_S, mu_c' - mu_S) + 1/(k-1)|; mu_S the mean of all samples",
            m -> m.sampleCentredFrame().equiangularity()),
    /** Spread of the angles of the class means about the mean of all samples. */
    NC2_SAMPLE_CENTRED_SPREAD(
            "metrics.nc2.embeddingSampleCentred.cosineDeviation",
            "standard deviation over c != c' of cos(mu_c - mu_S, mu_c' - mu_S), divided by the number of pairs; mu_S the mean of all samples",
            m -> m.sampleCentredFrame().cosineDeviation()),
    /** Mutual coherence of the class means about the mean of all samples. */
    NC2_SAMPLE_CENTRED_COHERENCE(
            "metrics.nc2.embeddingSampleCentred.mutualCoherence",
            "largest |cos(mu_c - mu_S, mu_c' - mu_S)| over c != c'; mu_S the mean of all samples",
            m -> m.sampleCentredFrame().mutualCoherence()),
    /** Distance to the simplex ETF of the class means about the mean of all samples. */
    NC2_SAMPLE_CENTRED_ETF(
            "metrics.nc2.embeddingSampleCentred.etfError",
            "|A/|A| - P/|P||, Frobenius norms, of the Gram A of mu_c - mu_S and P = I - 11'/k; mu_S the mean of all samples",
            m -> m.sampleCentredFrame().etfDistance()),
    /** Self-duality. */
    NC3(
            "metrics.nc3",
            "|W/|W| - Mc/|Mc||, Frobenius norms, not squared; W not centred, Mc = class means minus mu_G",
            m -> m.selfDuality().nc3()),
    /** Self-duality squared. */
    NC3_SQUARED("metrics.nc3Squared", "nc3 squared", m -> m.selfDuality().nc3Squared()),
    /** Self-duality with both sides centred. */
    NC3_CENTRED(
            "metrics.nc3Centred",
            "as nc3, but W too is centred by the unweighted mean of its columns",
            m -> m.selfDuality().nc3Centred()),
    /** Self-duality with neither side centred. */
    NC3_UNCENTRED(
            "metrics.nc3Uncentred",
            "as nc3, but the class means are not centred",
            m -> m.selfDuality().nc3Uncentred()),
    /** Self-duality with means less the mean of all samples. */
    NC3_SAMPLE_CENTRED(
            "metrics.nc3SampleCentred",
            "as nc3, but the class means less mu_S, the mean of all samples",
            m -> m.selfDuality().nc3SampleCentred()),
    /** Cosine of classifiers with their means. */
    NC3_COSINE(
            "metrics.nc3Cosine",
            "mean over the classes of cos(w_c, mu_c - mu_G); W not centred; 1 where collapsed and balanced",
            m -> m.selfDuality().nc3Cosine()),
    /** Structure of the product. */
    NC3_STRUCTURE(
            "metrics.nc3Structure",
            "|A/|A| - P/|P||, Frobenius norms, of A = W'Mc, k x k, W not centred, and P = I - 11'/k",
            CollapseMetrics::structure),
    /** Nearest class centre. */
    NC4(
            "metrics.nc4",
            "fraction of samples for which argmax_c (w_c'h + b_c) is the class with the nearest mean "
                    + "(Euclidean); ties go to the smaller"
                    + " index; every sample of weight 1/n",
            CollapseMetrics::nc4),
    /** Accuracy. */
    ACCURACY(
            "metrics.accuracy",
            "fraction of samples for which argmax_c (w_c'h + b_c) is the label; ties go to the smaller index",
            CollapseMetrics::accuracy),
    /** Accuracy of the nearest class centre. */
    NEAREST_ACCURACY(
            "metrics.nearestAccuracy",
            "fraction of samples for which the class with the nearest mean (Euclidean) is the label",
            CollapseMetrics::nearestAccuracy),
    /** Classifier to SELI. */
    CLASSIFIER_SELI(
            "distance.classifier.seli",
            "|A/|A| - B/|B||, Frobenius norms, of A = W'W (W not centred) and SELI's B = (P N P)^(1/2), N = "
                    + "diag(n_c), P = I - 11'/k",
            m -> m.distances().classifierSeli()),
    /** Classifier to ETF. */
    CLASSIFIER_ETF(
            "distance.classifier.etf",
            "the same of A = W'W (W not centred) and the simplex ETF's B = P",
            m -> m.distances().classifierEtf()),
    /** Embedding to SELI. */
    EMBEDDING_SELI(
            "distance.embedding.seli",
            "the same of A = Mc'Mc, k x k, Mc = class means minus their unweighted mean mu_G, and SELI's B = "
                    + "pinv(P N P)^(1/2)",
            m -> m.distances().embeddingSeli()),
    /** Embedding to ETF. */
    EMBEDDING_ETF(
            "distance.embedding.etf",
            "the same of A = Mc'Mc and the simplex ETF's B = P",
            m -> m.distances().embeddingEtf()),
    /** Logits to SELI. */
    LOGITS_SELI(
            "distance.logits.seli",
            "the same of A = W'M, k x k, neither centred, without bias, and B = P, the logits of SELI and of "
                    + "the ETF alike",
            m -> m.distances().logitsSeli()),
    /** Embeddings of samples to SELI. */
    SAMPLE_EMBEDDING_SELI(
            "distanceBySample.embedding.seli",
            "the same of A = H'H, n x n, every sample at its class mean less mu_G (k x k with weights sqrt(n_c)), and "
                    + "SELI's B",
            CollapseMetrics::sampleEmbeddingSeli),
    /** Embeddings of samples to ETF. */
    SAMPLE_EMBEDDING_ETF(
            "distanceBySample.embedding.etf",
            "the same of A = H'H, n x n, and the simplex ETF's B = Y'P Y, Y one-hot labels",
            CollapseMetrics::sampleEmbeddingEtf),
    /** Logits of samples to SELI. */
    SAMPLE_LOGITS_SELI(
            "distanceBySample.logits.seli",
            "the same of A = W'H, k x n, every sample at its class mean, not centred, without bias, and the SEL matrix "
                    + "B = P Y",
            CollapseMetrics::sampleLogitsSeli);

    private final String key;
    private final String meaning;
    private final Function<CollapseMetrics, OptionalDouble> value;

    Convention(String key, String meaning, Function<CollapseMetrics, OptionalDouble> value) {
        this.key = key;
        this.meaning = meaning;
        this.value = value;
    }

    /**
     * Place in the JSON report: names of nested objects joined by dots, such as
     * {@code metrics.nc2.classifier.normVariation}.
     */
    public String key() {
        return key;
    }

    /** What the number means, in one line. */
    public String meaning() {
        return meaning;
    }

    /** The number itself; empty where it does not exist, which JSON writes as null. */
    public OptionalDouble value(CollapseMetrics metrics) {
        return value.apply(metrics);
    }
}
