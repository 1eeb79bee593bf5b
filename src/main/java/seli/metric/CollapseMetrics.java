package seli.metric;

import java.util.Optional;
import java.util.OptionalDouble;
import seli.backend.Backend;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.SampleSummary.Decided;

/**
 * Neural-collapse metrics of a last layer W (d x k), b and class means M (d x k), and of the samples behind the means
 * where those are given. Throughout, mu_G is the unweighted mean of the class means, Mc = M - mu_G 1', and W is taken
 * as it is unless a name says otherwise. {@link Convention} lists what each number means. Immutable.
 */
public final class CollapseMetrics {
    private final GeometryDistances distances;
    private final GramGeometry classifierGeometry;
    private final GramGeometry embeddingGeometry;
    private final Alignment alignment;
    private final FrameShape classifierFrame;
    private final FrameShape embeddingFrame;
    private final SelfDuality selfDuality;
    private final GroupMargins classMargins;
    private final SampleSummary samples;
    private final int classes;

    private CollapseMetrics(SeliGeometry seli, LinearClassifier head, HostMatrix means, SampleSummary samples) {
        ClassCounts counts = seli.counts();
        HostMatrix w = head.weights();
        this.distances = GeometryDistances.of(seli, w, means); // checks the shapes
        HostMatrix centred = Columns.centred(means);
        HostMatrix ofClassifier = InnerProducts.gram(w);
        HostMatrix ofEmbedding = InnerProducts.gram(centred);
        this.classifierGeometry = GramGeometry.measured(counts, ofClassifier);
        this.embeddingGeometry = GramGeometry.measured(counts, ofEmbedding);
        this.alignment = Alignment.measured(counts, ofClassifier, ofEmbedding, InnerProducts.cross(w, centred));
        this.classifierFrame = FrameShape.of(ofClassifier, counts);
        this.embeddingFrame = FrameShape.of(ofEmbedding, counts);
        this.selfDuality = SelfDuality.of(w, means);
        this.classMargins = Decisions.marginsOfMeans(InnerProducts.cross(w, means), head.bias(), counts);
        this.samples = samples;
        this.classes = counts.classes();
    }

    /**
     * From class means alone: NC1, NC4, accuracy and the margins of samples are empty. Cost 8 d k^2 on the host.
     *
     * @param seli the SELI geometry of the label counts
     * @param classMeans M (d x k), not centred; read only
     * @throws IllegalArgumentException if the shapes disagree
     */
    public static CollapseMetrics ofMeans(SeliGeometry seli, LinearClassifier head, HostMatrix classMeans) {
        return new CollapseMetrics(seli, head, classMeans, SampleSummary.NONE);
    }

    /**
     * From class means and the within-class covariance: NC4, accuracy, CDNV and the margins of samples are empty.
     *
     * @param withinScatter Sigma_W (d x d), the mean over samples of (h - m_y)(h - m_y)'; read only
     * @throws IllegalArgumentException if the shapes disagree
     */
    public static CollapseMetrics ofScatter(
            SeliGeometry seli, LinearClassifier head, HostMatrix classMeans, HostMatrix withinScatter) {
        BetweenClassScatter between = BetweenClassScatter.of(classMeans);
        double ratio = between.ratio(withinScatter);
        double trace = 0;
        for (int l = 0; l < withinScatter.rows(); l++) {
            trace += withinScatter.get(l, l);
        }
        return new CollapseMetrics(seli, head, classMeans, SampleSummary.ofScatter(between, trace, ratio));
    }

    /**
     * From the samples themselves: every number that exists. Products of W, of the class means and of the scatter's
     * directions with all samples run on the backend, in tiles; cost 6 n d k.
     *
     * @param seli the SELI geometry of the samples' label counts
     * @throws IllegalArgumentException if the shapes or the counts disagree
     */
    public static CollapseMetrics ofSamples(
            Backend backend, SeliGeometry seli, LinearClassifier head, LabeledFeatures samples) {
        if (!samples.counts().equals(seli.counts())) {
            throw new IllegalArgumentException("samples have %s but the geometry has %s; expected the same counts"
                    .formatted(samples.counts(), seli.counts()));
        }
        HostMatrix means = samples.classMeans();
        Shapes.requireHead(head.weights(), means, seli.counts().classes());
        BetweenClassScatter between = BetweenClassScatter.of(means);
        SampleMetrics measured = new SampleMetrics(backend, samples, head, means, between);
        return new CollapseMetrics(seli, head, means, SampleSummary.ofSamples(between, measured));
    }

    /**
     * NC1 = tr(Sigma_W Sigma_B^+) with Sigma_W = (1/n) sum_i (h_i - m_{y_i})(.)' and Sigma_B = (1/k) sum_c (m_c -
     * mu_G)(.)'; the pseudo-inverse keeps at most k - 1 eigenpairs, and of these not what is rounding noise. 0 means
     * that every sample sits on its class mean. Empty without samples or scatter, and where all class means coincide.
     */
    public OptionalDouble nc1() {
        return GeometryDistances.optional(samples.nc1());
    }

    /** {@link #nc1} divided by k [Papyan20]. */
    public OptionalDouble nc1PerClass() {
        return GeometryDistances.optional(samples.nc1() / classes);
    }

    /** tr Sigma_W / tr Sigma_B, the variant of NC1 without an inverse; empty as {@link #nc1}. */
    public OptionalDouble nc1Quotient() {
        return GeometryDistances.optional(samples.nc1Quotient());
    }

    /**
     * Class-distance normalised variance, the mean over c != c' of (var_c + var_c') / (2 |m_c - m_c'|^2) with var_c the
     * mean of |h - m_c|^2 over class c. Empty without samples and where two class means coincide.
     */
    public OptionalDouble cdnv() {
        return GeometryDistances.optional(samples.cdnv());
    }

    /** NC2 of the columns of W, not centred. */
    public FrameShape classifierFrame() {
        return classifierFrame;
    }

    /** NC2 of the columns of Mc. */
    public FrameShape embeddingFrame() {
        return embeddingFrame;
    }

    /** NC3 in its variants. */
    public SelfDuality selfDuality() {
        return selfDuality;
    }

    /**
     * NC4: fraction of samples for which the class of the largest logit is that of the nearest class mean (Euclidean);
     * among equals the class with the smallest index counts. Empty without samples.
     */
    public OptionalDouble nc4() {
        return samples.decided().stream().mapToDouble(Decided::agreement).findFirst();
    }

    /** Fraction of samples whose largest logit is that of their label; empty without samples. */
    public OptionalDouble accuracy() {
        return samples.decided().stream().mapToDouble(Decided::accuracy).findFirst();
    }

    /** Margins of the samples' logits W'h + b; empty without samples. */
    public Optional<GroupMargins> sampleMargins() {
        return samples.decided().stream().map(Decided::margins).findFirst();
    }

    /** Margins of the class means' logits W'm_c + b, each class counted once. */
    public GroupMargins classMargins() {
        return classMargins;
    }

    /** Distances to SELI and to the simplex ETF. */
    public GeometryDistances distances() {
        return distances;
    }

    /** Squared norms, inner products and cosines of the columns of W by groups of equal counts. */
    public GramGeometry classifierGeometry() {
        return classifierGeometry;
    }

    /** The same of the columns of Mc. */
    public GramGeometry embeddingGeometry() {
        return embeddingGeometry;
    }

    /** Cosines between the columns of W and those of Mc by groups. */
    public Alignment alignment() {
        return alignment;
    }
}
