package seli.backend.arena;

import seli.backend.LabelVector;

/** Labels on the heap, with the samples of each class listed. Immutable; valid as long as its arena is open. */
public final class HostLabels implements LabelVector {
    private final Arena arena;
    private final int[] labels;
    private final int[] start;
    private final int[] order;

    /**
     * Labels in {@code arena}; copied.
     *
     * @throws IllegalArgumentException if there are fewer than one class, or a label is outside [0, classes)
     */
    public HostLabels(Arena arena, int[] labels, int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("labels with %d classes; expected at least 1".formatted(classes));
        }
        this.arena = arena;
        this.labels = labels.clone();
        this.start = new int[classes + 1];
        this.order = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            int label = this.labels[i];
            if (label < 0 || label >= classes) {
                throw new IllegalArgumentException(
                        "label %d of sample %d; expected 0 to %d".formatted(label, i, classes - 1));
            }
            start[label + 1]++;
        }
        for (int c = 0; c < classes; c++) {
            start[c + 1] += start[c];
        }
        int[] next = start.clone();
        for (int i = 0; i < labels.length; i++) {
            order[next[this.labels[i]]++] = i;
        }
    }

    /**
     * {@code labels} as host labels that {@code user} may use.
     *
     * @throws IllegalStateException if they belong to another backend or a closed workspace
     */
    public static HostLabels of(MemoryLedger user, LabelVector labels) {
        if (!(labels instanceof HostLabels host)) {
            throw Arena.foreign(user, labels);
        }
        host.arena.requireUsableBy(user, labels);
        return host;
    }

    @Override
    public int samples() {
        return labels.length;
    }

    @Override
    public int classes() {
        return start.length - 1;
    }

    @Override
    public int label(int i) {
        return labels[i];
    }

    @Override
    public int count(int c) {
        return start[c + 1] - start[c];
    }

    /** The sample that is number {@code rank} among those of class {@code c}, in increasing order. */
    public int sample(int c, int rank) {
        return order[start[c] + rank];
    }

    @Override
    public String toString() {
        return "vector of %d labels of %s".formatted(labels.length, arena.name());
    }
}
