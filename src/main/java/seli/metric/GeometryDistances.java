package seli.metric;

import java.util.OptionalDouble;
import seli.geometry.GeometryModel;
import seli.geometry.GramDistance;
import seli.geometry.SeliGeometry;
import seli.linalg.HostMatrix;

/**
 * The five distances that say which geometry a classifier W (d x k) and class means M (d x k) have. With D(A, B) = |
 * A/|A|_F - B/|B|_F |_F and Mc = M centred by the unweighted mean of its columns:
 *
 * <pre>
 *   classifierSeli = D(W'W, G_W)     classifierEtf = D(W'W, P)     G_W, G_M: Grams of SELI
 *   embeddingSeli  = D(Mc'Mc, G_M)   embeddingEtf  = D(Mc'Mc, P)   P = I - 11'/k
 *   logitsSeli     = D(W'M, P)
 * </pre>
 *
 * <p>W is not centred, and W'M takes the means as they are [Behnia23, app. E.2]. Each lies in [0, 2] and does not
 * depend on the scale of W or M, nor on a common rotation. A distance is empty where its matrix is zero or has an entry
 * that is not finite. Immutable.
 */
public final class GeometryDistances {
    private final double classifierSeli;
    private final double classifierEtf;
    private final double embeddingSeli;
    private final double embeddingEtf;
    private final double logitsSeli;

    private GeometryDistances(Pair classifier, Pair embedding, OptionalDouble logits) {
        this.classifierSeli = value(classifier.seli());
        this.classifierEtf = value(classifier.etf());
        this.embeddingSeli = value(embedding.seli());
        this.embeddingEtf = value(embedding.etf());
        this.logitsSeli = value(logits);
    }

    private static GeometryDistances measured(
            SeliGeometry seli, HostMatrix ofClassifier, HostMatrix ofEmbedding, HostMatrix classLogits) {
        return new GeometryDistances(
                new Pair(GramDistance.toClassifierSeli(ofClassifier, seli), GramDistance.toEtf(ofClassifier)),
                new Pair(GramDistance.toEmbeddingSeli(ofEmbedding, seli), GramDistance.toEtf(ofEmbedding)),
                GramDistance.toSeliLogits(classLogits));
    }

    /**
     * Distances of one Gram matrix.
     *
     * @param seli to SELI
     * @param etf to the simplex ETF
     */
    public record Pair(OptionalDouble seli, OptionalDouble etf) {}

    /**
     * Distances to the geometry that theory predicts for a loss; empty where a matrix is zero or the geometry too
     * large.
     *
     * @param model loss and counts
     * @param classifier of W'W
     * @param embedding of M'M, the class means less the mean that theory makes zero
     * @param logits of W'M
     */
    public record ToModel(
            GeometryModel model, OptionalDouble classifier, OptionalDouble embedding, OptionalDouble logits) {}

    /** Distances that are known by other means, such as from blocks of equal entries. */
    public static GeometryDistances of(Pair classifier, Pair embedding, OptionalDouble logits) {
        return new GeometryDistances(classifier, embedding, logits);
    }

    /**
     * The distances of a classifier and class means to the geometry of their label distribution. Only reads its
     * arguments; cost 4 d k^2 flops on the host and up to three k x k matrices.
     *
     * @param seli the SELI geometry of k classes
     * @param classifier W (d x k), one column for each class
     * @param classMeans M (d x k), not centred
     * @throws IllegalArgumentException if the shapes differ or are not of k columns
     */
    public static GeometryDistances of(SeliGeometry seli, HostMatrix classifier, HostMatrix classMeans) {
        Shapes.requireHead(classifier, classMeans, seli.counts().classes());
        HostMatrix w = Columns.tamed(classifier);
        HostMatrix m = Columns.tamed(classMeans);
        return measured(seli, InnerProducts.gram(w), InnerProducts.gram(Columns.centred(m)), InnerProducts.cross(w, m));
    }

    /**
     * The same distances from inner products that are already there; cost k^2.
     *
     * @param seli the SELI geometry of k classes
     * @param classifierGram W'W, k x k
     * @param centredGram Mc'Mc, k x k, of the class means less their unweighted mean
     * @param classLogits W'M, k x k, of the class means as they are
     * @throws IllegalArgumentException if a matrix is not k x k
     */
    public static GeometryDistances ofProducts(
            SeliGeometry seli, HostMatrix classifierGram, HostMatrix centredGram, HostMatrix classLogits) {
        return measured(seli, classifierGram, centredGram, classLogits);
    }

    /**
     * NC1 = tr(Sigma_W Sigma_B^+) without the factor 1/k that some codes apply; see {@link CollapseMetrics#nc1}.
     *
     * @param withinScatter Sigma_W (d x d), the mean over samples of (h - m_y)(h - m_y)'; read only
     * @param classMeans M (d x k), not centred; read only
     * @return the ratio, at least 0 up to rounding; NaN where all class means coincide, so that Sigma_B = 0
     * @throws IllegalArgumentException if the shapes disagree
     */
    public static double withinBetweenRatio(HostMatrix withinScatter, HostMatrix classMeans) {
        return BetweenClassScatter.of(classMeans).ratio(withinScatter);
    }

    /** Distance of W'W to SELI's classifier Gram; empty if W is zero. */
    public OptionalDouble classifierSeli() {
        return optional(classifierSeli);
    }

    /** Distance of W'W to the simplex ETF; empty if W is zero. */
    public OptionalDouble classifierEtf() {
        return optional(classifierEtf);
    }

    /** Distance of the Gram of the centred class means to SELI's embedding Gram; empty if all class means coincide. */
    public OptionalDouble embeddingSeli() {
        return optional(embeddingSeli);
    }

    /** Distance of the Gram of the centred class means to the simplex ETF; empty if all class means coincide. */
    public OptionalDouble embeddingEtf() {
        return optional(embeddingEtf);
    }

    /**
     * Distance of the class logits W'M to those of SELI, which are P for every label distribution; empty if W'M is
     * zero.
     */
    public OptionalDouble logitsSeli() {
        return optional(logitsSeli);
    }

    private static double value(OptionalDouble distance) {
        return distance.orElse(Double.NaN);
    }

    /** The value as an optional; NaN stands for a value that does not exist. */
    static OptionalDouble optional(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
