package seli.io;

import java.nio.file.Path;
import seli.label.ClassCounts;

/**
 * Labels of samples, whole numbers 0 .. k-1: a vector in a {@code .npy} file or a member of a {@code .npz}, or a text
 * file with one label a line after an optional header line of one name, or with all labels on one line.
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
        int[] labels = source.isText() ? LabelText.read(source.file()) : fromArray(source.load());
        if (labels.length == 0) {
            throw new MalformedFileException(source.toString(), "holds no labels; expected at least one");
        }
        return labels;
    }

    /**
     * The counts of the classes, {@link ClassCounts#ofLabels}.
     *
     * @throws IllegalArgumentException as there
     */
    public static ClassCounts counts(int... labels) {
        return ClassCounts.ofLabels(labels);
    }

    private static int[] fromArray(NpyArray array) throws MalformedFileException {
        int[] labels = new int[array.requireVector(Integer.BYTES)];
        for (int i = 0; i < labels.length; i++) {
            long label = array.integer(i);
            if (label < 0 || label > MAX_LABEL) {
                throw new MalformedFileException(
                        array.source(),
                        "label " + label + " at entry " + array.place(i) + "; expected 0 to " + MAX_LABEL);
            }
            labels[i] = (int) label;
        }
        return labels;
    }
}
