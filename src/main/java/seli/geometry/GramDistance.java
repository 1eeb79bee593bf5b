package seli.geometry;

import java.util.OptionalDouble;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * Distances of directions of matrices, {@code D(A, B) = | A/|A|_F - B/|B|_F |_F} in [0, 2] [TKVB22; Behnia23]. Formed
 * entry by entry, so that a small distance does not cancel as it would in sqrt(2 - 2 cos), and without over- or
 * underflow of squares. Empty where a measured matrix has no direction: all its entries are zero, or one is NaN or
 * infinite. Theory is streamed: no second k x k matrix is formed. Cost k^2.
 */
public final class GramDistance {
    private GramDistance() {}

    /**
     * D(a, b).
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    public static OptionalDouble between(HostMatrix a, HostMatrix b) {
        if (a.rows() != b.rows() || a.cols() != b.cols()) {
            throw new IllegalArgumentException("distance of " + a.rows() + " x " + a.cols() + " to " + b.rows() + " x "
                    + b.cols() + "; expected the same shape");
        }
        Direction direction = Direction.of(b.rows(), b.cols(), b::get);
        return direction.exists() ? distance(a.rows(), a.cols(), a::get, direction::at) : OptionalDouble.empty();
    }

    /**
     * Distance of W'W to the classifier Gram matrix of the SELI geometry.
     *
     * @throws IllegalArgumentException if {@code gram} is not k x k
     */
    public static OptionalDouble toClassifierSeli(HostMatrix gram, SeliGeometry seli) {
        return toGram(gram, seli.classifier(), seli.classifierNorm());
    }

    /**
     * Distance of M'M, of class means that were centred by their unweighted mean, to that of the SELI geometry.
     *
     * @throws IllegalArgumentException if {@code gram} is not k x k
     */
    public static OptionalDouble toEmbeddingSeli(HostMatrix gram, SeliGeometry seli) {
        return toGram(gram, seli.embedding(), seli.embeddingNorm());
    }

    private static OptionalDouble toGram(HostMatrix gram, GramGeometry theory, double norm) {
        int k = theory.counts().classes();
        requireSquare("Gram matrix", gram, k);
        HostMatrix.EntryFunction entries = theory.entries();
        return distance(k, k, gram::get, (c, d) -> entries.at(c, d) / norm);
    }

    /**
     * Distance of the n x n Gram matrix {@code H'H} of collapsed embeddings, column i being the mean of its class, to
     * that of the SELI geometry: class means weighted by sqrt(n_c). {@code gram} is M'M, k x k.
     *
     * @throws IllegalArgumentException if {@code gram} is not k x k
     */
    public static OptionalDouble toSampleEmbeddingSeli(HostMatrix gram, SeliGeometry seli) {
        double[] roots = rootsOfCounts(seli.counts());
        requireSquare("Gram matrix", gram, roots.length);
        HostMatrix.EntryFunction entries = seli.embedding().entries();
        double norm = seli.classifierNorm(); // |U L U'|_F = |V L V'|_F
        return distance(
                roots.length,
                roots.length,
                (c, d) -> roots[c] * gram.get(c, d) * roots[d],
                (c, d) -> roots[c] * (entries.at(c, d) / norm) * roots[d]);
    }

    /**
     * Distance of a k x k matrix to the simplex ETF, P.
     *
     * @throws IllegalArgumentException if {@code gram} is not square with at least two rows
     */
    public static OptionalDouble toEtf(HostMatrix gram) {
        SimplexEtf etf = new SimplexEtf(gram.rows());
        requireSquare("Gram matrix", gram, gram.rows());
        return distance(gram.rows(), gram.rows(), gram::get, etf::unitEntry);
    }

    /**
     * Distance of the class logits {@code W'M}, k x k, to those of the SELI geometry, which are P whatever the counts.
     *
     * @throws IllegalArgumentException if {@code cross} is not square with at least two rows
     */
    public static OptionalDouble toSeliLogits(HostMatrix cross) {
        requireSquare("matrix of class logits", cross, cross.rows());
        return toEtf(cross);
    }

    /**
     * Distance of the k x n logits {@code Z = W'H} of collapsed embeddings to the SEL matrix P Y: column c of
     * {@code cross = W'M} counts n_c times.
     *
     * @throws IllegalArgumentException if {@code cross} is not k x k
     */
    public static OptionalDouble toSampleSeliLogits(HostMatrix cross, ClassCounts counts) {
        double[] roots = rootsOfCounts(counts);
        int k = roots.length;
        requireSquare("matrix of class logits", cross, k);
        SimplexEtf etf = new SimplexEtf(k);
        double norm = Math.sqrt(counts.samples() * ((k - 1.0) / k));
        return distance(k, k, (c, d) -> cross.get(c, d) * roots[d], (c, d) -> etf.entry(c, d) * (roots[d] / norm));
    }

    private static double[] rootsOfCounts(ClassCounts counts) {
        double[] roots = new double[counts.classes()];
        for (int c = 0; c < roots.length; c++) {
            roots[c] = Math.sqrt(counts.count(c));
        }
        return roots;
    }

    private static void requireSquare(String what, HostMatrix matrix, int k) {
        if (matrix.rows() != k || matrix.cols() != k) {
            throw new IllegalArgumentException(what + " is " + matrix.rows() + " x " + matrix.cols() + "; expected " + k
                    + " x " + k + ", one row and column for each class");
        }
    }

    /** | a/|a| - unit |, where {@code unit} has norm 1; empty if a has no direction. */
    private static OptionalDouble distance(
            int rows, int cols, HostMatrix.EntryFunction a, HostMatrix.EntryFunction unit) {
        Direction direction = Direction.of(rows, cols, a);
        if (!direction.exists()) {
            return OptionalDouble.empty();
        }
        CompensatedSum sum = new CompensatedSum();
        for (int j = 0; j < cols; j++) {
            for (int i = 0; i < rows; i++) {
                double difference = direction.at(i, j) - unit.at(i, j);
                sum.add(difference * difference);
            }
        }
        return OptionalDouble.of(Math.sqrt(sum.value()));
    }

    /**
     * A matrix over its Frobenius norm, which is kept as largest entry times norm of the rest, so that no square
     * overflows.
     */
    private record Direction(HostMatrix.EntryFunction entries, double largest, double relativeNorm) {
        static Direction of(int rows, int cols, HostMatrix.EntryFunction entries) {
            double largest = 0;
            for (int j = 0; j < cols; j++) {
                for (int i = 0; i < rows; i++) {
                    largest = Math.max(largest, Math.abs(entries.at(i, j))); // NaN stays NaN
                }
            }
            CompensatedSum sum = new CompensatedSum();
            for (int j = 0; j < cols; j++) {
                for (int i = 0; i < rows; i++) {
                    double scaled = entries.at(i, j) / largest;
                    sum.add(scaled * scaled);
                }
            }
            return new Direction(entries, largest, Math.sqrt(sum.value()));
        }

        boolean exists() {
            return largest > 0 && largest < Double.POSITIVE_INFINITY;
        }

        double at(int i, int j) {
            return entries.at(i, j) / largest / relativeNorm;
        }
    }
}
