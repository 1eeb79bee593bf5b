package seli.job;

import java.io.IOException;
import java.nio.file.Path;
import seli.io.NpzWriter;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/** The archive {@code factors.npz} that solve and train write and analyze reads. */
public final class Factors {
    private Factors() {}

    /**
     * Writes members W (d x k), H (d x n, samples sorted by class), M (class means, d x k), counts (k) and labels (n).
     *
     * @throws IOException if writing fails; an older file is then still there
     */
    public static void write(Path file, ClassCounts counts, HostMatrix w, HostMatrix h, HostMatrix m)
            throws IOException {
        new NpzWriter()
                .add("W", w)
                .add("H", h)
                .add("M", m)
                .add("counts", counts.toArray())
                .add("labels", counts.labels())
                .write(file);
    }

    /**
     * Writes the same without H and labels: every embedding equals its class mean, and H would take too much room.
     *
     * @throws IOException if writing fails; an older file is then still there
     */
    public static void writeMeans(Path file, ClassCounts counts, HostMatrix w, HostMatrix m) throws IOException {
        new NpzWriter().add("W", w).add("M", m).add("counts", counts.toArray()).write(file);
    }

    /** Embeddings H (d x n) that all equal their class means: column c of {@code m} repeated n_c times. */
    public static HostMatrix repeatMeans(ClassCounts counts, HostMatrix m) {
        int[] labels = counts.labels();
        return HostMatrix.generate(m.rows(), labels.length, (i, j) -> m.get(i, labels[j]));
    }
}
