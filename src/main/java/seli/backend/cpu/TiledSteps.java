package seli.backend.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import seli.backend.UfmKernels;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;

/** Steps by tiles of samples, products by OpenBLAS: {@code native/cpu/tiled.h}. The factors stay where they are. */
final class TiledSteps implements NativeSteps {
    /** Labels behind the last, so that whole vectors can be read. */
    private static final int PADDING = 16;

    /** Bytes that go to the edges of cache lines. */
    private static final long SPARE = 1 << 10;

    private final NativeLoops loops;
    private final long[] blas;
    private final long[] problem;

    private TiledSteps(NativeLoops loops, long[] blas, long[] problem) {
        this.loops = loops;
        this.blas = blas;
        this.problem = problem;
    }

    /** The problem of {@code point}; nothing where OpenBLAS does not show its functions. */
    static Optional<NativeSteps> of(
            NativeLoops loops, MemoryLedger ledger, UfmKernels.DescentPoint point, CpuWorkspace room) {
        long[] blas = OpenBlas.addresses();
        if (Arrays.stream(blas).anyMatch(address -> address == 0)) {
            return Optional.empty();
        }
        HostLabels y = HostLabels.of(ledger, point.labels());
        CpuMatrix w = CpuMatrix.of(ledger, point.w());
        CpuMatrix gw = CpuMatrix.of(ledger, point.gradientW());
        CpuMatrix gh = CpuMatrix.of(ledger, point.gradientH());
        CpuMatrix z = CpuMatrix.of(ledger, point.logits());
        List<CpuMatrix> pairs = List.of(
                w,
                CpuMatrix.of(ledger, point.h()),
                CpuMatrix.of(ledger, point.velocityW()),
                CpuMatrix.of(ledger, point.velocityH()));
        long parts = partsBytes(loops, point);
        long[] problem = new long[20];
        problem[0] = y.classes();
        problem[1] = y.samples();
        problem[2] = w.rows();
        System.arraycopy(loops.factors(pairs, 0, 0), 0, problem, 3, 8);
        problem[11] = gw.leading() == gw.rows()
                ? gw.data().address()
                : room.raw((long) w.rows() * w.cols() * loops.numberBytes());
        problem[12] = parts == 0 ? 0 : room.raw(parts);
        problem[13] = gh.data().address();
        problem[14] = gh.leading();
        long logits = logitNumbers(loops, point);
        boolean isRoomThere = z.leading() == z.rows() && logits == (long) z.rows() * z.cols();
        problem[15] = isRoomThere ? z.data().address() : room.raw(logits * loops.numberBytes());
        problem[16] = logits;
        problem[17] = labels(y, room);
        problem[18] = loops.table(point.loss(), room);
        problem[19] = loops.columnsInDouble(point.loss(), loops.threads(), PADDING, room);
        return Optional.of(new TiledSteps(loops, blas, problem));
    }

    /** Bytes of room that the problem of {@code point} takes at most, beside its own matrices. */
    static long bytes(NativeLoops loops, UfmKernels.DescentPoint point) {
        int k = point.labels().classes();
        long columns = loops.isDouble() ? 0 : (long) k * PADDING * loops.threads() * Double.BYTES;
        long labels = 4L * (point.labels().samples() + PADDING);
        long logits = logitNumbers(loops, point);
        long more = logits == (long) k * point.logits().cols() ? 0 : logits * loops.numberBytes();
        return partsBytes(loops, point) + more + columns + labels + 4L * k * Double.BYTES + SPARE;
    }

    private static long logitNumbers(NativeLoops loops, UfmKernels.DescentPoint point) {
        return NativeKernels.tiledRoom(point.labels().classes(), point.logits().cols(), loops.threads());
    }

    /** Bytes of the gradients of W of all workers but the first. */
    private static long partsBytes(NativeLoops loops, UfmKernels.DescentPoint point) {
        int k = point.labels().classes();
        int d = point.w().rows();
        long logits = (long) k * point.logits().cols();
        boolean areShared = NativeKernels.sharesTiles(k, point.labels().samples(), d, logits, loops.threads());
        return areShared ? 0 : (long) k * d * loops.numberBytes() * (loops.threads() - 1L);
    }

    private static long labels(HostLabels y, CpuWorkspace room) {
        int n = y.samples();
        int[] labels = Arrays.copyOf(SmallSteps.labels(y), n + PADDING);
        Arrays.fill(labels, n, labels.length, -1);
        long address = room.raw((long) labels.length * Integer.BYTES);
        NativeKernels.writeInts(address, labels);
        return address;
    }

    @Override
    public UfmKernels.Progress take(long steps, UfmKernels.StepRule rule) {
        double[] loss = new double[1];
        long taken = NativeKernels.tiledStep(
                loops.build(),
                loops.isDouble(),
                blas,
                problem,
                steps,
                rule.numbers(),
                loops.threads(),
                loops.threads(),
                loss);
        return new UfmKernels.Progress(taken, loss[0]);
    }

    @Override
    public void store() {
        // the factors are where the caller has them
    }
}
