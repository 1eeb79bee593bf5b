package seli.backend.cuda;

import seli.backend.Precision;
import seli.linalg.HostMatrix;

/**
 * Cheap proof on the device that a decomposition is not nonsense (libraries have returned such with a clean verdict):
 * with a fixed vector of signs x, A x must equal the product of the factors with x, the factors must keep the length
 * and direction of such a vector, and the values must be in order with the norm |A|_F. Cost a few passes over the
 * matrices. Refuses NaN and infinite entries, and scales the matrix by a power of two so that its largest entry is
 * between 1 and 2.
 */
final class CudaDecompositionCheck {
    /** Units of (m + n) u that a relative difference may reach; a sound result stays far below, nonsense far above. */
    private static final double SLACK = 16;

    private final DeviceMemory memory;
    private final Precision precision;
    private final CudaCalls calls;
    private final MatrixKernels kernels;
    private final CudaMatrix a;
    private final CudaWorkspace scratch;
    private final double scale;
    private final double norm;
    private final double allowed;

    /**
     * A check for the matrix {@code a}, which is scaled in place.
     *
     * @throws ArithmeticException if an entry is NaN or infinite
     */
    CudaDecompositionCheck(CudaParts parts, CudaMatrix a, CudaWorkspace scratch) {
        this.memory = parts.memory();
        this.precision = parts.precision();
        this.calls = parts.calls();
        this.kernels = parts.matrices();
        this.a = a;
        this.scratch = scratch;
        double largest = kernels.largest(a);
        if (!Double.isFinite(largest)) {
            throw new ArithmeticException(firstBad(a.download()));
        }
        this.scale = largest == 0 ? 1 : Math.scalb(1.0, -Math.max(Math.getExponent(largest), Double.MIN_EXPONENT + 1));
        kernels.scale(scale, a);
        this.norm = kernels.norm(a);
        this.allowed = SLACK * ((double) a.rows() + a.cols()) * precision.roundoff() * Math.max(norm, 1);
    }

    private static String firstBad(HostMatrix m) {
        for (int i = 0; i < m.rows(); i++) { // row by row: of a symmetric matrix the upper triangle comes first
            for (int j = 0; j < m.cols(); j++) {
                if (!Double.isFinite(m.get(i, j))) {
                    return "decomposition of a matrix with entry (%d, %d) = %s; expected finite entries"
                            .formatted(i, j, m.get(i, j));
                }
            }
        }
        return "decomposition of a matrix with an entry that is not finite; expected finite entries";
    }

    /** The norm of the scaled matrix. */
    double norm() {
        return norm;
    }

    /** The values of the matrix as it was given. */
    double[] unscaled(double[] values) {
        double[] given = new double[values.length];
        for (int j = 0; j < given.length; j++) {
            given[j] = values[j] / scale;
        }
        return given;
    }

    void requireEigen(double[] values, boolean wanted, CudaMatrix vectors) {
        for (int j = 1; j < values.length; j++) {
            require(values[j] >= values[j - 1], "eigenvalues out of order");
        }
        requireNorm(values);
        if (wanted) {
            requireIsometry(vectors, false);
            CudaMatrix signs = signs(a.cols());
            CudaMatrix inner = product(true, vectors, signs, a.cols());
            requireEqual(product(false, a, signs, a.rows()), product(false, vectors, scaled(inner, values), a.rows()));
        }
    }

    void requireSvd(double[] values, boolean wanted, CudaMatrix u, CudaMatrix vt) {
        for (int j = 0; j < values.length; j++) {
            require(
                    values[j] >= 0 && (j == 0 || values[j] <= values[j - 1]),
                    "singular values negative or out of order");
        }
        requireNorm(values);
        if (wanted) {
            requireIsometry(u, false);
            requireIsometry(vt, true);
            CudaMatrix signs = signs(a.cols());
            CudaMatrix inner = product(false, vt, signs, values.length);
            requireEqual(product(false, a, signs, a.rows()), product(false, u, scaled(inner, values), a.rows()));
        }
    }

    private void requireNorm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        require(Math.abs(Math.sqrt(sum) - norm) <= allowed, "norm of the values differs from that of the matrix");
    }

    /** Q' Q x = x for a vector of signs, with Q = {@code factor} or its transpose. */
    private void requireIsometry(CudaMatrix factor, boolean transposed) {
        int outer = transposed ? factor.cols() : factor.rows();
        int inner = transposed ? factor.rows() : factor.cols();
        CudaMatrix signs = signs(inner);
        CudaMatrix image = product(transposed, factor, signs, outer);
        CudaMatrix back = product(!transposed, factor, image, inner);
        kernels.axpby(-1, signs, 1, back);
        double limit = SLACK * ((double) outer + inner) * precision.roundoff() * Math.sqrt(inner);
        require(kernels.norm(back) <= limit, "factors are not orthonormal");
    }

    private CudaMatrix signs(int count) {
        CudaMatrix signs = scratch.uninitialized(count, 1);
        kernels.signs(signs);
        return signs;
    }

    private CudaMatrix product(boolean transposed, CudaMatrix m, CudaMatrix x, int length) {
        CudaMatrix y = scratch.uninitialized(length, 1);
        calls.gemm(transposed, false, length, 1, x.rows(), 1, m, x, 0, y);
        return y;
    }

    /** {@code x} with entry j multiplied by value j, in place. */
    private CudaMatrix scaled(CudaMatrix x, double[] values) {
        CudaMatrix factors = scratch.uninitialized(values.length, 1);
        memory.writeNumbers(factors.address(), precision, values, values.length);
        kernels.scaleEntries(x, factors);
        return x;
    }

    private void requireEqual(CudaMatrix direct, CudaMatrix factored) {
        kernels.axpby(-1, direct, 1, factored);
        require(kernels.norm(factored) <= allowed * Math.sqrt(a.cols()), "factors do not multiply to the matrix");
    }

    private void require(boolean sound, String what) {
        if (!sound) {
            throw new ArithmeticException(
                    "decomposition of a %d x %d matrix failed: %s; the numerical library is unsound here"
                            .formatted(a.rows(), a.cols(), what));
        }
    }
}
