package seli.backend;

/** A handle to the labels y: [n] -> [k] of the samples in device memory; its {@link Workspace} owns the memory. */
public interface LabelVector {
    /** Number of samples n. */
    int samples();

    /** Number of classes k. */
    int classes();

    /** Label of sample {@code i}, 0-based. */
    int label(int i);

    /** Number of samples with label {@code c}. */
    int count(int c);
}
