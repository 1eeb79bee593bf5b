package seli.geometry;

import java.util.Arrays;
import java.util.List;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/**
 * The simplex equiangular tight frame of k vectors: Gram matrix P = I - 11'/k up to scale, all norms equal and all
 * cosines -1/(k-1). It is the SELI geometry of balanced counts, and of those only (k >= 3).
 *
 * @param classes k, at least 2
 */
public record SimplexEtf(int classes) {
    /** Checks that there are at least two vectors. */
    public SimplexEtf {
        if (classes < 2) {
            throw new IllegalArgumentException("simplex of " + classes + " vectors; expected at least 2");
        }
    }

    /** Entry (c, d) of P, whose Frobenius norm is sqrt(k-1). */
    public double entry(int c, int d) {
        double k = classes;
        return c == d ? (k - 1) / k : -1 / k;
    }

    /** Entry (c, d) of P / sqrt(k-1), which has Frobenius norm 1. */
    public double unitEntry(int c, int d) {
        return entry(c, d) / Math.sqrt(classes - 1.0);
    }

    /** Cosine of two distinct vectors, -1/(k-1). */
    public double cosine() {
        return -1 / (classes - 1.0);
    }

    /** P, k x k. */
    public HostMatrix gram() {
        return HostMatrix.generate(classes, classes, this::entry);
    }

    /**
     * Classifiers and class means that are both this simplex, with W'M = P, by the groups of {@code counts}.
     *
     * @throws IllegalArgumentException if the number of classes differs
     */
    public GroupGeometry byGroup(ClassCounts counts) {
        GramGeometry gram = gramGeometry(counts);
        Alignment alignment = Alignment.of(gram, gram, (g, h, same) -> same ? entry(0, 0) : entry(0, 1));
        return new GroupGeometry(List.of(new SingularValue(1, classes - 1)), gram, gram, alignment);
    }

    /**
     * P by the groups of {@code counts}.
     *
     * @throws IllegalArgumentException if the number of classes differs
     */
    public GramGeometry gramGeometry(ClassCounts counts) {
        if (counts.classes() != classes) {
            throw new IllegalArgumentException("counts have " + counts.classes() + " classes but the simplex has "
                    + classes + "; expected the same number");
        }
        List<CountGroup> groups = counts.groups();
        double[] squaredNorms = new double[groups.size()];
        Arrays.fill(squaredNorms, entry(0, 0));
        return GramGeometry.of(
                counts, squaredNorms, HostMatrix.generate(groups.size(), groups.size(), (g, h) -> entry(0, 1)));
    }
}
