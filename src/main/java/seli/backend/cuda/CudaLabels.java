package seli.backend.cuda;

import seli.backend.LabelVector;
import seli.backend.arena.Arena;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;

/** Labels on the device: y (n), the samples sorted by class (n), and where each class starts (k + 1). */
final class CudaLabels implements LabelVector {
    private final HostLabels host;
    private final long labels;
    private final long order;
    private final long starts;

    /**
     * Labels in {@code arena}; copied.
     *
     * @throws IllegalArgumentException if a label is outside [0, classes), or they do not fit the memory
     */
    CudaLabels(Arena arena, DeviceMemory memory, int[] labels, int classes) {
        this.host = new HostLabels(arena, labels, classes);
        int n = labels.length;
        this.labels = memory.allocate(arena, n, 1, Integer.BYTES, "vector of %d labels".formatted(n));
        this.order = memory.allocate(arena, n, 1, Integer.BYTES, "order of %d samples".formatted(n));
        this.starts = memory.allocate(arena, classes + 1L, 1, Long.BYTES, "starts of %d classes".formatted(classes));
        int[] sorted = new int[n];
        long[] first = new long[classes + 1];
        int at = 0;
        for (int c = 0; c < classes; c++) {
            for (int rank = 0; rank < host.count(c); rank++) {
                sorted[at++] = host.sample(c, rank);
            }
            first[c + 1] = at;
        }
        memory.upload(this.labels, labels);
        memory.upload(this.order, sorted);
        memory.upload(this.starts, first);
    }

    /**
     * {@code labels} as labels that {@code user} may use.
     *
     * @throws IllegalStateException if they belong to another backend or a closed workspace
     */
    static CudaLabels of(MemoryLedger user, LabelVector labels) {
        if (!(labels instanceof CudaLabels mine)) {
            throw Arena.foreign(user, labels);
        }
        HostLabels.of(user, mine.host);
        return mine;
    }

    /** The address of the labels, int32. */
    long labels() {
        return labels;
    }

    /** The address of the samples in order of class, and of number within a class, int32. */
    long order() {
        return order;
    }

    /** The address of the first place of each class in {@link #order}, and of the end, int64. */
    long starts() {
        return starts;
    }

    @Override
    public int samples() {
        return host.samples();
    }

    @Override
    public int classes() {
        return host.classes();
    }

    @Override
    public int label(int i) {
        return host.label(i);
    }

    @Override
    public int count(int c) {
        return host.count(c);
    }

    @Override
    public String toString() {
        return host.toString();
    }
}
