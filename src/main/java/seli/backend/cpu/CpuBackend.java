package seli.backend.cpu;

import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import seli.backend.Backend;
import seli.backend.BackendInfo;
import seli.backend.BackendProvider;
import seli.backend.BackendUnavailableException;
import seli.backend.DenseAlgebra;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.backend.arena.MemoryLedger;

/**
 * ND4J's memory, OpenBLAS's threads, and Java loops on the calling thread. All calls are synchronous, every reduction
 * has a fixed order: with equal input, threads and library the results are equal bit for bit.
 */
public final class CpuBackend implements Backend {
    private final NativeNumbers numbers;
    private final BackendInfo info;
    private final Padding padding;
    private final MemoryLedger ledger;
    private final TileWidth tiles;
    private final CpuAlgebra algebra;
    private final CpuKernels kernels;

    // waiver(parameters): what a backend is opened with
    private CpuBackend(
            NativeNumbers numbers, int threads, long memoryLimit, Padding padding, NativeLibrary.Build build) {
        this.numbers = numbers;
        this.info = describe(numbers.precision(), threads, build);
        this.padding = padding;
        this.ledger = new MemoryLedger("cpu " + numbers.precision(), memoryLimit, HostMemory::available);
        this.tiles = new TileWidth(numbers.precision().bytes(), threads);
        BlockLoops loops = new BlockLoops();
        this.algebra = new CpuAlgebra(ledger, numbers, loops);
        Optional<NativeLoops> fast = build == NativeLibrary.Build.JAVA
                ? Optional.empty()
                : Optional.of(new NativeLoops(build, ledger, numbers, threads));
        this.kernels = new CpuKernels(ledger, loops, fast);
    }

    /**
     * A backend that may fill nine tenths of the machine's memory.
     *
     * @param threads threads of OpenBLAS, for the whole process, at least 1
     * @throws BackendUnavailableException if the native libraries do not load
     */
    public static CpuBackend open(Precision precision, int threads) {
        return open(precision, threads, HostMemory.defaultLimit(), Padding.NONE);
    }

    /** The same with a limit of memory; the usual one is nine tenths of all. */
    static CpuBackend open(BackendProvider.Request request) {
        load(request.threads());
        long most = HostMemory.defaultLimit();
        boolean isUsual = request.memory().equals(BackendProvider.Memory.USUAL);
        long limit = isUsual ? most : Math.min(most, request.memory().of(HostMemory.available()));
        return open(request.precision(), request.threads(), limit, Padding.NONE);
    }

    /** The same with at most {@code memoryLimit} bytes of matrices. */
    public static CpuBackend open(Precision precision, int threads, long memoryLimit) {
        return open(precision, threads, memoryLimit, Padding.NONE);
    }

    /** The same with room around each matrix that must stay untouched; for tests. */
    static CpuBackend open(Precision precision, int threads, long memoryLimit, Padding padding) {
        return open(precision, threads, memoryLimit, padding, NativeLibrary.chosen());
    }

    /** The same with a build of the native kernels, or with loops in Java. */
    // waiver(parameters): what a backend is opened with
    static CpuBackend open(
            Precision precision, int threads, long memoryLimit, Padding padding, NativeLibrary.Build build) {
        load(threads);
        return new CpuBackend(NativeNumbers.of(precision), threads, memoryLimit, padding, build);
    }

    private static void load(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("%d threads; expected at least 1".formatted(threads));
        }
        try {
            Nd4j.dataType(); // starts ND4J
            OpenBlas.load(threads);
        } catch (LinkageError | RuntimeException e) { // ND4J wraps what it cannot load in various runtime exceptions
            throw refusal(e);
        }
    }

    static BackendUnavailableException refusal(Throwable failure) {
        return new BackendUnavailableException(
                "cpu",
                "ND4J or OpenBLAS does not load (" + rootCause(failure) + ")",
                "rebuild on this machine for its native libraries, or pass --backend reference",
                failure);
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        for (Throwable next = cause.getCause(); next != null && next != cause; next = cause.getCause()) {
            cause = next;
        }
        return cause;
    }

    private static BackendInfo describe(Precision precision, int threads, NativeLibrary.Build build) {
        String nd4j = LibraryVersion.ofMavenArtifact(Nd4j.class, "org.nd4j", "nd4j-api");
        String javacpp = LibraryVersion.ofMavenArtifact(Loader.class, "org.bytedeco", "javacpp");
        String kernels = build == NativeLibrary.Build.JAVA
                ? NativeLibrary.reason().map(reason -> "java: " + reason).orElse("java")
                : build.word();
        Map<String, String> libraries =
                Map.of("OpenBLAS", OpenBlas.version(), "ND4J", nd4j, "JavaCPP", javacpp, "SELI CPU kernels", kernels);
        return new BackendInfo("cpu", precision, CpuModel.describe(), threads, libraries);
    }

    @Override
    public BackendInfo info() {
        return info;
    }

    @Override
    public Workspace openWorkspace() {
        return new CpuWorkspace(ledger, numbers, padding);
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
    public int tileColumns(int classes) {
        return tiles.columns(classes);
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
