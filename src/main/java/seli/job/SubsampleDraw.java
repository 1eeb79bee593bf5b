package seli.job;

/** Samples that were drawn from a file. Immutable. */
public final class SubsampleDraw {
    private final Subsample rule;
    private final int from;
    private final int[] indices;

    /** Keeps the array, increasing indices of samples. */
    SubsampleDraw(Subsample rule, int from, int[] indices) {
        this.rule = rule;
        this.from = from;
        this.indices = indices;
    }

    /** By what rule. */
    public Subsample rule() {
        return rule;
    }

    /** Number of samples in the file. */
    public int from() {
        return from;
    }

    /** Number of samples drawn. */
    public int size() {
        return indices.length;
    }

    /** Index in the file, 0-based, of drawn sample {@code i}; increasing. */
    public int index(int i) {
        return indices[i];
    }

    /** All indices, as a new array. */
    int[] indices() {
        return indices.clone();
    }

    /** The drawn ones of the labels of all samples. */
    int[] chosen(int[] labels) {
        int[] chosen = new int[indices.length];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = labels[indices[i]];
        }
        return chosen;
    }
}
