package seli.geometry;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/**
 * The geometry of a {@link GeometryModel} for any number m of distinct counts, up to one for each of millions of
 * classes: norms of all classes, the nuclear norm, inner products of a few selected groups, and singular values one by
 * one. No eigenproblem and no table of m x m: by quadrature of the resolvent, at cost of some 300 m operations for the
 * norms and the same for each pair of selected groups, in memory of about 12 m numbers. Immutable.
 *
 * <p>Singular value i is the root of pole i or lies between those of neighbouring poles; asked for, it is found by
 * itself, at cost m.
 */
public final class StreamedGeometry {
    /** Largest number of distinct poles for which all singular values are found. */
    public static final int MAX_ALL_VALUES = 20_000;

    /** Largest number of groups whose pairs are tabulated. */
    public static final int MAX_SELECTED = 1_000;

    private final GeometryModel model;
    private final int[] selected;
    private final double[] classifierNorms;
    private final double[] embeddingNorms;
    private final HostMatrix classifierInner;
    private final HostMatrix embeddingInner;
    private final double nuclearNorm;

    private StreamedGeometry(GeometryModel model, int[] selected) {
        this.model = model;
        this.selected = selected;
        PoleTable poles = model.poles();
        ResolventNodes nodes = new ResolventNodes(poles);
        Sums root = new Sums(poles.size(), selected.length);
        Sums inverse = new Sums(poles.size(), selected.length);
        CompensatedSum trace = new CompensatedSum();
        for (int i = 0; i < nodes.size(); i++) {
            nodes.moveTo(i);
            trace.add(-nodes.ofTrace());
            root.add(nodes::ofRoot, poles, selected);
            inverse.add(nodes::ofInverse, poles, selected);
        }
        for (int p = 0; p < poles.size(); p++) {
            trace.add(poles.classes(p) * Math.sqrt(poles.value(p)));
        }
        nuclearNorm = trace.value();
        boolean swapped = model.hasFreeBias();
        Sums ofClassifier = swapped ? inverse : root;
        Sums ofEmbedding = swapped ? root : inverse;
        int groups = model.counts().groups().size();
        classifierNorms = IntStream.range(0, groups)
                .mapToDouble(g -> scaled(g, model.classifierScale(g), ofClassifier, !swapped))
                .toArray();
        embeddingNorms = IntStream.range(0, groups)
                .mapToDouble(g -> scaled(g, model.embeddingScale(g), ofEmbedding, swapped))
                .toArray();
        classifierInner = inners(ofClassifier, true);
        embeddingInner = inners(ofEmbedding, false);
    }

    /**
     * The geometry of a model, with inner products of the selected groups.
     *
     * @param selected groups of equal counts, as numbered by the counts; copied
     * @throws IllegalArgumentException if there are more than {@link #MAX_SELECTED}
     * @throws IndexOutOfBoundsException if there is no such group
     */
    public static StreamedGeometry of(GeometryModel model, List<Integer> selected) {
        if (selected.size() > MAX_SELECTED) {
            throw new IllegalArgumentException(
                    selected.size() + " groups are selected; expected at most " + MAX_SELECTED);
        }
        int groups = model.counts().groups().size();
        for (int g : selected) {
            if (g < 0 || g >= groups) {
                throw new IndexOutOfBoundsException("group " + g + " of " + groups);
            }
        }
        return new StreamedGeometry(
                model, selected.stream().mapToInt(Integer::intValue).toArray());
    }

    /** At most {@code most} of the groups (at least 2), evenly spaced, the first and the last among them. */
    public static List<Integer> spread(GeometryModel model, int most) {
        int groups = model.counts().groups().size();
        int size = Math.min(groups, most);
        return IntStream.range(0, size)
                .map(i -> size == 1 ? 0 : (int) Math.round((double) i * (groups - 1) / (size - 1)))
                .boxed()
                .toList();
    }

    /** What the nodes add up to: an entry for a pole, and one for a pair of selected groups; all for q = 1. */
    private static final class Sums {
        private final double[] diagonal;
        private final double[] pairs;

        Sums(int poles, int selected) {
            diagonal = new double[poles];
            pairs = new double[selected * selected];
        }

        void add(NodeEntry entry, PoleTable poles, int[] selected) {
            for (int p = 0; p < diagonal.length; p++) {
                diagonal[p] += entry.at(p, p);
            }
            for (int i = 0; i < selected.length; i++) {
                for (int j = 0; j <= i; j++) {
                    pairs[i * selected.length + j] += entry.at(poles.ofGroup(selected[i]), poles.ofGroup(selected[j]));
                }
            }
        }
    }

    /** A node's part of an entry. */
    private interface NodeEntry {
        double at(int p, int r);
    }

    private double scaled(int g, double scale, Sums sums, boolean root) {
        int p = model.poles().ofGroup(g);
        double value = Math.sqrt(model.poles().value(p));
        double q = model.factor(g);
        double entry = (root ? value : 1 / value) - q * sums.diagonal[p] * q;
        return scale * Math.max(0, entry) * scale;
    }

    private HostMatrix inners(Sums sums, boolean classifier) {
        int s = selected.length;
        double[] factors = new double[s];
        boolean[] single = new boolean[s];
        List<CountGroup> groups = model.counts().groups();
        for (int i = 0; i < s; i++) {
            int g = selected[i];
            factors[i] = model.factor(g) * (classifier ? model.classifierScale(g) : model.embeddingScale(g));
            single[i] = groups.get(g).classes() == 1;
        }
        return HostMatrix.generate(s, s, (i, j) -> {
            boolean none = i == j && single[i];
            return none ? Double.NaN : -factors[i] * sums.pairs[Math.max(i, j) * s + Math.min(i, j)] * factors[j];
        });
    }

    /** The loss and the label counts. */
    public GeometryModel model() {
        return model;
    }

    /** The selected groups. */
    public List<Integer> selected() {
        return IntStream.of(selected).boxed().toList();
    }

    /** The sum of the singular values of the SEL matrix. */
    public double nuclearNorm() {
        return nuclearNorm;
    }

    /** |w_c|^2 for a class of group {@code g}. */
    public double classifierSquaredNorm(int g) {
        return classifierNorms[g];
    }

    /** |m_c|^2 for a class of group {@code g}. */
    public double embeddingSquaredNorm(int g) {
        return embeddingNorms[g];
    }

    /** w_c'w_d for distinct classes of the selected groups number i and j; empty if it is one group of one class. */
    public OptionalDouble classifierInner(int i, int j) {
        return GramGeometry.present(classifierInner.get(i, j));
    }

    /** m_c'm_d for distinct classes of the selected groups number i and j; empty if it is one group of one class. */
    public OptionalDouble embeddingInner(int i, int j) {
        return GramGeometry.present(embeddingInner.get(i, j));
    }

    /** Cosine of w_c and w_d, as {@link #classifierInner}. */
    public OptionalDouble classifierCosine(int i, int j) {
        return cosine(classifierInner.get(i, j), classifierNorms[selected[i]], classifierNorms[selected[j]]);
    }

    /** Cosine of m_c and m_d, as {@link #embeddingInner}. */
    public OptionalDouble embeddingCosine(int i, int j) {
        return cosine(embeddingInner.get(i, j), embeddingNorms[selected[i]], embeddingNorms[selected[j]]);
    }

    /** Cosine of w_c and m_c for a class of group {@code g}. */
    public OptionalDouble matchedCosine(int g) {
        return cosine(model.crossEntry(g, g, true), classifierNorms[g], embeddingNorms[g]);
    }

    /** Cosine of w_c and m_d for distinct classes of the selected groups number i and j; empty as above. */
    public OptionalDouble unmatchedCosine(int i, int j) {
        int g = selected[i];
        int h = selected[j];
        double inner = Double.isNaN(classifierInner.get(i, j)) ? Double.NaN : model.crossEntry(g, h, false);
        return cosine(inner, classifierNorms[g], embeddingNorms[h]);
    }

    private static OptionalDouble cosine(double inner, double square, double otherSquare) {
        return GramGeometry.present(GramGeometry.cosine(inner, Math.sqrt(square), Math.sqrt(otherSquare)));
    }

    /** Singular value {@code index} of the k - 1 positive ones in decreasing order, 0-based; cost m. */
    public double singularValue(int index) {
        PoleTable poles = model.poles();
        if (index < 0 || index >= model.counts().classes() - 1) {
            throw new IndexOutOfBoundsException(
                    "singular value " + index + " of " + (model.counts().classes() - 1));
        }
        long before = 0; // values above the pole
        for (int p = 0; ; p++) {
            before += poles.classes(p) - 1;
            if (index < before) {
                return Math.sqrt(poles.value(p));
            }
            if (index == before) {
                return Math.sqrt(poles.root(p));
            }
            before++;
        }
    }

    /**
     * The k - 1 positive singular values in decreasing order, equal ones together; cost of m^2, over all processors.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_ALL_VALUES} distinct poles
     */
    public List<SingularValue> singularValues() {
        if (!hasAllValues()) {
            throw new IllegalArgumentException("all singular values of " + model.distinctPoles()
                    + " distinct poles; expected at most " + MAX_ALL_VALUES + ": ask for some of them");
        }
        return SpectrumList.of(model.poles(), model.poles().spectrum());
    }

    /** Whether {@link #singularValues} has few enough poles. */
    public boolean hasAllValues() {
        return model.distinctPoles() <= MAX_ALL_VALUES;
    }
}
