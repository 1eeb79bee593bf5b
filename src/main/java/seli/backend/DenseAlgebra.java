package seli.backend;

/**
 * Dense matrix algebra on one backend. A method that returns a host value synchronizes; a void method only enqueues.
 * Every matrix argument must belong to this backend, and an output must not overlap an input unless the method says so;
 * both are checked where that costs nothing (IllegalArgumentException for shapes, IllegalStateException for foreign or
 * closed matrices).
 */
public interface DenseAlgebra {
    /**
     * {@code c <- alpha op(a) op(b) + beta c}, op = transpose where asked. With {@code beta == 0} the old {@code c} is
     * not read, with {@code alpha == 0} neither {@code a} nor {@code b}. Overwrites {@code c}. Cost 2 c.rows c.cols
     * inner flops.
     */
    void gemm(boolean transA, boolean transB, double alpha, DenseMatrix a, DenseMatrix b, double beta, DenseMatrix c);

    /** {@code y <- alpha x + beta y}; what a factor of 0 multiplies is not read. Overwrites {@code y}. */
    void axpby(double alpha, DenseMatrix x, double beta, DenseMatrix y);

    /** {@code x <- factor x}; a factor of 0 makes every entry 0, whatever it was. */
    void scale(double factor, DenseMatrix x);

    /** The Frobenius inner product of two matrices of the same shape, summed in double. */
    double dot(DenseMatrix x, DenseMatrix y);

    /** The Frobenius norm; neither under- nor overflows where the result does not. */
    double norm(DenseMatrix x);

    /** The largest magnitude of an entry; 0 where there is none, NaN where one is NaN. */
    double largest(DenseMatrix x);

    /**
     * Eigenvalues of the symmetric matrix {@code a} (m x m; only the upper triangle is read, nothing is overwritten),
     * ascending, and into {@code vectors} (m x m, overwritten) the orthonormal eigenvectors in the same order. Cost
     * about 9 m^3 flops.
     *
     * @throws ArithmeticException if the decomposition fails or the upper triangle has a NaN or infinite entry
     */
    double[] symmetricEigen(DenseMatrix a, DenseMatrix vectors);

    /** Eigenvalues alone, as {@link #symmetricEigen}. */
    double[] symmetricEigenvalues(DenseMatrix a);

    /**
     * Thin singular value decomposition {@code a = u diag(s) vt} of an m x n matrix with r = min(m, n): returns s,
     * decreasing; overwrites {@code u} (m x r) and {@code vt} (r x n); {@code a} is kept.
     *
     * @throws ArithmeticException if the decomposition fails or {@code a} has a NaN or infinite entry
     */
    double[] svd(DenseMatrix a, DenseMatrix u, DenseMatrix vt);

    /** Singular values alone, decreasing, as {@link #svd}. */
    double[] singularValues(DenseMatrix a);
}
