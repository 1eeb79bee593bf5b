package seli.geometry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * The SELI geometry [TKVB22, Def. 2; proven for every label distribution in docs]: with the SEL matrix Z = P Y, entry 1
 * - 1/k at the label and -1/k elsewhere, and its compact SVD Z = V L U',
 *
 * <pre>
 *   W'W = V L V' = (P N P)^(1/2),     M'M = pinv(W'W),     W'M = P       (classifiers W, class means M; N = diag(n_c))
 * </pre>
 *
 * <p>Unscaled, and computed by the m groups of equal counts, never k x n or k x k: singular values at cost m^2 when the
 * object is made, the Gram matrices at cost m^3 when first asked for. Immutable and safe for use by many threads.
 */
public final class SeliGeometry {
    /** Largest number of distinct counts. */
    public static final int MAX_DISTINCT_COUNTS = 4_096;

    /** Largest number of classes for which whole Gram matrices are formed. */
    public static final int MAX_DENSE_CLASSES = 20_000;

    private final ClassCounts counts;
    private final GeometryModel model;
    private final SecularSpectrum spectrum;
    private final List<SingularValue> singularValues;
    private final Map<GroupGrams.Kind, GramGeometry> grams = new ConcurrentHashMap<>();

    private SeliGeometry(ClassCounts counts) {
        this.counts = counts;
        this.model = GeometryModel.crossEntropy(counts);
        this.spectrum = model.poles().spectrum();
        this.singularValues = SpectrumList.of(model.poles(), spectrum);
    }

    /**
     * The SELI geometry of a label distribution.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_DISTINCT_COUNTS} distinct counts
     */
    public static SeliGeometry of(ClassCounts counts) {
        int distinct = counts.groups().size();
        if (distinct > MAX_DISTINCT_COUNTS) {
            throw new IllegalArgumentException("counts have " + distinct + " distinct values; expected at most "
                    + MAX_DISTINCT_COUNTS + ": round them to fewer values");
        }
        return new SeliGeometry(counts);
    }

    /** The label counts. */
    public ClassCounts counts() {
        return counts;
    }

    /** The k - 1 positive singular values of the SEL matrix in decreasing order, equal ones together. */
    public List<SingularValue> singularValues() {
        return singularValues;
    }

    /** Nuclear norm of the SEL matrix, the sum of its singular values: the optimal value of UF-SVM [TKVB22, Thm 1]. */
    public double nuclearNorm() {
        return SpectrumList.sum(singularValues);
    }

    /** {@code |W'W|_F = |Z|_F = sqrt(n (k-1)/k)}. */
    public double classifierNorm() {
        double k = counts.classes();
        return Math.sqrt(counts.samples() * ((k - 1) / k));
    }

    /** {@code |M'M|_F}, the root of the sum of 1/s^2 over the singular values s. */
    public double embeddingNorm() {
        CompensatedSum sum = new CompensatedSum();
        for (SingularValue s : singularValues) {
            sum.add(s.multiplicity() / (s.value() * s.value()));
        }
        return Math.sqrt(sum.value());
    }

    /** The classifier Gram matrix W'W by groups. */
    public GramGeometry classifier() {
        return gram(GroupGrams.Kind.CLASSIFIER);
    }

    /** The Gram matrix M'M of the class means of the embeddings by groups. */
    public GramGeometry embedding() {
        return gram(GroupGrams.Kind.EMBEDDING);
    }

    private GramGeometry gram(GroupGrams.Kind kind) {
        return grams.computeIfAbsent(kind, wanted -> GroupGrams.gram(spectrum, model, wanted, g -> 1));
    }

    /** Cosines of classifiers with class means. */
    public Alignment alignment() {
        return Alignment.of(this);
    }

    /** Entry (c, d) of W'W. */
    public double classifierEntry(int c, int d) {
        return classifier().entry(counts.groupOf(c), counts.groupOf(d), c == d);
    }

    /** Entry (c, d) of M'M. */
    public double embeddingEntry(int c, int d) {
        return embedding().entry(counts.groupOf(c), counts.groupOf(d), c == d);
    }

    /**
     * W'W, k x k.
     *
     * @throws IllegalArgumentException if k exceeds {@link #MAX_DENSE_CLASSES}
     */
    public HostMatrix classifierGram() {
        return dense(classifier());
    }

    /**
     * M'M, k x k.
     *
     * @throws IllegalArgumentException if k exceeds {@link #MAX_DENSE_CLASSES}
     */
    public HostMatrix embeddingGram() {
        return dense(embedding());
    }

    private static HostMatrix dense(GramGeometry gram) {
        int k = gram.counts().classes();
        if (k > MAX_DENSE_CLASSES) {
            throw new IllegalArgumentException("Gram matrix of " + k + " classes; expected at most " + MAX_DENSE_CLASSES
                    + " where all entries are formed: use the entries by group");
        }
        return HostMatrix.generate(k, k, gram.entries());
    }
}
