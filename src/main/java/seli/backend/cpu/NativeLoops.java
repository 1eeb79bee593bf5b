package seli.backend.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import seli.backend.LossValue;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;
import seli.problem.VectorScalingLoss;

/**
 * The kernels of {@code native/cpu} in one build and precision, on matrices of one backend. Their results have one
 * order of sums for a given number of threads.
 */
final class NativeLoops {
    /** Numbers from which on an operation is shared among threads. */
    private static final long SHARED_FROM = 1 << 17;

    /** Below this the sum of losses may have lost terms to underflow, and its logarithm is summed in logarithms. */
    private static final double TRUSTED = 0x1p-900;

    private final NativeLibrary.Build build;
    private final MemoryLedger ledger;
    private final NativeNumbers numbers;
    private final int threads;

    NativeLoops(NativeLibrary.Build build, MemoryLedger ledger, NativeNumbers numbers, int threads) {
        this.build = build;
        this.ledger = ledger;
        this.numbers = numbers;
        this.threads = threads;
    }

    int build() {
        return build.number();
    }

    boolean isDouble() {
        return numbers.precision() == Precision.FLOAT64;
    }

    int numberBytes() {
        return numbers.precision().bytes();
    }

    int threads() {
        return threads;
    }

    private int workers(long count) {
        return count < SHARED_FROM ? 1 : threads;
    }

    /** Sum of losses, and the logits become their gradient, both times e^-logScale. */
    double lossAndGradient(CpuMatrix z, HostLabels y, VectorScalingLoss loss, double logScale) {
        if (z.rows() == 0 || z.cols() == 0) {
            return 0;
        }
        int workers = workers((long) z.rows() * z.cols());
        try (CpuWorkspace scratch = new CpuWorkspace(ledger, numbers, Padding.NONE)) {
            return NativeKernels.lossAndGradient(
                    build(),
                    isDouble(),
                    z.data().address(),
                    z.leading(),
                    z.rows(),
                    z.cols(),
                    SmallSteps.labels(y),
                    table(loss, scratch),
                    logScale,
                    columnsInDouble(loss, workers, 1, scratch),
                    workers);
        }
    }

    /** Sum of losses and its logarithm. */
    LossValue loss(CpuMatrix z, HostLabels y, VectorScalingLoss loss) {
        if (z.rows() == 0 || z.cols() == 0) {
            return new LossValue(0, Double.NEGATIVE_INFINITY);
        }
        int workers = workers((long) z.rows() * z.cols());
        double[] logs = new double[z.cols()];
        try (CpuWorkspace scratch = new CpuWorkspace(ledger, numbers, Padding.NONE)) {
            double sum = NativeKernels.losses(
                    build(),
                    isDouble(),
                    z.data().address(),
                    z.leading(),
                    z.rows(),
                    z.cols(),
                    SmallSteps.labels(y),
                    table(loss, scratch),
                    columnsInDouble(loss, workers, 1, scratch),
                    logs,
                    workers);
            return new LossValue(sum, sum < TRUSTED ? logOfSum(logs) : Math.log(sum));
        }
    }

    /** log of the sum of e^x. */
    private static double logOfSum(double[] logs) {
        double most = Arrays.stream(logs).max().orElse(Double.NEGATIVE_INFINITY);
        if (Double.isInfinite(most) || Double.isNaN(most)) {
            return most;
        }
        return most
                + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - most)).sum());
    }

    /** The address of omega, delta, tau and iota of a loss; 0 where it leaves logits plain. */
    long table(VectorScalingLoss loss, CpuWorkspace room) {
        if (loss.hasPlainLogits() && IntStream.range(0, loss.classes()).allMatch(c -> loss.omega(c) == 1)) {
            return 0;
        }
        long address = room.raw(4L * loss.classes() * Double.BYTES);
        NativeKernels.writeDoubles(address, loss.table());
        return address;
    }

    /**
     * Room for {@code columns} columns of k doubles for each worker, where logits are not computed with as they are.
     */
    long columnsInDouble(VectorScalingLoss loss, int workers, int columns, CpuWorkspace room) {
        return isDouble() ? 0 : room.raw((long) loss.classes() * columns * workers * Double.BYTES);
    }

    /** {@code v <- momentum v + (g + ridge x)}, {@code x <- x - rate v}. */
    // waiver(parameters): the shape of UfmKernels.momentumStep
    void momentumStep(CpuMatrix x, CpuMatrix g, CpuMatrix v, double rate, double momentum, double ridge) {
        int rows = x.rows();
        boolean isDense = x.leading() == rows && g.leading() == rows && v.leading() == rows;
        int stretches = isDense ? 1 : x.cols();
        long count = isDense ? (long) rows * x.cols() : rows;
        for (int j = 0; j < stretches && count > 0; j++) {
            NativeKernels.momentum(
                    build(),
                    isDouble(),
                    address(x, j),
                    address(g, j),
                    address(v, j),
                    count,
                    rate,
                    momentum,
                    ridge,
                    workers(count));
        }
    }

    private long address(CpuMatrix m, int column) {
        return m.data().address() + m.offset(0, column) * numberBytes();
    }

    /** Addresses and leading dimensions of two factors and their velocities, columns of one problem. */
    long[] factors(List<CpuMatrix> pairs, long firstClass, long firstSample) {
        long[] factors = new long[8];
        for (int i = 0; i < 4; i++) {
            CpuMatrix m = pairs.get(i);
            long column = i % 2 == 0 ? firstClass : firstSample;
            factors[2 * i] = m.data().address() + column * m.leading() * numberBytes();
            factors[2 * i + 1] = m.leading();
        }
        return factors;
    }

    /** Steps that run natively, many to a call. */
    Optional<UfmKernels.Descent> descent(UfmKernels.DescentPoint point, CpuWorkspace room) {
        long d = point.w().rows();
        long k = point.labels().classes();
        long n = point.labels().samples();
        if (d == 0 || n == 0) {
            return Optional.empty();
        }
        if (SmallSteps.suits(k, n, d, numberBytes()) && SmallSteps.bytes(this, point) <= ledger.roomBytes()) {
            return Optional.of(new NativeDescent(SmallSteps.of(this, ledger, point, room)));
        }
        if (TiledSteps.bytes(this, point) > ledger.roomBytes()) {
            return Optional.empty();
        }
        return TiledSteps.of(this, ledger, point, room).map(NativeDescent::new);
    }

    /** Steps of many small problems, shared among the threads. */
    Optional<UfmKernels.BatchDescent> descents(UfmKernels.BatchPoint batch, CpuWorkspace room) {
        long d = batch.w().rows();
        long k = batch.labels().classes();
        long n = batch.labels().samples() / batch.problems();
        if (d == 0 || n == 0 || !SmallSteps.suits(k, n, d, numberBytes())) {
            return Optional.empty();
        }
        return Optional.of(new NativeBatch(this, ledger, batch, room));
    }
}
