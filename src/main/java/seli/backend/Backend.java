package seli.backend;

/**
 * One device at one precision. Owns its library handles; the matrices belong to the {@link Workspace}s that it opens.
 * Not thread-safe: one thread at a time.
 */
public interface Backend extends AutoCloseable {
    /** What this backend is. */
    BackendInfo info();

    /** A new, empty arena of matrices; close it before the backend. */
    Workspace openWorkspace();

    /** Dense matrix algebra. */
    DenseAlgebra algebra();

    /** The fused operations of the model. */
    UfmKernels kernels();

    /** Waits until all enqueued work is done; no effect where calls are synchronous. */
    void synchronize();

    /** Bytes that matrices may still take. */
    long roomBytes();

    /** Columns of k x n logits that are best made at a time, at least 1; all where only the memory counts. */
    default int tileColumns(int classes) {
        return Integer.MAX_VALUE;
    }

    /** Bytes of matrix memory that open workspaces hold now. */
    long liveBytes();

    /** What may be held, and the most that was held so far; also once the backend is closed. */
    MemoryUse memoryUse();

    /**
     * Memory of a backend.
     *
     * @param budgetBytes bytes that matrices and intermediate results may take
     * @param peakBytes the most that they took at once
     */
    record MemoryUse(long budgetBytes, long peakBytes) {}

    /**
     * Releases the handles; idempotent.
     *
     * @throws IllegalStateException if a workspace is still open (it is closed all the same)
     */
    @Override
    void close();
}
