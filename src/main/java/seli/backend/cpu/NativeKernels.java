package seli.backend.cpu;

/**
 * The doors to {@code native/cpu}. Addresses are of native memory; {@code build} is {@link NativeLibrary.Build#number},
 * {@code doubles} tells double from single precision, {@code table} is the address of the loss's omega, delta, tau and
 * iota or 0 where it leaves logits plain. Nothing is checked here.
 */
final class NativeKernels {
    private NativeKernels() {}

    static native boolean hasBuild(int build);

    static native void writeInts(long address, int[] values);

    static native void writeDoubles(long address, double[] values);

    /** {@code x <- e^x}; for tests. */
    static native void exponentials(int build, boolean doubles, long x, long count);

    /** As {@link seli.backend.UfmKernels#lossAndGradient}, both times e^-logScale. */
    // waiver(parameters): the shape of the operation
    static native double lossAndGradient(
            int build,
            boolean doubles,
            long z,
            long ld,
            int k,
            long n,
            int[] labels,
            long table,
            double logScale,
            long scratch,
            int workers);

    /** The sum of the losses, with the bits of {@link #lossAndGradient}; {@code logs} gets each column's logarithm. */
    // waiver(parameters): the shape of the operation
    static native double losses(
            int build,
            boolean doubles,
            long z,
            long ld,
            int k,
            long n,
            int[] labels,
            long table,
            long scratch,
            double[] logs,
            int workers);

    /** As {@link seli.backend.UfmKernels#momentumStep} on {@code count} adjacent numbers. */
    // waiver(parameters): the shape of the operation
    static native void momentum(
            int build,
            boolean doubles,
            long x,
            long g,
            long v,
            long count,
            double rate,
            double momentum,
            double ridge,
            int workers);

    /** Bytes that {@link #smallOpen} needs. */
    // waiver(parameters): sizes of a problem
    static native long smallBytes(int build, boolean doubles, int k, long n, int d, int workers);

    /** Reads a problem into {@code memory}; factors are W, H and their velocities, each with its leading dimension. */
    // waiver(parameters): a problem is its sizes, labels, loss and factors
    static native long smallOpen(
            int build,
            boolean doubles,
            long memory,
            int k,
            long n,
            int d,
            int[] labels,
            long firstLabel,
            long table,
            int workers,
            long[] factors);

    static native void smallStore(boolean doubles, long problem, long[] factors);

    /** Takes steps; returns how many were taken and writes the loss before the last. */
    // waiver(parameters): what a step needs
    static native long smallStep(
            int build, boolean doubles, long problem, long steps, double[] rule, int workers, double[] loss);

    /** Steps of many problems, by four numbers of {@code rules} each. */
    // waiver(parameters): what the steps need
    static native void smallBatch(
            int build,
            boolean doubles,
            long[] problems,
            long steps,
            double[] rules,
            long[] taken,
            double[] losses,
            int workers);

    /** Numbers of room that the logits of a tiled problem take, made for so many columns at once. */
    static native long tiledRoom(int k, long columns, int workers);

    /** Whether a tiled problem with so many logits at once needs no part of a gradient for each further worker. */
    static native boolean sharesTiles(int k, long n, int d, long logits, int workers);

    /** Steps by tiles; {@code problem} is as {@code jni.cpp} takes it apart. */
    // waiver(parameters): what a step needs
    static native long tiledStep(
            int build,
            boolean doubles,
            long[] blas,
            long[] problem,
            long steps,
            double[] rule,
            int workers,
            int threads,
            double[] loss);
}
