package seli.metric;

import java.util.Random;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;

/** Data for the tests of this package: exact SELI and ETF factors, random matrices, rotations. */
final class MetricCases {
    private MetricCases() {}

    /** The plain-Java backend, in which every sum is right to rounding. */
    static Backend reference() {
        return Backends.open(Backends.Choice.REFERENCE, Precision.FLOAT64, 1);
    }

    /** Independent standard normal entries. */
    static HostMatrix normal(int rows, int cols, long seed) {
        Random random = new Random(seed);
        return HostMatrix.generate(rows, cols, (i, j) -> random.nextGaussian());
    }

    /** The product of two reflections that move every coordinate: orthogonal to rounding, d x d. */
    static HostMatrix rotation(int d, long seed) {
        return reflection(d, seed).times(reflection(d, seed + 1));
    }

    private static HostMatrix reflection(int d, long seed) {
        HostMatrix v = normal(d, 1, seed);
        double scale = 2 / v.dot(v);
        return HostMatrix.generate(d, d, (i, j) -> (i == j ? 1 : 0) - scale * v.get(i, 0) * v.get(j, 0));
    }

    /** P = I - 11'/k, a simplex ETF in R^k. */
    static HostMatrix etf(int k) {
        return HostMatrix.generate(k, k, (i, j) -> (i == j ? 1 : 0) - 1.0 / k);
    }

    /** W = Lam^(1/2) V' in R^(k-1) from P N^(1/2) = V Lam U': an exact SELI classifier. */
    static HostMatrix seliClassifier(ClassCounts counts) {
        return seliFactor(counts, 0.5);
    }

    /** M = Lam^(-1/2) V': the class means that belong to {@link #seliClassifier}, W'M = P. */
    static HostMatrix seliMeans(ClassCounts counts) {
        return seliFactor(counts, -0.5);
    }

    private static HostMatrix seliFactor(ClassCounts counts, double power) {
        int k = counts.classes();
        Svd svd =
                Svd.of(HostMatrix.generate(k, k, (i, j) -> ((i == j ? 1 : 0) - 1.0 / k) * Math.sqrt(counts.count(j))));
        double[] singular = svd.values();
        HostMatrix v = svd.u();
        return HostMatrix.generate(k - 1, k, (i, j) -> Math.pow(singular[i], power) * v.get(j, i));
    }

    /** {@code m} with columns in the order {@code columns}. */
    static HostMatrix permuted(HostMatrix m, int... columns) {
        return HostMatrix.generate(m.rows(), columns.length, (i, j) -> m.get(i, columns[j]));
    }

    /** {@code m} with the same column added to every column. */
    static HostMatrix shifted(HostMatrix m, double... offset) {
        return HostMatrix.generate(m.rows(), m.cols(), (i, j) -> m.get(i, j) + offset[i]);
    }
}
