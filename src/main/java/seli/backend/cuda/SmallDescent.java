package seli.backend.cuda;

import java.util.Arrays;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.problem.VectorScalingLoss;

/**
 * Gradient descent on a problem so small that W, H and the logits stay in one block's shared memory for thousands of
 * steps: steps are only counted here and launched many at a time. Their arithmetic is that of the precision.
 */
final class SmallDescent implements UfmKernels.Descent {
    /** Steps of one launch: a fraction of a second at most, since displays must be drawn in between. */
    private static final int MOST_STEPS = 4096;

    private static final int MOST_THREADS = 512;
    private static final int WARP = 32;
    private static final int PARAMETERS = 4;

    /** What is moved, as {@link UfmKernels.DescentPoint}. */
    record Point(
            CudaMatrix w,
            CudaMatrix h,
            CudaMatrix velocityW,
            CudaMatrix velocityH,
            CudaLabels labels,
            VectorScalingLoss loss) {}

    private final Point point;
    private final CudaParts parts;
    private final boolean velocitiesOnChip;
    private final int sharedBytes;
    private final int threads;
    private final long table;
    private final long plain;
    private final long parameters;
    private final long loss;
    private final long taken;
    private double[] present = new double[0];
    private int pending;
    private UfmKernels.Progress progress = new UfmKernels.Progress(0, Double.NaN);

    /** A descent from the present entries of {@code point}; room for its parameters from {@code room}. */
    SmallDescent(Point point, CudaParts parts, CudaWorkspace room) {
        this.point = point;
        this.parts = parts;
        int most = parts.device().sharedBytes();
        this.velocitiesOnChip = bytes(point, parts.precision(), true) <= most;
        this.sharedBytes = (int) bytes(point, parts.precision(), velocitiesOnChip);
        long entries = Math.max(
                (long) point.h.rows() * Math.max(point.w.cols(), point.h.cols()),
                (long) point.w.cols() * point.h.cols());
        this.threads = (int) Math.min(MOST_THREADS, (entries + WARP - 1) / WARP * WARP);
        this.table = room.numbers(4L * point.loss.classes(), Double.BYTES);
        this.plain = room.numbers(1, Integer.BYTES);
        this.parameters = room.numbers(PARAMETERS, Double.BYTES);
        this.loss = room.numbers(1, Double.BYTES);
        this.taken = room.numbers(1, Long.BYTES);
        parts.memory().upload(table, LossTable.numbers(point.loss));
        parts.memory().upload(plain, new int[] {point.loss.hasPlainLogits() ? 1 : 0});
        parts.memory().upload(taken, new long[] {0});
    }

    /** Whether the problem fits one block, and lies in memory without gaps. */
    static boolean fits(Point point, Precision precision, int sharedBytes) {
        int d = point.w.rows();
        boolean isDense = point.w.leading() == d
                && point.h.leading() == d
                && point.velocityW.leading() == d
                && point.velocityH.leading() == d;
        return isDense && bytes(point, precision, false) <= sharedBytes;
    }

    /** Shared memory of a block; odd leading dimensions, against bank conflicts. */
    private static long bytes(Point point, Precision precision, boolean velocities) {
        long d = point.w.rows() | 1;
        long k = point.w.cols();
        long n = point.h.cols();
        return precision.bytes() * (d * (k + n) * (velocities ? 2 : 1) + (k | 1) * n);
    }

    @Override
    public void step(double rate, double momentum, double ridgeW, double ridgeH) {
        double[] wanted = {rate, momentum, ridgeW, ridgeH};
        if (!Arrays.equals(wanted, present)) {
            launch(pending, 0);
            pending = 0;
            parts.memory().upload(parameters, wanted);
            present = wanted;
        }
        pending++;
        if (pending > MOST_STEPS) {
            launch(MOST_STEPS, 0);
            pending -= MOST_STEPS;
        }
    }

    @Override
    public UfmKernels.Progress progress() {
        if (pending > 0) {
            launch(pending - 1, 0);
            launch(1, 1);
            pending = 0;
            double last = parts.memory().downloadDoubles(loss, 1)[0];
            progress = new UfmKernels.Progress(parts.memory().downloadLong(taken), last);
        }
        return progress;
    }

    /** Enqueues {@code steps} steps; every {@code logEvery}th loss is kept, none for 0. */
    private void launch(int steps, int logEvery) {
        if (steps == 0) {
            return;
        }
        parts.kernels()
                .arguments()
                .add(point.w.address())
                .add(point.h.address())
                .add(point.velocityW.address())
                .add(point.velocityH.address())
                .add(point.labels.labels())
                .add(table)
                .add(plain)
                .add(point.w.rows())
                .add(point.w.cols())
                .add(point.h.cols())
                .add(parameters)
                .add(velocitiesOnChip)
                .add((long) steps)
                .add(logEvery)
                .add(loss)
                .add(taken);
        parts.kernels().launch("small", "small_descent", 1, threads, sharedBytes);
    }
}
