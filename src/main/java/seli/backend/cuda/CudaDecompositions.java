package seli.backend.cuda;

import java.util.function.IntSupplier;
import jcuda.CudaException;
import seli.backend.Precision;

/**
 * cuSOLVER's syevd and gesvd with what they need around them: a copy of what they destroy, scaled by a power of two
 * against overflow; their verdict; {@link CudaDecompositionCheck} on what they return; and a second algorithm where the
 * first one fails or returns nonsense.
 *
 * <pre>
 *   eigenvalues:      syevd;  then gesvd of the positive definite A + 2 |A|_F I, whose factors are the eigenvectors
 *   singular values:  gesvd of A or, where it is wider than high, of A';  then gesvdj
 * </pre>
 */
final class CudaDecompositions {
    /** Above this a workspace of syevd overflows its 32-bit count. */
    private static final int LARGEST_EIGEN = 30_000;

    /** Above this gesvd's own 32-bit counts are in doubt. */
    private static final int LARGEST_SVD = 40_000;

    private final CudaParts parts;
    private final CudaDevice device;
    private final DeviceMemory memory;
    private final Precision precision;
    private final CudaCalls calls;
    private final MatrixKernels kernels;

    CudaDecompositions(CudaParts parts) {
        this.parts = parts;
        this.device = parts.device();
        this.memory = parts.memory();
        this.precision = parts.precision();
        this.calls = parts.calls();
        this.kernels = parts.matrices();
    }

    private CudaWorkspace scratch() {
        return new CudaWorkspace(parts.ledger(), memory, precision, 0);
    }

    /** Eigenvalues, ascending; {@code vectors} (m x m) is overwritten by the eigenvectors. */
    double[] symmetricEigen(CudaMatrix a, CudaMatrix vectors) {
        try (CudaWorkspace scratch = scratch()) {
            return eigen(a, true, vectors, scratch);
        }
    }

    /** Eigenvalues alone, ascending. */
    double[] symmetricEigenvalues(CudaMatrix a) {
        try (CudaWorkspace scratch = scratch()) {
            return eigen(a, false, scratch.uninitialized(a.rows(), a.rows()), scratch);
        }
    }

    private double[] eigen(CudaMatrix a, boolean wanted, CudaMatrix vectors, CudaWorkspace scratch) {
        int m = a.rows();
        requireCountable("eigenvalues", m, LARGEST_EIGEN);
        if (m == 0) {
            return new double[0];
        }
        CudaMatrix full = scratch.uninitialized(m, m);
        kernels.copyUpperMirrored(a, full);
        CudaDecompositionCheck check = new CudaDecompositionCheck(parts, full, scratch);
        double[] values;
        try {
            kernels.axpby(1, full, 0, vectors);
            values = syevd(wanted, vectors, scratch);
            check.requireEigen(values, wanted, vectors);
        } catch (ArithmeticException first) {
            values = shiftedSvd(check.norm(), full, vectors, scratch, first);
            check.requireEigen(values, wanted, vectors);
        }
        return check.unscaled(values);
    }

    private double[] syevd(boolean wanted, CudaMatrix a, CudaWorkspace scratch) {
        int m = a.rows();
        long values = scratch.numbers(m, precision.bytes());
        DevicePointer list = DevicePointer.at(values);
        int size = workspace("syevd", () -> calls.eigenWorkspace(wanted, a, list));
        DevicePointer work = DevicePointer.at(scratch.numbers(size, precision.bytes()));
        long info = scratch.numbers(1, Integer.BYTES);
        run("syevd", m, m, () -> calls.symmetricEigen(wanted, a, list, work, size, DevicePointer.at(info)));
        requireSuccess("syevd", m, m, info);
        return numbers(values, m);
    }

    /** Eigenvalues by the singular values of a positive definite matrix, less the shift. */
    private double[] shiftedSvd(
            double norm, CudaMatrix full, CudaMatrix vectors, CudaWorkspace scratch, ArithmeticException first) {
        int m = full.rows();
        double shift = 2 * norm;
        CudaMatrix shifted = scratch.uninitialized(m, m);
        CudaMatrix u = scratch.uninitialized(m, m);
        CudaMatrix vt = scratch.uninitialized(m, m);
        kernels.axpby(1, full, 0, shifted);
        CudaMatrix ones = scratch.uninitialized(m, 1);
        kernels.fillOnes(ones);
        kernels.addToDiagonal(shift, shifted, ones);
        double[] values;
        try {
            values = gesvd(true, shifted, u, vt, scratch);
        } catch (ArithmeticException second) {
            first.addSuppressed(second);
            throw first;
        }
        double[] ascending = new double[m];
        int[] reversed = new int[m];
        for (int j = 0; j < m; j++) {
            reversed[j] = m - 1 - j;
            ascending[j] = values[reversed[j]] - shift;
        }
        long list = scratch.numbers(m, Integer.BYTES);
        memory.upload(list, reversed);
        kernels.gatherColumns(u, list, m, vectors);
        return ascending;
    }

    /** Singular values, decreasing; {@code u} (m x r) and {@code vt} (r x n) are overwritten. */
    double[] svd(CudaMatrix a, CudaMatrix u, CudaMatrix vt) {
        try (CudaWorkspace scratch = scratch()) {
            return svd(a, true, u, vt, scratch);
        }
    }

    /** Singular values alone, decreasing. */
    double[] singularValues(CudaMatrix a) {
        try (CudaWorkspace scratch = scratch()) {
            CudaMatrix unused = scratch.uninitialized(1, 1);
            return svd(a, false, unused, unused, scratch);
        }
    }

    private double[] svd(CudaMatrix a, boolean wanted, CudaMatrix u, CudaMatrix vt, CudaWorkspace scratch) {
        int m = a.rows();
        int n = a.cols();
        requireCountable("singular values", Math.max(m, n), LARGEST_SVD);
        if (Math.min(m, n) == 0) {
            return new double[0];
        }
        if (m < n) {
            return svdOfTransposed(a, wanted, u, vt, scratch);
        }
        CudaMatrix scaled = scratch.uninitialized(m, n);
        kernels.axpby(1, a, 0, scaled);
        CudaDecompositionCheck check = new CudaDecompositionCheck(parts, scaled, scratch);
        CudaMatrix destroyed = scratch.uninitialized(m, n);
        double[] values;
        try {
            kernels.axpby(1, scaled, 0, destroyed);
            values = gesvd(wanted, destroyed, u, vt, scratch);
            check.requireSvd(values, wanted, u, vt);
        } catch (ArithmeticException first) {
            kernels.axpby(1, scaled, 0, destroyed);
            values = gesvdj(wanted, destroyed, u, vt, scratch);
            check.requireSvd(values, wanted, u, vt);
        }
        return check.unscaled(values);
    }

    /** A' = v diag(s) u', of which both factors are turned back. */
    private double[] svdOfTransposed(CudaMatrix a, boolean wanted, CudaMatrix u, CudaMatrix vt, CudaWorkspace scratch) {
        CudaMatrix transposed = scratch.uninitialized(a.cols(), a.rows());
        kernels.transpose(a, transposed);
        if (!wanted) {
            return svd(transposed, false, u, vt, scratch);
        }
        CudaMatrix left = scratch.uninitialized(a.cols(), a.rows());
        CudaMatrix right = scratch.uninitialized(a.rows(), a.rows());
        double[] values = svd(transposed, true, left, right, scratch);
        kernels.transpose(left, vt);
        kernels.transpose(right, u);
        return values;
    }

    private double[] gesvd(boolean wanted, CudaMatrix a, CudaMatrix u, CudaMatrix vt, CudaWorkspace scratch) {
        int m = a.rows();
        int n = a.cols();
        long values = scratch.numbers(n, precision.bytes());
        int size = workspace("gesvd", () -> calls.svdWorkspace(m, n));
        DevicePointer work = DevicePointer.at(scratch.numbers(size, precision.bytes()));
        long info = scratch.numbers(1, Integer.BYTES);
        run(
                "gesvd",
                m,
                n,
                () -> calls.svd(wanted, a, DevicePointer.at(values), u, vt, work, size, DevicePointer.at(info)));
        requireSuccess("gesvd", m, n, info);
        return numbers(values, n);
    }

    private double[] gesvdj(boolean wanted, CudaMatrix a, CudaMatrix u, CudaMatrix vt, CudaWorkspace scratch) {
        int m = a.rows();
        int n = a.cols();
        CudaMatrix left = wanted ? u : scratch.uninitialized(m, n);
        CudaMatrix right = scratch.uninitialized(n, n);
        DevicePointer values = DevicePointer.at(scratch.numbers(n, precision.bytes()));
        long info = scratch.numbers(1, Integer.BYTES);
        JacobiSettings settings = JacobiSettings.create();
        try {
            int size =
                    workspace("gesvdj", () -> calls.jacobiWorkspace(wanted, a, values, left, right, settings.handle()));
            DevicePointer work = DevicePointer.at(scratch.numbers(size, precision.bytes()));
            run(
                    "gesvdj",
                    m,
                    n,
                    () -> calls.jacobiSvd(
                            wanted, a, values, left, right, work, size, DevicePointer.at(info), settings.handle()));
            requireSuccess("gesvdj", m, n, info);
        } finally {
            settings.destroy();
        }
        if (wanted) {
            kernels.transpose(right, vt);
        }
        return numbers(values.address(), n);
    }

    private static int workspace(String routine, IntSupplier size) {
        int numbers = size.getAsInt();
        if (numbers < 0) {
            throw new ArithmeticException(routine + " counts a workspace of " + numbers + " numbers: 32 bits overflow");
        }
        return Math.max(1, numbers);
    }

    private static void run(String routine, int m, int n, Runnable call) {
        try {
            call.run();
        } catch (CudaException e) {
            throw (ArithmeticException) new ArithmeticException(
                            "%s of a %d x %d matrix failed: %s".formatted(routine, m, n, e.getMessage()))
                    .initCause(e);
        }
    }

    private void requireSuccess(String routine, int m, int n, long info) {
        int[] code = new int[1];
        device.synchronize();
        memory.download(info, Integer.BYTES, Integer.BYTES, (staged, offset, bytes) -> code[0] = staged.getInt(0));
        if (code[0] > 0) {
            throw new ArithmeticException(
                    "%s of a %d x %d matrix: no convergence (info %d)".formatted(routine, m, n, code[0]));
        }
        if (code[0] < 0) {
            throw new IllegalStateException(
                    "bug: %s of a %d x %d matrix: illegal argument (info %d)".formatted(routine, m, n, code[0]));
        }
    }

    private double[] numbers(long address, int count) {
        double[] values = new double[count];
        memory.readNumbers(address, precision, values, count);
        return values;
    }

    private static void requireCountable(String what, int size, int largest) {
        if (size > largest) {
            throw new IllegalArgumentException(
                    "%d %s; expected at most %d, since cuSOLVER counts its workspace in 32 bits"
                            .formatted(size, what, largest));
        }
    }
}
