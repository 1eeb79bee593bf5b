package seli.geometry;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import seli.label.ClassCounts;
import seli.label.CountGroup;

/**
 * Which geometry the solutions of ridge-regularised models tend to as the ridge vanishes, for a loss and a label
 * distribution. All of them are one matrix function (derived in docs): with poles v_c, a vector q, P_q = I - q
 * q'/|q|^2, S = P_q diag(v) P_q and scales s, r,
 *
 * <pre>
 *   W'W = diag(s) f(S) diag(s),   M'M = diag(r) g(S) diag(r),   W'M = diag(s) P_q diag(r)
 *   cross-entropy   v = n        q = 1        s = 1        r = 1           f = sqrt, g = 1/sqrt   [TKVB22]
 *   CDT             v = n/d^2    q = 1/d      s = 1        r = 1/d         f = sqrt, g = 1/sqrt   [Behnia23]
 *   LDT             v = n/d^2    q = 1        s = 1        r = 1/d         f = sqrt, g = 1/sqrt   [Behnia23]
 *   free bias       v = n        q = sqrt(n)  s = sqrt(n)  r = 1/sqrt(n)   f = 1/sqrt, g = sqrt   (derived in docs)
 * </pre>
 *
 * <p>where 1/sqrt is taken on the complement of q, and d is the temperature of a class. Everything is constant on
 * groups of equal counts. The singular values of the SEL matrix are the roots of the positive eigenvalues of S.
 * Immutable.
 */
public final class GeometryModel {
    /** Poles, factors and scales stay within this factor of 1, so that no product of them leaves double range. */
    private static final double MAX_SCALE = 0x1p200;

    private final String name;
    private final ClassCounts counts;
    private final PoleTable poles;
    private final double[] factor; // q
    private final double[] classifierScale; // s
    private final double[] embeddingScale; // r
    private final double[] temperature; // d
    private final boolean swapped;

    /** Everything that depends on the loss, as functions of the group. */
    private record Terms(
            IntToDoubleFunction pole,
            IntToDoubleFunction factor,
            IntToDoubleFunction classifierScale,
            IntToDoubleFunction embeddingScale) {}

    private GeometryModel(String name, ClassCounts counts, Terms terms, double[] temperature, boolean swapped) {
        this.name = name;
        this.counts = counts;
        this.temperature = temperature;
        this.swapped = swapped;
        this.factor = values(counts, terms.factor());
        this.classifierScale = values(counts, terms.classifierScale());
        this.embeddingScale = values(counts, terms.embeddingScale());
        double[] pole = values(counts, terms.pole());
        List<CountGroup> groups = counts.groups();
        int[] classes = groups.stream().mapToInt(CountGroup::classes).toArray();
        this.poles = new PoleTable(pole, factor, classes);
    }

    private static double[] values(ClassCounts counts, IntToDoubleFunction value) {
        return IntStream.range(0, counts.groups().size()).mapToDouble(value).toArray();
    }

    /** Cross-entropy, also weighted or with additive adjustments: the SELI geometry [TKVB22, Thm 1]. */
    public static GeometryModel crossEntropy(ClassCounts counts) {
        Terms terms = new Terms(g -> counts.groups().get(g).count(), g -> 1, g -> 1, g -> 1);
        return new GeometryModel("ce", counts, terms, values(counts, g -> 1), false);
    }

    /**
     * Class-dependent temperature d_c = (n_c / n_min)^gamma: the (d, R)-SELI geometry [Behnia23, Thm 1], for any
     * counts.
     *
     * @throws IllegalArgumentException if gamma makes temperatures too large or too small for double precision
     */
    public static GeometryModel cdt(ClassCounts counts, double gamma) {
        return cdt(counts, temperatures(counts, gamma));
    }

    /**
     * Class-dependent temperatures d, one for each group of equal counts; copied.
     *
     * @throws IllegalArgumentException if their number is not that of the groups, or one is out of [2^-100, 2^100]
     */
    public static GeometryModel cdt(ClassCounts counts, double[] temperatures) {
        double[] d = checked(counts, temperatures);
        Terms terms = new Terms(g -> pole(counts, d, g), g -> 1 / d[g], g -> 1, g -> 1 / d[g]);
        return new GeometryModel("cdt", counts, terms, d, false);
    }

    /**
     * Label-dependent temperature d_c = (n_c / n_min)^gamma [Behnia23, Thm 1]: W and the scaled class means d_c m_c
     * have the SELI geometry of the counts n_c / d_c^2.
     *
     * @throws IllegalArgumentException if gamma makes temperatures too large or too small for double precision
     */
    public static GeometryModel ldt(ClassCounts counts, double gamma) {
        double[] d = checked(counts, temperatures(counts, gamma));
        Terms terms = new Terms(g -> pole(counts, d, g), g -> 1, g -> 1, g -> 1 / d[g]);
        return new GeometryModel("ldt", counts, terms, d, false);
    }

    /** Cross-entropy with a bias that no ridge restrains. */
    public static GeometryModel freeBias(ClassCounts counts) {
        IntToDoubleFunction root = g -> Math.sqrt(counts.groups().get(g).count());
        Terms terms = new Terms(g -> counts.groups().get(g).count(), root, root, g -> 1 / root.applyAsDouble(g));
        return new GeometryModel("ce", counts, terms, values(counts, g -> 1), true);
    }

    private static double pole(ClassCounts counts, double[] d, int g) {
        return counts.groups().get(g).count() / (d[g] * d[g]);
    }

    private static double[] temperatures(ClassCounts counts, double gamma) {
        double smallest = counts.minimum();
        return values(counts, g -> Math.pow(counts.groups().get(g).count() / smallest, gamma));
    }

    private static double[] checked(ClassCounts counts, double[] temperatures) {
        if (temperatures.length != counts.groups().size()) {
            throw new IllegalArgumentException(temperatures.length + " temperatures; expected "
                    + counts.groups().size() + ", one for each distinct count");
        }
        for (int g = 0; g < temperatures.length; g++) {
            double square = temperatures[g] * temperatures[g];
            if (!(square >= 1 / MAX_SCALE && square <= MAX_SCALE)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "temperature of the classes with %d samples is %.3g; expected within [2^-100, 2^100]: take a"
                                + " smaller gamma",
                        counts.groups().get(g).count(),
                        temperatures[g]));
            }
        }
        return temperatures.clone();
    }

    /** Short name of the loss: ce, cdt, ldt. */
    public String name() {
        return name;
    }

    /** The label counts. */
    public ClassCounts counts() {
        return counts;
    }

    /** Whether a bias is free. */
    public boolean hasFreeBias() {
        return swapped;
    }

    /** Temperature d of the classes of group {@code g}; 1 where the loss has none. */
    public double temperature(int g) {
        return temperature[g];
    }

    /** Number of distinct poles: of groups that the geometry tells apart by their norms. */
    public int distinctPoles() {
        return poles.size();
    }

    /** Entry (c, d) of W'M for classes of groups g and h. */
    public double crossEntry(int g, int h, boolean sameClass) {
        return classifierScale[g] * projectionEntry(g, h, sameClass) * embeddingScale[h];
    }

    /** Entry of P_q. */
    double projectionEntry(int g, int h, boolean sameClass) {
        double total = poles.totalWeight();
        return sameClass ? (total - factor[g] * factor[g]) / total : -factor[g] * (factor[h] / total);
    }

    PoleTable poles() {
        return poles;
    }

    double factor(int g) {
        return factor[g];
    }

    double classifierScale(int g) {
        return classifierScale[g];
    }

    double embeddingScale(int g) {
        return embeddingScale[g];
    }

    /** Which function of S the classifiers have; the embeddings have the other. */
    GroupGrams.Kind classifierKind() {
        return swapped ? GroupGrams.Kind.EMBEDDING : GroupGrams.Kind.CLASSIFIER;
    }

    /** Which function of S the class means have. */
    GroupGrams.Kind embeddingKind() {
        return swapped ? GroupGrams.Kind.CLASSIFIER : GroupGrams.Kind.EMBEDDING;
    }
}
