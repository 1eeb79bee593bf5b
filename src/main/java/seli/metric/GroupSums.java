package seli.metric;

import java.util.Arrays;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/**
 * Sums over the classes of each group of equal counts of a frame v_c in R^d: of v_c, of v_c/|v_c|, and of |v_c|^2. They
 * determine the group averages of inner products and cosines, and the inner product of the frame's Gram with every
 * matrix that is constant on groups:
 *
 * <pre>
 *   sum over c in a, c' in b of v_c'v_c' = s_a's_b        mean over c != c' = (s_a's_b - [a = b] q_a) / pairs
 * </pre>
 */
final class GroupSums {
    /** Up to this many groups the inner products of all pairs are tabulated. */
    private static final int MOST_TABULATED = 4_096;

    private final ClassCounts counts;
    private final int[] classes; // of each group
    private final double[][] sums;
    private final double[][] units;
    private final double[] squares;
    private final double[] norms;
    private final boolean[] hasZero;
    private final HostMatrix.EntryFunction products;

    /** Keeps the arrays. */
    private GroupSums(ClassCounts counts, double[][] sums, double[][] units, double[] squares, double[] norms) {
        this.counts = counts;
        this.sums = sums;
        this.units = units;
        this.squares = squares;
        this.norms = norms;
        this.classes = counts.groups().stream().mapToInt(CountGroup::classes).toArray();
        this.hasZero = new boolean[classes.length];
        this.products = products(sums, sums);
        int[] groupOf = counts.groupIndices();
        for (int c = 0; c < norms.length; c++) {
            hasZero[groupOf[c]] |= !(norms[c] > 0);
        }
    }

    /** The sums of a frame of k columns of d numbers. Cost 4 k d, and d m^2 for m groups. */
    static GroupSums of(ClassCounts counts, int d, ColumnStream.Source columns) {
        int[] groupOf = counts.groupIndices();
        int groups = counts.groups().size();
        double[][] sums = new double[groups][d];
        double[][] units = new double[groups][d];
        double[] squares = new double[groups];
        double[] norms = new double[groupOf.length];
        double[] column = new double[d];
        for (int c = 0; c < norms.length; c++) {
            columns.copy(c, column);
            double square = Columns.dot(column, column);
            int g = groupOf[c];
            norms[c] = Math.sqrt(square);
            squares[g] += square;
            for (int l = 0; l < d; l++) {
                sums[g][l] += column[l];
                units[g][l] += column[l] / norms[c]; // NaN where the vector is zero
            }
        }
        return new GroupSums(counts, sums, units, squares, norms);
    }

    /** |v_c| of every class; not to be changed. */
    double[] norms() {
        return norms;
    }

    /** The sum of all |v_c|^2. */
    double totalSquares() {
        return Arrays.stream(squares).sum();
    }

    /** The sum of all v_c. */
    double[] total() {
        double[] total = new double[sums[0].length];
        for (double[] sum : sums) {
            for (int l = 0; l < total.length; l++) {
                total[l] += sum[l];
            }
        }
        return total;
    }

    /** The mean cosine over pairs of distinct classes. */
    double meanCosine() {
        double[] total = new double[sums[0].length];
        for (double[] sum : units) {
            for (int l = 0; l < total.length; l++) {
                total[l] += sum[l];
            }
        }
        double k = norms.length;
        return (Columns.dot(total, total) - k) / (k * (k - 1));
    }

    /** Whether a vector of the group is zero. */
    boolean hasZero(int g) {
        return hasZero[g];
    }

    /** Averages of inner products and cosines by groups. */
    GramGeometry averages() {
        double[] means = new double[classes.length];
        Arrays.setAll(means, g -> squares[g] / classes[g]);
        HostMatrix.EntryFunction cosines = products(units, units);
        return GramGeometry.ofAverages(
                counts,
                means,
                (g, h) -> (products.at(g, h) - (g == h ? squares[g] : 0)) / pairs(g, h),
                (g, h) -> hasZero[g] || hasZero[h]
                        ? Double.NaN
                        : within((cosines.at(g, h) - (g == h ? classes[g] : 0)) / pairs(g, h)));
    }

    /** Ordered pairs of distinct classes; NaN where there are none, and then so is the average. */
    private double pairs(int g, int h) {
        double pairs = (double) classes[g] * (classes[h] - (g == h ? 1 : 0));
        return pairs > 0 ? pairs : Double.NaN;
    }

    private static double within(double cosine) {
        return Math.max(-1, Math.min(1, cosine)); // NaN stays
    }

    /**
     * Average cosine of v_c and u_c' over pairs c != c' of two groups, the first of this frame.
     *
     * @param matched sum over each group of cos(v_c, u_c)
     */
    HostMatrix.EntryFunction unmatchedCosines(GroupSums other, double[] matched) {
        HostMatrix.EntryFunction cosines = products(units, other.units);
        return (g, h) -> hasZero[g] || other.hasZero[h]
                ? Double.NaN
                : within((cosines.at(g, h) - (g == h ? matched[g] : 0)) / pairs(g, h));
    }

    /** Inner products of the columns: in a table where there are few groups, made when asked for otherwise. */
    private static HostMatrix.EntryFunction products(double[][] a, double[][] b) {
        if (a.length > MOST_TABULATED) {
            return (g, h) -> Columns.dot(a[g], b[h]);
        }
        HostMatrix table = InnerProducts.cross(matrix(a), matrix(b));
        return table::get;
    }

    private static HostMatrix matrix(double[][] columns) {
        HostMatrix.Builder builder = HostMatrix.builder(columns[0].length, columns.length);
        for (int g = 0; g < columns.length; g++) {
            builder.setColumn(g, columns[g], 0);
        }
        return builder.build();
    }

    /**
     * The inner product sum over c, c' of x_c x_c' v_c'v_c' T_cc' with a matrix T that depends on groups alone, but for
     * its diagonal.
     *
     * @param weights x of each group
     */
    double inner(GramGeometry target, double[] weights) {
        double sum = 0;
        for (int g = 0; g < classes.length; g++) {
            double row = 0;
            for (int h = 0; h < classes.length; h++) {
                double entry = target.inner(g, h).orElse(0);
                row += weights[h] * (entry * products.at(g, h));
            }
            double diagonal = target.squaredNorm(g) - target.inner(g, g).orElse(0);
            sum += weights[g] * (row + weights[g] * (diagonal * squares[g]));
        }
        return sum;
    }

    /**
     * The inner product of F'G, G the frame of {@code other}, with a matrix that depends on groups alone, but for its
     * diagonal.
     *
     * @param matched sums over each group of f_c'g_c
     */
    double inner(GroupSums other, Alignment.CrossEntry target, double[] matched) {
        HostMatrix.EntryFunction cross = products(sums, other.sums);
        double sum = 0;
        for (int g = 0; g < classes.length; g++) {
            double row = 0;
            for (int h = 0; h < classes.length; h++) {
                row += target.at(g, h, false) * cross.at(g, h);
            }
            sum += row + (target.at(g, g, true) - target.at(g, g, false)) * matched[g];
        }
        return sum;
    }

    /** {@code inner(P)} for P = I - 11'/k, with weights 1. */
    double innerEtf() {
        double[] total = total();
        return totalSquares() - Columns.dot(total, total) / norms.length;
    }
}
