package seli.report.page;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import seli.figure.HeatMap;
import seli.geometry.GramGeometry;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/**
 * The rows and columns of the heat maps of Gram matrices: the classes in decreasing order of count, or, where they are
 * too many, the groups of equal counts, or evenly spaced ones of these.
 */
final class GramCells {
    private final ClassCounts counts;
    private final boolean byClass;
    private final int[] groups; // of each cell

    private GramCells(ClassCounts counts, boolean byClass, int[] groups) {
        this.counts = counts;
        this.byClass = byClass;
        this.groups = groups;
    }

    static GramCells of(ClassCounts counts) {
        List<CountGroup> all = counts.groups();
        if (counts.classes() <= HeatMap.MOST_CELLS) {
            int[] groupOf = IntStream.range(0, all.size())
                    .flatMap(g -> IntStream.generate(() -> g).limit(all.get(g).classes()))
                    .toArray();
            return new GramCells(counts, true, groupOf);
        }
        int shown = Math.min(all.size(), HeatMap.MOST_CELLS / 2);
        int[] spread = IntStream.range(0, shown)
                .map(i -> shown == 1 ? 0 : (int) Math.round((double) i * (all.size() - 1) / (shown - 1)))
                .toArray();
        return new GramCells(counts, false, spread);
    }

    /** What a cell is, in words. */
    String meaning() {
        if (byClass) {
            return "one cell for each pair of classes";
        }
        return groups.length == counts.groups().size()
                ? "one cell for each pair of groups of equal counts: two distinct classes (none in a group of one)"
                : "one cell for each pair of " + groups.length + " of the "
                        + counts.groups().size()
                        + " groups of equal counts: two distinct classes (none in a group of one)";
    }

    /** Samples of a class of each cell. */
    List<String> labels() {
        return IntStream.of(groups)
                .mapToObj(g -> Long.toString(counts.groups().get(g).count()))
                .toList();
    }

    /** Whether a cell of the diagonal is one class with itself. */
    boolean hasDiagonal() {
        return byClass;
    }

    int size() {
        return groups.length;
    }

    /**
     * The cells of a Gram matrix in units of its Frobenius norm, NaN where there is no entry; all zero where that is.
     */
    double[][] values(GramGeometry gram) {
        double norm = frobenius(gram);
        double[][] values = new double[groups.length][groups.length];
        for (int i = 0; i < groups.length; i++) {
            for (int j = 0; j < groups.length; j++) {
                double entry = byClass
                        ? entry(gram, i, j)
                        : gram.inner(groups[i], groups[j]).orElse(Double.NaN);
                values[i][j] = norm > 0 ? entry / norm : 0;
            }
        }
        return values;
    }

    /** The entries of a k x k matrix in units of its Frobenius norm, all zero where that is; cells must be classes. */
    double[][] values(HostMatrix gram) {
        int[] groupOf = counts.groupIndices();
        int[] order = IntStream.range(0, groupOf.length)
                .boxed()
                .sorted(Comparator.comparingInt(c -> groupOf[c]))
                .mapToInt(c -> c)
                .toArray();
        double norm = gram.norm();
        double[][] values = new double[order.length][order.length];
        for (int i = 0; i < order.length; i++) {
            for (int j = 0; j < order.length; j++) {
                values[i][j] = norm > 0 ? gram.get(order[i], order[j]) / norm : 0;
            }
        }
        return values;
    }

    private double entry(GramGeometry gram, int i, int j) {
        return i == j ? gram.squaredNorm(groups[i]) : inner(gram, groups[i], groups[j]);
    }

    private static double inner(GramGeometry gram, int g, int h) {
        return gram.inner(g, h).orElse(0); // a group of one class has no pair
    }

    /** Frobenius norm of the k x k matrix, without overflow. */
    private double frobenius(GramGeometry gram) {
        int m = counts.groups().size();
        double largest = 0;
        for (int g = 0; g < m; g++) {
            largest = Math.max(largest, gram.squaredNorm(g)); // no inner product is larger
        }
        if (largest == 0) { // exact: the zero matrix
            return 0;
        }
        double sum = 0;
        for (int g = 0; g < m; g++) {
            double classes = counts.groups().get(g).classes();
            sum += classes * square(gram.squaredNorm(g) / largest);
            for (int h = 0; h < m; h++) {
                double pairs = classes * (counts.groups().get(h).classes() - (g == h ? 1.0 : 0.0));
                sum += pairs * square(inner(gram, g, h) / largest);
            }
        }
        return largest * Math.sqrt(sum);
    }

    private static double square(double x) {
        return x * x;
    }

    /** The largest size of an entry over several matrices: off the diagonal only, or of all. */
    static double largest(List<double[][]> matrices, boolean withDiagonal) {
        ToDoubleFunction<double[][]> most = matrix -> {
            double found = 0;
            for (int i = 0; i < matrix.length; i++) {
                for (int j = 0; j < matrix.length; j++) {
                    boolean counts = (i != j || withDiagonal) && !Double.isNaN(matrix[i][j]);
                    found = counts ? Math.max(found, Math.abs(matrix[i][j])) : found;
                }
            }
            return found;
        };
        return matrices.stream().mapToDouble(most).max().orElse(0);
    }
}
