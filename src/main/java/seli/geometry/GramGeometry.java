package seli.geometry;

import java.util.OptionalDouble;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * A k x k Gram matrix G of one vector for each class (classifiers, or class means of embeddings), by groups of classes
 * with equal counts: squared norms G_cc, inner products G_cc' and cosines of distinct classes. In theory they are the
 * same for all classes of a group; measured, they are averages over the classes, or over the pairs of distinct classes.
 * Groups are numbered as in {@link ClassCounts#groups}, in decreasing order of count. Immutable; memory 2 m^2 numbers
 * for m groups.
 */
public final class GramGeometry {
    private final ClassCounts counts;
    private final double[] squaredNorms;
    private final HostMatrix.EntryFunction inners; // of two groups; NaN where there is no value
    private final HostMatrix.EntryFunction cosines;

    private GramGeometry(
            ClassCounts counts,
            double[] squaredNorms,
            HostMatrix.EntryFunction inners,
            HostMatrix.EntryFunction cosines) {
        this.counts = counts;
        this.squaredNorms = squaredNorms;
        this.inners = inners;
        this.cosines = cosines;
    }

    /**
     * A Gram matrix that depends on the groups alone.
     *
     * @param counts gives the m groups
     * @param squaredNorms the m squared norms, finite and at least 0 (copied)
     * @param inners m x m, symmetric: inner products of two distinct classes; where a group has one class, its diagonal
     *     entry stands for nothing and is not read
     * @throws IllegalArgumentException if a size does not fit or a squared norm is negative or not finite
     */
    public static GramGeometry of(ClassCounts counts, double[] squaredNorms, HostMatrix inners) {
        int m = counts.groups().size();
        if (squaredNorms.length != m || inners.rows() != m || inners.cols() != m) {
            throw new IllegalArgumentException(
                    squaredNorms.length + " squared norms and " + inners.rows() + " x " + inners.cols()
                            + " inner products; expected " + m + " and " + m + " x " + m + ", one for each group");
        }
        double[] norms = new double[m];
        for (int g = 0; g < m; g++) {
            if (!(squaredNorms[g] >= 0) || Double.isInfinite(squaredNorms[g])) {
                throw new IllegalArgumentException("squared norm of group " + g + " is " + squaredNorms[g]
                        + "; expected a finite number of at least 0");
            }
            norms[g] = Math.sqrt(squaredNorms[g]);
        }
        boolean[] single = new boolean[m];
        for (int g = 0; g < m; g++) {
            single[g] = counts.groups().get(g).classes() == 1;
        }
        HostMatrix pairs = HostMatrix.generate(m, m, (g, h) -> g == h && single[g] ? Double.NaN : inners.get(g, h));
        HostMatrix cosines = HostMatrix.generate(m, m, (g, h) -> cosine(pairs.get(g, h), norms[g], norms[h]));
        return new GramGeometry(counts, squaredNorms.clone(), pairs::get, cosines::get);
    }

    /**
     * Group averages that are known by other means than the whole Gram matrix, such as from sums over groups; an
     * average of two groups is made when it is asked for.
     *
     * @param squaredNorms the m averages of the diagonal (copied)
     * @param inners average over pairs of distinct classes of two groups; NaN where there is none
     * @param cosines the same of the cosines
     * @throws IllegalArgumentException if there are not as many squared norms as groups
     */
    public static GramGeometry ofAverages(
            ClassCounts counts,
            double[] squaredNorms,
            HostMatrix.EntryFunction inners,
            HostMatrix.EntryFunction cosines) {
        if (squaredNorms.length != counts.groups().size()) {
            throw new IllegalArgumentException(squaredNorms.length + " squared norms; expected "
                    + counts.groups().size() + ", one for each group");
        }
        return new GramGeometry(counts, squaredNorms.clone(), inners, cosines);
    }

    /**
     * The group averages of a k x k Gram matrix: of its diagonal over the classes of a group, of its entries and of its
     * cosines (the average of cosines, not the cosine of averages) over the ordered pairs of distinct classes. A cosine
     * with a zero vector does not exist, and then neither does the average. Cost k^2.
     *
     * @throws IllegalArgumentException if {@code gram} is not k x k or not finite
     */
    public static GramGeometry measured(ClassCounts counts, HostMatrix gram) {
        GroupAverages averages = new GroupAverages(counts);
        averages.requireFinite("Gram matrix", gram);
        double[] norms = GroupAverages.norms(gram);
        return new GramGeometry(
                counts,
                averages.overClasses(c -> gram.get(c, c)),
                averages.overPairs(gram::get)::get,
                averages.overPairs((c, d) -> cosine(gram.get(c, d), norms[c], norms[d]))::get);
    }

    /** {@code inner / (norm otherNorm)} within [-1, 1], or NaN if one norm is zero or there is no inner product. */
    static double cosine(double inner, double norm, double otherNorm) {
        if (norm > 0 && otherNorm > 0) {
            return Math.max(-1, Math.min(1, inner / norm / otherNorm));
        }
        return Double.NaN;
    }

    /** The label counts that define the groups. */
    public ClassCounts counts() {
        return counts;
    }

    /** Squared norm of the vector of a class of group {@code g}. */
    public double squaredNorm(int g) {
        return squaredNorms[g];
    }

    /** Inner product of the vectors of two distinct classes of groups g and h; empty if g = h has one class. */
    public OptionalDouble inner(int g, int h) {
        return present(inners.at(g, h));
    }

    /**
     * Cosine of the vectors of two distinct classes of groups g and h; empty if g = h has one class or a vector is
     * zero.
     */
    public OptionalDouble cosine(int g, int h) {
        return present(cosines.at(g, h));
    }

    /**
     * Entry (c, d) of the Gram matrix where c and d are of groups g and h: NaN if g = h has one class and they differ.
     */
    double entry(int g, int h, boolean sameClass) {
        return sameClass ? squaredNorms[g] : inners.at(g, h);
    }

    /** Entry (c, d) for classes c and d. Every class takes four bytes. */
    HostMatrix.EntryFunction entries() {
        int[] groupOf = counts.groupIndices();
        return (c, d) -> entry(groupOf[c], groupOf[d], c == d);
    }

    /** Empty for NaN, which stands for a value that does not exist. */
    static OptionalDouble present(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
