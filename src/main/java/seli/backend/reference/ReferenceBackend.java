package seli.backend.reference;

import java.util.Map;
import seli.backend.Backend;
import seli.backend.BackendInfo;
import seli.backend.BackendProvider;
import seli.backend.DenseAlgebra;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.backend.arena.MemoryLedger;

/** Plain Java in double precision, on the calling thread; equal input gives equal bits on every machine. */
public final class ReferenceBackend implements Backend {
    private static final double SHARE_OF_HEAP = 0.9;

    private final MemoryLedger ledger;
    private final ReferenceAlgebra algebra;
    private final ReferenceKernels kernels;

    private ReferenceBackend(long memoryLimit) {
        this.ledger = new MemoryLedger("reference FLOAT64", memoryLimit, () -> Long.MAX_VALUE);
        this.algebra = new ReferenceAlgebra(ledger);
        this.kernels = new ReferenceKernels(ledger);
    }

    /** A backend that may fill nine tenths of the Java heap. */
    public static ReferenceBackend open() {
        return open((long) (SHARE_OF_HEAP * Runtime.getRuntime().maxMemory()));
    }

    /** The same with a limit of memory; the usual one is nine tenths of the heap. */
    static ReferenceBackend open(BackendProvider.Memory memory) {
        long heap = Runtime.getRuntime().maxMemory();
        boolean isUsual = memory.equals(BackendProvider.Memory.USUAL);
        return isUsual ? open() : open(Math.min((long) (SHARE_OF_HEAP * heap), memory.of(heap)));
    }

    /** A backend that may allocate {@code memoryLimit} bytes. */
    public static ReferenceBackend open(long memoryLimit) {
        return new ReferenceBackend(memoryLimit);
    }

    @Override
    public BackendInfo info() {
        String device = "Java %s on %s".formatted(System.getProperty("java.version"), System.getProperty("os.arch"));
        return new BackendInfo("reference", Precision.FLOAT64, device, 1, Map.of());
    }

    @Override
    public Workspace openWorkspace() {
        return new ReferenceWorkspace(ledger);
    }

    @Override
    public DenseAlgebra algebra() {
        return algebra;
    }

    @Override
    public UfmKernels kernels() {
        return kernels;
    }

    @Override
    public void synchronize() {
        ledger.requireOpen();
    }

    @Override
    public long roomBytes() {
        return ledger.roomBytes();
    }

    @Override
    public long liveBytes() {
        return ledger.liveBytes();
    }

    @Override
    public MemoryUse memoryUse() {
        return ledger.use();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
