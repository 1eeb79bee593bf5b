package seli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import seli.io.NpyWriter;
import seli.io.NpzWriter;
import seli.linalg.HostMatrix;

/**
 * The small files that commands of the documentation read, by the names that the pages give them: a network with four
 * classes of 20, 20, 5 and 5 samples and eight features.
 */
final class SampleFiles {
    private static final int DIM = 8;
    private static final long[] COUNTS = {20, 20, 5, 5};

    private final Path folder;
    private final int[] labels;
    private final HostMatrix classifier;
    private final HostMatrix means;
    private final HostMatrix features;

    SampleFiles(Path folder) {
        this.folder = folder;
        Random random = new Random(1);
        int samples = 0;
        for (long count : COUNTS) {
            samples += (int) count;
        }
        labels = new int[samples];
        for (int c = 0, i = 0; c < COUNTS.length; c++) {
            for (int s = 0; s < COUNTS[c]; s++) {
                labels[i++] = c;
            }
        }
        classifier = HostMatrix.generate(COUNTS.length, DIM, (c, j) -> (c == j ? 1 : 0) + 0.1 * random.nextGaussian());
        means = HostMatrix.generate(COUNTS.length, DIM, (c, j) -> (c == j ? 2 : 0) + 0.1 * random.nextGaussian());
        features = HostMatrix.generate(samples, DIM, (i, j) -> (labels[i] == j ? 2 : 0) + 0.1 * random.nextGaussian());
    }

    /** Makes the file if it is one of those that pages name, and is not there. */
    void make(String name) throws IOException {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            return;
        }
        switch (name) {
            case "labels.npy" -> NpyWriter.of(labels).write(file);
            case "weights.npy", "w.npy" -> NpyWriter.of(classifier).write(file);
            case "features.npy" -> NpyWriter.of(features).write(file);
            case "means.npy", "m.npy" -> NpyWriter.of(means).write(file);
            case "bias.npy" -> NpyWriter.of(new double[COUNTS.length]).write(file);
            case "net.npz" -> samples().write(file);
            case "archive.npz" -> archive().write(file);
            default -> {
                // written by an earlier command of the page, or missing: the command will say so
            }
        }
    }

    private NpzWriter samples() {
        return new NpzWriter()
                .add("W", classifier)
                .add("b", new double[COUNTS.length])
                .add("H", features)
                .add("labels", labels);
    }

    private NpzWriter archive() {
        HostMatrix columns = HostMatrix.generate(DIM, COUNTS.length, (j, c) -> means.get(c, j));
        return new NpzWriter().add("W", classifier).add("H", columns).add("counts", COUNTS);
    }
}
