package seli.backend.cuda;

import java.util.Arrays;
import jcuda.CudaException;
import jcuda.driver.JCudaDriver;
import seli.backend.Precision;

/**
 * Entrywise operations and reductions by own kernels. Sums are taken in double at either precision, by the same number
 * of blocks on every device, so that a result does not depend on the device's size.
 */
final class MatrixKernels {
    private static final double SAFE_LOW = 0x1p-900;
    private static final double SAFE_HIGH = 0x1p1000;
    private static final int RESULTS = 4;

    private final CudaDevice device;
    private final DeviceMemory memory;
    private final KernelSet kernels;
    private final Precision precision;
    private final long partials;
    private final long maxima;
    private final long results;
    private final PinnedMemory scalars;

    MatrixKernels(CudaDevice device, DeviceMemory memory, KernelSet kernels, Precision precision) {
        this.device = device;
        this.memory = memory;
        this.kernels = kernels;
        this.precision = precision;
        this.partials = memory.reserve((long) KernelSet.MOST_PARTIALS * Double.BYTES);
        this.maxima = memory.reserve((long) KernelSet.MOST_PARTIALS * Double.BYTES);
        this.results = memory.reserve(RESULTS * Double.BYTES);
        this.scalars = new PinnedMemory(RESULTS * Double.BYTES);
    }

    void free() {
        device.free(scalars::free);
    }

    /** The address of four doubles for results, which {@link #result} reads. */
    long results() {
        return results;
    }

    /** Result {@code i} after all that was enqueued; synchronizes. */
    double result(int i) {
        try {
            JCudaDriver.cuMemcpyDtoHAsync(
                    scalars.pointer(), DevicePointer.at(results), (long) RESULTS * Double.BYTES, device.stream());
        } catch (CudaException e) {
            throw device.failure("a copy from it", e);
        }
        device.synchronize();
        return scalars.bytes().getDouble(i * Double.BYTES);
    }

    private void entrywise(String name, CudaMatrix shape) {
        kernels.launch("entrywise", name, kernels.blocksFor((long) shape.rows() * shape.cols()));
    }

    /** {@code y <- alpha x + beta y}; what a factor of 0 multiplies is not read. */
    void axpby(double alpha, CudaMatrix x, double beta, CudaMatrix y) {
        kernels.arguments().add(alpha).add(x).add(beta).add(y).add(y.rows()).add((long) y.cols());
        entrywise("axpby", y);
    }

    /** {@code x <- factor x}; a factor of 0 makes every entry 0. */
    void scale(double factor, CudaMatrix x) {
        kernels.arguments().add(factor).add(x).add(x.rows()).add((long) x.cols());
        entrywise("scale", x);
    }

    /** {@code full <-} the symmetric matrix of which {@code a} has the upper triangle. */
    void copyUpperMirrored(CudaMatrix a, CudaMatrix full) {
        kernels.arguments().add(a).add(full).add(a.rows());
        entrywise("copy_upper_mirrored", full);
    }

    /** {@code t <- a'}. */
    void transpose(CudaMatrix a, CudaMatrix t) {
        kernels.arguments().add(a).add(a.rows()).add(a.cols()).add(t);
        kernels.launch("transpose", "transpose", kernels.blocksFor((long) a.rows() * a.cols()));
    }

    /** A fixed sequence of +1 and -1. */
    void signs(CudaMatrix x) {
        kernels.arguments().add(x.address()).add(x.rows());
        entrywise("random_signs", x);
    }

    /** Entry i of the vector {@code x} times entry i of {@code factors}. */
    void scaleEntries(CudaMatrix x, CudaMatrix factors) {
        kernels.arguments().add(x.address()).add(1L).add(1).add((long) x.rows()).add(factors.address());
        entrywise("scale_columns", x);
    }

    /** Adds {@code shift} to every entry of the diagonal of a square matrix; {@code ones} is a vector of ones. */
    void addToDiagonal(double shift, CudaMatrix m, CudaMatrix ones) {
        kernels.arguments()
                .add(shift)
                .add(ones.address())
                .add(1L)
                .add(1.0)
                .add(m.address())
                .add(m.leading() + 1L)
                .add(1)
                .add((long) m.rows());
        entrywise("axpby", ones);
    }

    /** The sum of x_i y_i. */
    double dot(CudaMatrix x, CudaMatrix y) {
        int blocks = KernelSet.partials((long) x.rows() * x.cols());
        kernels.arguments().add(x).add(y).add(x.rows()).add((long) x.cols()).add(partials);
        kernels.launch("reduce", "dot_partials", blocks);
        sum(partials, blocks, results);
        return result(0);
    }

    /** Enqueues the sum of {@code count} doubles into {@code out}. */
    void sum(long from, long count, long out) {
        kernels.arguments().add(from).add(count).add(out);
        kernels.launch("reduce", "sum_partials", 1);
    }

    /** The largest magnitude; NaN if there is one. */
    double largest(CudaMatrix x) {
        squares(x, 1);
        return result(1);
    }

    /** The Frobenius norm: by the plain sum of squares where that is in range, else once more with scaled entries. */
    double norm(CudaMatrix x) {
        squares(x, 1);
        double squares = result(0);
        if (squares > SAFE_LOW && squares < SAFE_HIGH) {
            return Math.sqrt(squares);
        }
        double max = scalars.bytes().getDouble(Double.BYTES);
        if (max == 0 || !Double.isFinite(max)) { // exact: nothing to divide by
            return max;
        }
        double scale = Math.scalb(1.0, -Math.max(Math.getExponent(max), Double.MIN_EXPONENT + 1));
        squares(x, scale);
        return Math.sqrt(result(0)) / scale;
    }

    /** Enqueues the sum of the squares of {@code scale x} and the largest magnitude into the results 0 and 1. */
    private void squares(CudaMatrix x, double scale) {
        int blocks = KernelSet.partials((long) x.rows() * x.cols());
        kernels.arguments()
                .add(x)
                .add(x.rows())
                .add((long) x.cols())
                .add(scale)
                .add(partials)
                .add(maxima);
        kernels.launch("reduce", "square_partials", blocks);
        sum(partials, blocks, results);
        kernels.arguments().add(maxima).add((long) blocks).add(results + Double.BYTES);
        kernels.launch("reduce", "maximum_partials", 1);
    }

    /** Column j of {@code to} becomes column {@code columns[j]} of {@code from}; the list is at {@code list}. */
    void gatherColumns(CudaMatrix from, long list, int count, CudaMatrix to) {
        columns("gather_columns", from, list, count, to);
    }

    /** Column {@code columns[j]} of {@code to} becomes column j of {@code from}. */
    void scatterColumns(CudaMatrix from, long list, int count, CudaMatrix to) {
        columns("scatter_columns", from, list, count, to);
    }

    private void columns(String name, CudaMatrix from, long list, int count, CudaMatrix to) {
        kernels.arguments().add(from).add(from.rows()).add(list).add(count).add(to);
        kernels.launch("classes", name, kernels.blocksFor((long) from.rows() * count));
    }

    /** Writes ones into the vector {@code x}. */
    void fillOnes(CudaMatrix x) {
        double[] ones = new double[x.rows()];
        Arrays.fill(ones, 1);
        memory.writeNumbers(x.address(), precision, ones, ones.length);
    }
}
