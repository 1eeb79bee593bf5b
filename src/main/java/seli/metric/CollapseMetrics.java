package seli.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import seli.backend.Backend;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.SampleSummary.Decided;
import seli.metric.SampleSummary.Variability;

/**
 * Neural-collapse metrics of a last layer W (d x k), b and class means M (d x k), and of the samples behind the means
 * where those are given. Throughout, mu_G is the unweighted mean of the class means, mu_S the mean of all samples, Mc =
 * M - mu_G 1', and W is taken as it is unless a name says otherwise. {@link Convention} lists what each number means.
 * Immutable.
 */
public final class CollapseMetrics {
    private final PairSummary pairs;
    private final SelfDuality selfDuality;
    private final Optional<GroupMargins> classMargins;
    private final SampleSummary samples;
    private final ClassTable classes;
    private final List<GeometryDistances.ToModel> theory;
    private final Map<String, String> skipped;

    private CollapseMetrics(PairTask task, PairSummary pairs, Optional<SampleMetrics> measured) {
        ClassCounts counts = task.counts();
        this.pairs = pairs;
        this.selfDuality = SelfDuality.of(task.head().weights(), task.means(), counts);
        this.classMargins = pairs.classMargins().isEmpty()
                ? Optional.empty()
                : Optional.of(Decisions.ofMeans(counts, pairs.classMargins()));
        this.samples = measured.map(SampleMetrics::summary).orElse(SampleSummary.NONE);
        this.classes = table(task, pairs, measured);
        Map<String, String> reasons = new LinkedHashMap<>(pairs.skipped());
        measured.filter(found -> found.decisions().isEmpty()).ifPresent(found -> {
            double limit = task.settings().sampleFlops();
            String reason = StreamedPairs.reason("the logits of all samples", found.cost(), limit);
            for (String key : List.of("nc4", "accuracy", "nearestAccuracy", "margin.samples")) {
                reasons.put("metrics." + key, reason);
            }
        });
        this.theory = task.settings().models().stream()
                .map(model -> ModelDistances.of(task, model, reasons))
                .toList();
        this.skipped = Collections.unmodifiableMap(reasons);
    }

    /**
     * From class means alone: NC1, NC4, accuracy and the margins of samples are empty. Cost of some products of 2 d k^2
     * flops, or 2 d^2 k where the limits say so.
     *
     * @param backend multiplies large matrices
     * @param counts samples of each class
     * @param classMeans M (d x k), not centred; read only
     * @throws IllegalArgumentException if the shapes disagree
     */
    public static CollapseMetrics ofMeans(
            Backend backend,
            ClassCounts counts,
            LinearClassifier head,
            HostMatrix classMeans,
            MeasureSettings settings) {
        Shapes.requireHead(head.weights(), classMeans, counts.classes());
        PairTask task = new PairTask(backend, counts, head, ClassMeans.of(classMeans), settings);
        return new CollapseMetrics(task, task.measure(new double[0]), Optional.empty());
    }

    /**
     * From the samples themselves: every number that exists and is within the limits. The samples are read twice: for
     * the class means, and for what depends on these. Products run on the backend, in tiles. Memory: W, M and what the
     * sums need, 3 d k numbers, whatever the number of samples.
     *
     * @throws IllegalArgumentException if the shapes disagree
     */
    public static CollapseMetrics ofSamples(
            Backend backend, LinearClassifier head, LabeledFeatures samples, MeasureSettings settings) {
        ClassCounts counts = samples.counts();
        Shapes.requireHead(head.weights(), samples.featureDim(), counts.classes(), counts.classes());
        PairTask task = new PairTask(backend, counts, head, ClassMeans.of(samples), settings);
        SampleMetrics measured = new SampleMetrics(task, samples);
        return new CollapseMetrics(task, task.measure(measured.variances()), Optional.of(measured));
    }

    private static ClassTable table(PairTask task, PairSummary pairs, Optional<SampleMetrics> measured) {
        int k = task.classes();
        double[][] values = new double[ClassTable.Column.values().length][k];
        double[] w = new double[task.featureDim()];
        double[] m = new double[task.featureDim()];
        Optional<Decisions> decided = measured.flatMap(SampleMetrics::decisions);
        double[] variances = measured.map(SampleMetrics::variances).orElse(new double[0]);
        for (int c = 0; c < k; c++) {
            task.copyClassifier(c, w);
            task.means().copyCentred(c, m);
            double normW = Math.sqrt(Columns.dot(w, w));
            double normM = Math.sqrt(Columns.dot(m, m));
            double[] row = {
                normW,
                normM,
                Columns.dot(w, m) / (normW * normM),
                variances.length == 0 ? Double.NaN : variances[c],
                decided.isPresent() ? decided.get().accuracy(c) : Double.NaN,
                decided.isPresent() ? decided.get().nearestAccuracy(c) : Double.NaN,
                decided.isPresent() ? decided.get().meanMargin(c) : Double.NaN,
                pairs.classMargins().isEmpty()
                        ? Double.NaN
                        : pairs.classMargins().get(c)
            };
            for (int column = 0; column < row.length; column++) {
                values[column][c] = row[column];
            }
        }
        return new ClassTable(task.counts(), values);
    }

    private Variability variability() {
        return samples.variability();
    }

    /**
     * NC1 = tr(Sigma_W Sigma_B^+) with Sigma_W = (1/n) sum_i (h_i - m_{y_i})(.)' and Sigma_B = (1/k) sum_c (m_c -
     * mu_G)(.)'; the pseudo-inverse keeps at most k - 1 eigenpairs, and of these not what is rounding noise. 0 means
     * that every sample sits on its class mean. Empty without samples, and where all class means coincide.
     */
    public OptionalDouble nc1() {
        return GeometryDistances.optional(variability().nc1());
    }

    /** {@link #nc1} divided by k [Papyan20]. */
    public OptionalDouble nc1PerClass() {
        return GeometryDistances.optional(variability().nc1() / classes.counts().classes());
    }

    /** {@link #nc1} with every class of weight 1/k in Sigma_W too: the mean over classes of their covariances. */
    public OptionalDouble nc1ClassWeighted() {
        return GeometryDistances.optional(variability().classWeighted());
    }

    /** {@link #nc1} with Sigma_B = sum_c (n_c/n) (m_c - mu_S)(.)', every sample of weight 1/n. */
    public OptionalDouble nc1SampleWeighted() {
        return GeometryDistances.optional(variability().sampleWeighted());
    }

    /** {@link #nc1} with Sigma_B = (1/k) sum_c (m_c - mu_S)(.)', about the mean of all samples. */
    public OptionalDouble nc1SampleCentred() {
        return GeometryDistances.optional(variability().sampleCentred());
    }

    /** tr Sigma_W / tr Sigma_B, the variant of NC1 without an inverse; empty as {@link #nc1}. */
    public OptionalDouble nc1Quotient() {
        return GeometryDistances.optional(variability().quotient());
    }

    /** {@link #nc1Quotient} with Sigma_W as in {@link #nc1ClassWeighted}. */
    public OptionalDouble nc1QuotientClassWeighted() {
        return GeometryDistances.optional(variability().classQuotient());
    }

    /** {@link #nc1Quotient} with Sigma_B as in {@link #nc1SampleWeighted}. */
    public OptionalDouble nc1QuotientSampleWeighted() {
        return GeometryDistances.optional(variability().sampleQuotient());
    }

    /**
     * Class-distance normalised variance, the mean over c != c' of (var_c + var_c') / (2 |m_c - m_c'|^2) with var_c the
     * mean of |h - m_c|^2 over class c. Empty without samples and where two class means coincide.
     */
    public OptionalDouble cdnv() {
        return GeometryDistances.optional(pairs.cdnv());
    }

    /** NC2 of the columns of W, not centred. */
    public FrameShape classifierFrame() {
        return pairs.frames().classifier();
    }

    /** NC2 of the columns of W less their unweighted mean. */
    public FrameShape centredClassifierFrame() {
        return pairs.frames().centred();
    }

    /** NC2 of the columns of Mc. */
    public FrameShape embeddingFrame() {
        return pairs.frames().embedding();
    }

    /** NC2 of the class means less the mean mu_S of all samples. */
    public FrameShape sampleCentredFrame() {
        return pairs.frames().sampleCentred();
    }

    /** NC3 in its variants. */
    public SelfDuality selfDuality() {
        return selfDuality;
    }

    /** Distance of W'Mc, normalised, to P = I - 11'/k, normalised; empty if the product is zero. */
    public OptionalDouble structure() {
        return GeometryDistances.optional(pairs.structure());
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

    /** Fraction of samples whose nearest class mean is that of their label; empty without samples. */
    public OptionalDouble nearestAccuracy() {
        return samples.decided().stream().mapToDouble(Decided::nearestAccuracy).findFirst();
    }

    /** Margins of the samples' logits W'h + b; empty without samples. */
    public Optional<GroupMargins> sampleMargins() {
        return samples.decided().stream().map(Decided::margins).findFirst();
    }

    /** Margins of the class means' logits W'm_c + b, each class counted once; empty where they are left out. */
    public Optional<GroupMargins> classMargins() {
        return classMargins;
    }

    /** Distances to SELI and to the simplex ETF. */
    public GeometryDistances distances() {
        return pairs.distances();
    }

    /** Distances to the models that the settings name, in their order. */
    public List<GeometryDistances.ToModel> theory() {
        return theory;
    }

    /** Distance of the n x n Gram of the samples' class means, centred by mu_G, to SELI's H'H. */
    public OptionalDouble sampleEmbeddingSeli() {
        return GeometryDistances.optional(pairs.bySample().embeddingSeli());
    }

    /** Distance of the n x n Gram of the samples' class means, centred by mu_G, to Y'P Y. */
    public OptionalDouble sampleEmbeddingEtf() {
        return GeometryDistances.optional(pairs.bySample().embeddingEtf());
    }

    /** Distance of the k x n logits of the samples' class means to the SEL matrix P Y. */
    public OptionalDouble sampleLogitsSeli() {
        return GeometryDistances.optional(pairs.bySample().logitsSeli());
    }

    /** Squared norms, inner products and cosines of the columns of W by groups of equal counts. */
    public GramGeometry classifierGeometry() {
        return pairs.classifierGeometry();
    }

    /** The same of the columns of Mc. */
    public GramGeometry embeddingGeometry() {
        return pairs.embeddingGeometry();
    }

    /** Cosines between the columns of W and those of Mc by groups. */
    public Alignment alignment() {
        return pairs.alignment();
    }

    /** Some numbers of every class. */
    public ClassTable classes() {
        return classes;
    }

    /** The k x k matrices of inner products, for figures; empty beyond {@link ClassGrams#MOST_CLASSES} classes. */
    public Optional<ClassGrams> grams() {
        return pairs.grams().stream().findFirst();
    }

    /** Places in the JSON report of the numbers that are left out, each with the reason. */
    public Map<String, String> skipped() {
        return skipped;
    }
}
