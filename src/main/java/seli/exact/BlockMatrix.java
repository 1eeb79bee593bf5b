package seli.exact;

import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import seli.geometry.GramGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * A k x k matrix X that does not change when classes of a group change places: its entries depend on the groups of the
 * two classes, and on whether these are the same class. Held in orthonormal coordinates: {@code between_ab = g_a' X
 * g_b} for the unit indicators g_a of the m groups, and the number {@code spread_a} by which X multiplies every
 * zero-sum vector on group a. Norms and distances of k x k matrices are those of m x m + m numbers. Immutable.
 */
public final class BlockMatrix {
    private final double[] classes;
    private final HostMatrix between;
    private final double[] spread;

    private BlockMatrix(double[] classes, HostMatrix between, double[] spread) {
        this.classes = classes;
        this.between = between;
        this.spread = spread;
    }

    /**
     * The matrix of given coordinates.
     *
     * @param counts gives the m groups
     * @param between m x m
     * @param spread the factor on zero-sum vectors of a group; not read for a group of one class
     * @throws IllegalArgumentException if {@code between} is not m x m
     */
    public static BlockMatrix of(ClassCounts counts, HostMatrix between, IntToDoubleFunction spread) {
        int m = counts.groups().size();
        if (between.rows() != m || between.cols() != m) {
            throw new IllegalArgumentException("coordinates are " + between.rows() + " x " + between.cols()
                    + "; expected " + m + " x " + m + ", one for each pair of groups");
        }
        double[] classes = new double[m];
        double[] factors = new double[m];
        for (int a = 0; a < m; a++) {
            classes[a] = counts.groups().get(a).classes();
            factors[a] = classes[a] > 1 ? spread.applyAsDouble(a) : 0;
        }
        return new BlockMatrix(classes, between, factors);
    }

    /** The matrix of given entries by groups. */
    public static BlockMatrix of(GramGeometry gram) {
        ClassCounts counts = gram.counts();
        int m = counts.groups().size();
        double[] classes = new double[m];
        for (int a = 0; a < m; a++) {
            classes[a] = counts.groups().get(a).classes();
        }
        double[] factors = new double[m];
        for (int a = 0; a < m; a++) {
            factors[a] = gram.squaredNorm(a) - gram.inner(a, a).orElse(gram.squaredNorm(a));
        }
        HostMatrix between = HostMatrix.generate(
                m,
                m,
                (a, b) -> Math.sqrt(classes[a] * classes[b]) * gram.inner(a, b).orElse(0)
                        + (a != b ? 0 : classes[a] > 1 ? factors[a] : gram.squaredNorm(a)));
        return new BlockMatrix(classes, between, factors);
    }

    /** The projection P = I - 11'/k, which is also the Gram matrix of the simplex ETF. */
    public static BlockMatrix projection(ClassCounts counts) {
        int m = counts.groups().size();
        double k = counts.classes();
        double[] roots = new double[m];
        for (int a = 0; a < m; a++) {
            roots[a] = Math.sqrt(counts.groups().get(a).classes() / k);
        }
        return of(counts, HostMatrix.generate(m, m, (a, b) -> (a == b ? 1 : 0) - roots[a] * roots[b]), a -> 1);
    }

    /** P X P: the Gram matrix of the vectors after their unweighted mean is subtracted. */
    public BlockMatrix centred() {
        int m = classes.length;
        double k = 0;
        for (double classesOfGroup : classes) {
            k += classesOfGroup;
        }
        double[] roots = new double[m];
        double[] rows = new double[m];
        double[] cols = new double[m];
        double whole = 0;
        for (int a = 0; a < m; a++) {
            roots[a] = Math.sqrt(classes[a] / k);
        }
        for (int a = 0; a < m; a++) {
            for (int b = 0; b < m; b++) {
                rows[a] += between.get(a, b) * roots[b];
                cols[b] += between.get(a, b) * roots[a];
                whole += roots[a] * between.get(a, b) * roots[b];
            }
        }
        double mean = whole;
        return new BlockMatrix(
                classes,
                HostMatrix.generate(
                        m,
                        m,
                        (a, b) -> between.get(a, b)
                                - rows[a] * roots[b]
                                - roots[a] * cols[b]
                                + mean * roots[a] * roots[b]),
                spread);
    }

    /** The orthonormal coordinates between groups, m x m. */
    public HostMatrix between() {
        return between;
    }

    /** The factor on zero-sum vectors of group a; 0 for a group of one class. */
    public double spread(int a) {
        return spread[a];
    }

    /** Entry (c, c) for a class c of group a. */
    public double diagonal(int a) {
        return between.get(a, a) / classes[a] + spread[a] * ((classes[a] - 1) / classes[a]);
    }

    /** Entry (c, d) for distinct classes c of group a and d of group b; stands for nothing if a = b has one class. */
    public double entry(int a, int b) {
        return between.get(a, b) / Math.sqrt(classes[a] * classes[b]) - (a == b ? spread[a] / classes[a] : 0);
    }

    /** The entries as a Gram geometry of {@code counts}, which gave the groups. */
    public GramGeometry gram(ClassCounts counts) {
        int m = classes.length;
        double[] norms = new double[m];
        for (int a = 0; a < m; a++) {
            norms[a] = Math.max(0, diagonal(a));
        }
        return GramGeometry.of(counts, norms, HostMatrix.generate(m, m, this::entry));
    }

    /** The Frobenius norm of the k x k matrix. */
    public double norm() {
        return Math.sqrt(inner(this));
    }

    /** The inner product of two k x k matrices of the same groups. */
    public double inner(BlockMatrix other) {
        double sum = between.dot(other.between);
        for (int a = 0; a < classes.length; a++) {
            sum += (classes[a] - 1) * spread[a] * other.spread[a];
        }
        return sum;
    }

    /** {@code X + factor Y} for matrices of the same groups. */
    public BlockMatrix plus(BlockMatrix other, double factor) {
        double[] sums = new double[classes.length];
        for (int a = 0; a < classes.length; a++) {
            sums[a] = spread[a] + factor * other.spread[a];
        }
        HostMatrix sum = HostMatrix.generate(
                classes.length, classes.length, (a, b) -> between.get(a, b) + factor * other.between.get(a, b));
        return new BlockMatrix(classes, sum, sums);
    }

    /** {@code |X/|X| - Y/|Y||}, as the norm of the difference; empty if one is zero. */
    public OptionalDouble distance(BlockMatrix other) {
        double first = norm();
        double second = other.norm();
        if (!(first > 0 && second > 0)) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        for (int a = 0; a < classes.length; a++) {
            for (int b = 0; b < classes.length; b++) {
                double difference = between.get(a, b) / first - other.between.get(a, b) / second;
                sum += difference * difference;
            }
            double difference = spread[a] / first - other.spread[a] / second;
            sum += (classes[a] - 1) * difference * difference;
        }
        return OptionalDouble.of(Math.sqrt(sum));
    }
}
