package seli.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/** Averages of k numbers or k x k numbers over the classes, or the ordered pairs of distinct classes, of groups. */
final class GroupAverages {
    private final int[] groupOf;
    private final long[] classes; // of each group

    GroupAverages(ClassCounts counts) {
        groupOf = counts.groupIndices();
        List<CountGroup> groups = counts.groups();
        classes = new long[groups.size()];
        Arrays.setAll(classes, g -> groups.get(g).classes());
    }

    /** Checks that {@code matrix} is k x k and has finite entries. */
    void requireFinite(String what, HostMatrix matrix) {
        int k = groupOf.length;
        if (matrix.rows() != k || matrix.cols() != k) {
            throw new IllegalArgumentException(what + " is " + matrix.rows() + " x " + matrix.cols() + "; expected " + k
                    + " x " + k + ", one row and column for each class");
        }
        if (!matrix.isFinite()) {
            throw new IllegalArgumentException(what + " has an entry that is NaN or infinite; expected finite numbers");
        }
    }

    /** Square roots of the diagonal of a Gram matrix; 0 where rounding left it negative. */
    static double[] norms(HostMatrix gram) {
        double[] norms = new double[gram.rows()];
        Arrays.setAll(norms, c -> Math.sqrt(Math.max(0, gram.get(c, c))));
        return norms;
    }

    /** The average over the classes of each group; NaN if one value is. */
    double[] overClasses(IntToDoubleFunction value) {
        double[] average = new double[classes.length];
        for (int c = 0; c < groupOf.length; c++) {
            average[groupOf[c]] += value.applyAsDouble(c) / classes[groupOf[c]];
        }
        return average;
    }

    /**
     * Entry (g, h) of the result is the average of {@code value.at(c, d)} over classes c of g and d of h with c != d;
     * NaN if there are none, or one value is NaN. Symmetric if the values are.
     */
    HostMatrix overPairs(HostMatrix.EntryFunction value) {
        int m = classes.length;
        double[][] sums = new double[m][m];
        double[] column = new double[m];
        for (int d = 0; d < groupOf.length; d++) {
            Arrays.fill(column, 0);
            for (int c = 0; c < groupOf.length; c++) {
                if (c != d) {
                    column[groupOf[c]] += value.at(c, d);
                }
            }
            for (int g = 0; g < m; g++) {
                sums[groupOf[d]][g] += column[g];
            }
        }
        return HostMatrix.generate(
                m, m, (g, h) -> sums[h][g] / ((double) classes[g] * (classes[h] - (g == h ? 1 : 0))));
    }
}
