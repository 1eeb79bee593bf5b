package seli.io;

import java.nio.file.Path;
import seli.label.ClassCounts;

/**
 * Labels of samples, whole numbers 0 .. k-1: a vector in a {@code .npy} file or a member of a {@code .npz}, or a text file
 * with one label a line after an optional header line of one name, or with all labels on one line.
 */
public final class LabelFile {
    /** One more than this must still be an int. */
    static final int MAX_LABEL = Integer.MAX_VALUE - 1;

    private LabelFile() {}

    /**
     * The labels in a file.
     *
     * @throws UnusableFileException if the file is missing or unreadable
     * @throws MalformedFileException naming the line or entry of the first label that is negative, not whole, or above
     *     2^31 - 2; or if there are none
     */
    public static int[] read(Path file) throws UnusableFileException {
        return read(ArraySource.of(file));
    }

    /** The labels in a file or member of an archive; otherwise as {@link #read(Path)}. */
    public static int[] read(ArraySource source) throws UnusableFileException {
        int[] labels = source.isText()
                ? LabelText.read(source.file())
                : fromArray(source.load());
        if (labels.length == 0) {
            throw new MalformedFileException(source.toString(), "holds no labels; expected at least one");
        }
        return labels;
    }

    /**
     * The counts of classes 0 .. k-1 where k - 1 is the largest label; cost linear in the number of labels whatever k.
     *
     * @throws IllegalArgumentException if there are no labels, one is negative, a class below the largest has no sample (the
     *     first such is named), or there is only one class
     */
    public static ClassCounts counts(int... labels) {
        int largest = -1;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] > MAX_LABEL) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of sample " + i + "; expected 0 to " + MAX_LABEL);
            }
            largest = Math.max(largest, labels[i]);
        }
        // With fewer labels than classes one of the first labels.length + 1 classes is empty: no need to count the others.
        long[] counts = new long[(int) Math.min(largest + 1L, labels.length + 1L)];
        for (int label : labels) {
            if (label < counts.length) {
                counts[label]++;
            }
        }
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                throw new IllegalArgumentException("class " + c + " has no sample, but the largest label is " + largest
                        + "; expected labels 0 to k-1, each at least once");
            }
        }
        return ClassCounts.of(counts);
    }

    private static int[] fromArray(NpyArray array) throws MalformedFileException {
        int[] labels = new int[array.requireVector(Integer.BYTES)];
        for (int i = 0; i < labels.length; i++) {
            long label = array.integer(i);
            if (label < 0 || label > MAX_LABEL) {
                throw new MalformedFileException(
                        array.source(), "label " + label + " at entry " + array.place(i) + "; expected 0 to " + MAX_LABEL);
            }
            labels[i] = (int) label;
        }
        return labels;
    }
}
