package seli.backend.cpu;

import java.util.List;
import java.util.stream.IntStream;
import seli.backend.UfmKernels;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;
import seli.problem.VectorScalingLoss;

/**
 * A problem whose factors are packed for products that run from the caches: {@code native/cpu/small.h}. The factors
 * outside are those of the last {@link #store}.
 */
final class SmallSteps implements NativeSteps {
    /** Largest W, in bytes: it is read once for every few samples, from the second-level cache. */
    private static final long MOST_CLASSIFIER = 128 << 10;

    /** Largest H, velocities and gradients, in bytes. */
    private static final long MOST_SAMPLES = 64L << 20;

    /** Flops of a step from which on it is shared among threads, which cost a few microseconds. */
    private static final double SHARED_FROM = 1e6;

    /** Bytes that go to the edges of cache lines. */
    private static final long SPARE = 1 << 10;

    private final NativeLoops loops;
    private final long problem;
    private final long[] factors;
    private final int workers;

    // waiver(parameters): a problem is its sizes, labels, loss and factors
    private SmallSteps(
            NativeLoops loops,
            int[] labels,
            long firstLabel,
            int classes,
            long samples,
            int featureDim,
            VectorScalingLoss loss,
            long[] factors,
            int workers,
            CpuWorkspace room) {
        this.loops = loops;
        this.factors = factors;
        this.workers = workers;
        long bytes = NativeKernels.smallBytes(loops.build(), loops.isDouble(), classes, samples, featureDim, workers);
        this.problem = NativeKernels.smallOpen(
                loops.build(),
                loops.isDouble(),
                room.raw(bytes),
                classes,
                samples,
                featureDim,
                labels,
                firstLabel,
                loops.table(loss, room),
                workers,
                factors);
    }

    /** Whether a problem is better taken this way. */
    static boolean suits(long k, long n, long d, int numberBytes) {
        return d * k * numberBytes <= MOST_CLASSIFIER && n * (2 * d + k) * numberBytes <= MOST_SAMPLES;
    }

    /** Bytes of room that the problem of {@code point} takes. */
    static long bytes(NativeLoops loops, UfmKernels.DescentPoint point) {
        int k = point.labels().classes();
        long packed = NativeKernels.smallBytes(
                loops.build(),
                loops.isDouble(),
                k,
                point.labels().samples(),
                point.w().rows(),
                workers(loops, point));
        return packed + 4L * k * Double.BYTES + SPARE;
    }

    private static int workers(NativeLoops loops, UfmKernels.DescentPoint point) {
        double flops = 6.0
                * point.w().rows()
                * point.labels().classes()
                * point.labels().samples();
        return flops < SHARED_FROM ? 1 : loops.threads();
    }

    /** The problem of {@code point}; room from {@code room}. */
    static SmallSteps of(NativeLoops loops, MemoryLedger ledger, UfmKernels.DescentPoint point, CpuWorkspace room) {
        HostLabels y = HostLabels.of(ledger, point.labels());
        int d = point.w().rows();
        List<CpuMatrix> pairs = List.of(
                CpuMatrix.of(ledger, point.w()),
                CpuMatrix.of(ledger, point.h()),
                CpuMatrix.of(ledger, point.velocityW()),
                CpuMatrix.of(ledger, point.velocityH()));
        return new SmallSteps(
                loops,
                labels(y),
                0,
                y.classes(),
                y.samples(),
                d,
                point.loss(),
                loops.factors(pairs, 0, 0),
                workers(loops, point),
                room);
    }

    /** Problem {@code p} of {@code batch}, for one worker. */
    // waiver(parameters): where the problem is and where its room comes from
    static SmallSteps of(
            NativeLoops loops,
            MemoryLedger ledger,
            UfmKernels.BatchPoint batch,
            int p,
            int[] labels,
            CpuWorkspace room) {
        int k = batch.labels().classes();
        int n = batch.labels().samples() / batch.problems();
        List<CpuMatrix> pairs = List.of(
                CpuMatrix.of(ledger, batch.w()),
                CpuMatrix.of(ledger, batch.h()),
                CpuMatrix.of(ledger, batch.velocityW()),
                CpuMatrix.of(ledger, batch.velocityH()));
        long[] factors = loops.factors(pairs, (long) p * k, (long) p * n);
        return new SmallSteps(
                loops,
                labels,
                (long) p * n,
                k,
                n,
                batch.w().rows(),
                batch.losses().get(p),
                factors,
                1,
                room);
    }

    static int[] labels(HostLabels y) {
        return IntStream.range(0, y.samples()).map(y::label).toArray();
    }

    /** The address of the packed problem. */
    long address() {
        return problem;
    }

    @Override
    public UfmKernels.Progress take(long steps, UfmKernels.StepRule rule) {
        double[] loss = new double[1];
        long taken =
                NativeKernels.smallStep(loops.build(), loops.isDouble(), problem, steps, rule.numbers(), workers, loss);
        return new UfmKernels.Progress(taken, loss[0]);
    }

    @Override
    public void store() {
        NativeKernels.smallStore(loops.isDouble(), problem, factors);
    }
}
