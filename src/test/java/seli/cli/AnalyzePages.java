package seli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import seli.io.NpzWriter;
import seli.linalg.HostMatrix;

/** Checkpoints of a network that comes closer and closer to a simplex ETF, for tests of pages. */
final class AnalyzePages {
    private static final long[] COUNTS = {50, 5, 50, 5, 5};

    private AnalyzePages() {}

    /** Writes archives of W (5 x 8), class means H (8 x 5) and counts; returns the pattern that names them. */
    static String writeCheckpoints(Path folder) throws IOException {
        Files.createDirectories(folder);
        Random random = new Random(6);
        HostMatrix noise = HostMatrix.generate(8, 5, (i, j) -> random.nextGaussian());
        for (int epoch : new int[] {1, 20, 300}) {
            HostMatrix m = HostMatrix.generate(8, 5, (i, j) -> (i == j ? 1 : 0) + noise.get(i, j) / epoch);
            new NpzWriter()
                    .add("W", m.transpose())
                    .add("H", m)
                    .add("counts", COUNTS)
                    .write(folder.resolve("epoch" + epoch + ".npz"));
        }
        return folder.resolve("epoch*.npz").toString();
    }
}
