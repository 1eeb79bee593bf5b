package seli.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.problem.VectorScalingLoss;

/**
 * Problems of one shape so small that W, H and the logits of each stay in one block's shared memory for thousands of
 * steps. Their arithmetic is that of the precision; the result does not depend on how many there are.
 */
final class SmallProblems {
    /** Steps of one launch: a fraction of a second at most, since displays must be drawn in between. */
    private static final int MOST_STEPS = 4096;

    private static final int MOST_THREADS = 512;
    private static final int FEWEST_THREADS = 64;
    /** Threads that a multiprocessor keeps at work with the registers that the kernel takes. */
    private static final int RESIDENT_THREADS = 1024;

    private static final int WARP = 32;
    private static final int PARAMETERS = 4;

    private final CudaPoint point;
    private final CudaParts parts;
    private final boolean velocitiesOnChip;
    private final int sharedBytes;
    private final int threads;
    private final int mostSteps;
    private final long table;
    private final long plain;
    private final long parameters;
    private final long losses;
    private final long taken;
    private double[] present = new double[0];

    /** Problems that {@link #fit}; room for their parameters from {@code room}. */
    SmallProblems(CudaPoint point, CudaParts parts, CudaWorkspace room) {
        this.point = point;
        this.parts = parts;
        int most = parts.device().sharedBytes();
        int problems = point.problems();
        this.velocitiesOnChip = sharedBytes(point, parts.precision(), true) <= most;
        this.sharedBytes = (int) sharedBytes(point, parts.precision(), velocitiesOnChip);
        int waves = problems / Math.max(1, parts.device().multiprocessors());
        this.threads = threads(point, waves > 0 ? most / sharedBytes : 1);
        this.mostSteps = Math.max(1, MOST_STEPS / (1 + waves / 8));
        this.table = room.numbers(4L * point.classes() * problems, Double.BYTES);
        this.plain = room.numbers(problems, Integer.BYTES);
        this.parameters = room.numbers((long) PARAMETERS * problems, Double.BYTES);
        this.losses = room.numbers(problems, Double.BYTES);
        this.taken = room.numbers(problems, Long.BYTES);
        uploadLosses();
        parts.memory().upload(taken, new long[problems]);
    }

    /** Whether each problem fits one block, and all lie in memory without gaps. */
    static boolean fit(CudaPoint point, CudaParts parts) {
        return point.isDense()
                && point.samples() > 0
                && sharedBytes(point, parts.precision(), false)
                        <= parts.device().sharedBytes();
    }

    /** Shared memory of a block; odd leading dimensions, against bank conflicts. */
    private static long sharedBytes(CudaPoint point, Precision precision, boolean withVelocities) {
        long k = point.classes();
        long n = point.samples();
        long factors = (point.featureDim() | 1) * (k + n);
        return precision.bytes() * (factors * (withVelocities ? 2 : 1) + (k | 1) * n);
    }

    /** As many threads as have something to do, fewer where several blocks share a multiprocessor. */
    private static int threads(CudaPoint point, int blocksTogether) {
        long d = point.featureDim();
        long entries =
                Math.max(d * Math.max(point.classes(), point.samples()), (long) point.classes() * point.samples());
        long useful = (entries + WARP - 1) / WARP * WARP;
        int share = Math.max(FEWEST_THREADS, RESIDENT_THREADS / Math.max(1, blocksTogether) / WARP * WARP);
        return (int) Math.min(Math.min(MOST_THREADS, useful), share);
    }

    private void uploadLosses() {
        int stride = 4 * point.classes();
        int[] isPlain = new int[point.problems()];
        for (int p = 0; p < isPlain.length; p++) {
            VectorScalingLoss loss = point.losses().get(p);
            isPlain[p] = loss.hasPlainLogits() ? 1 : 0;
            parts.memory().upload(table + (long) p * stride * Double.BYTES, loss.table());
        }
        parts.memory().upload(plain, isPlain);
    }

    int problems() {
        return point.problems();
    }

    /** Rate, momentum, ridge of W and ridge of H of each problem; true if they differ from the present ones. */
    boolean isNew(double[] rules) {
        return !Arrays.equals(rules, present);
    }

    /** Sets the rules of the steps that are launched from now on. */
    void setRules(double[] rules) {
        parts.memory().upload(parameters, rules);
        present = rules;
    }

    /** Enqueues {@code steps} steps, in launches of bounded length; their losses are not kept. */
    void launch(long steps) {
        for (long left = steps; left > 0; left -= mostSteps) {
            launch((int) Math.min(left, mostSteps), 0);
        }
    }

    /** Enqueues one step whose loss {@link #progress} reads. */
    void launchWithLoss() {
        launch(1, 1);
    }

    private void launch(int steps, int logEvery) {
        parts.kernels()
                .arguments()
                .add(point.w().address())
                .add(point.h().address())
                .add(point.velocityW().address())
                .add(point.velocityH().address())
                .add(point.labels().labels())
                .add(table)
                .add(plain)
                .add(point.featureDim())
                .add(point.classes())
                .add(point.samples())
                .add(parameters)
                .add(velocitiesOnChip)
                .add((long) steps)
                .add(logEvery)
                .add(losses)
                .add(taken);
        parts.kernels().launch("small", "small_descent", point.problems(), threads, sharedBytes);
    }

    /** What the steps came to; waits for them. */
    List<UfmKernels.Progress> progress() {
        double[] last = parts.memory().downloadDoubles(losses, point.problems());
        long[] counts = parts.memory().downloadLongs(taken, point.problems());
        List<UfmKernels.Progress> progress = new ArrayList<>();
        for (int p = 0; p < last.length; p++) {
            progress.add(new UfmKernels.Progress(counts[p], last[p]));
        }
        return progress;
    }
}
