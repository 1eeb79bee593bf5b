package seli.exact;

import java.util.function.IntToDoubleFunction;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * The d x k matrix of a factor that is known by groups. Its first rows are those of the part between groups, constant
 * on groups; then follow, for each group whose classes differ, k_a - 1 rows with an orthonormal basis of the zero-sum
 * vectors on the group [Helmert]; the rest is zero.
 */
final class ClassFactors {
    private final ClassCounts counts;
    private final double[] between; // m x rank
    private final int rank;
    private final IntToDoubleFunction spread;

    ClassFactors(ClassCounts counts, double[] between, int rank, IntToDoubleFunction spread) {
        this.counts = counts;
        this.between = between;
        this.rank = rank;
        this.spread = spread;
    }

    /** The matrix, column c multiplied by {@code scale} of its group. */
    HostMatrix matrix(int featureDim, IntToDoubleFunction scale) {
        int m = counts.groups().size();
        int[] groupOf = counts.groupIndices();
        int[] firstRow = firstRows(m);
        int[] position = positions(groupOf, m);
        double[] within = new double[m];
        double[] root = new double[m];
        double[] factor = new double[m];
        for (int a = 0; a < m; a++) {
            within[a] = spread.applyAsDouble(a);
            root[a] = Math.sqrt(counts.groups().get(a).classes());
            factor[a] = scale.applyAsDouble(a);
        }
        return HostMatrix.generate(featureDim, groupOf.length, (i, c) -> {
            int a = groupOf[c];
            if (i < rank) {
                return factor[a] * between[i * m + a] / root[a];
            }
            int row = i - firstRow[a];
            boolean inGroup = row >= 0 && row < counts.groups().get(a).classes() - 1 && within[a] > 0;
            return inGroup ? factor[a] * within[a] * helmert(row + 1, position[c]) : 0;
        });
    }

    /** Entry p of the j-th Helmert vector: j entries 1/sqrt(j(j+1)), then -j/sqrt(j(j+1)), then zeros. */
    private static double helmert(int j, int p) {
        double scale = 1 / Math.sqrt(j * (j + 1.0));
        if (p < j) {
            return scale;
        }
        return p == j ? -j * scale : 0;
    }

    private int[] firstRows(int m) {
        int[] first = new int[m];
        int next = rank;
        for (int a = 0; a < m; a++) {
            first[a] = next;
            next += spread.applyAsDouble(a) > 0
                    ? Math.toIntExact(counts.groups().get(a).classes() - 1)
                    : 0;
        }
        return first;
    }

    private static int[] positions(int[] groupOf, int m) {
        int[] seen = new int[m];
        int[] position = new int[groupOf.length];
        for (int c = 0; c < groupOf.length; c++) {
            position[c] = seen[groupOf[c]]++;
        }
        return position;
    }
}
