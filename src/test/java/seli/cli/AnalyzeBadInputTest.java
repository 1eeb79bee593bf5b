package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import seli.io.NpyWriter;
import seli.io.NpzWriter;
import seli.linalg.HostMatrix;

/**
 * What a user of analyze may get wrong with checkpoints, fits, subsamples and theory: exit code 64, one line that names
 * it, and no file made or changed. What its single files may have wrong is in {@link BadInputTest}.
 */
class AnalyzeBadInputTest {
    @TempDir
    private Path dir;

    private record Row(String phrase, String arguments) {
        @Override
        public String toString() {
            return arguments;
        }
    }

    private static Row row(String phrase, String arguments) {
        return new Row(phrase, arguments);
    }

    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(dir.resolve("labels.csv"), "0\n0\n1\n");
        Files.writeString(dir.resolve("short.csv"), "0\n1\n");
        Files.writeString(dir.resolve("beyond.csv"), "0\n1\n2\n");
        Files.writeString(dir.resolve("one-class.csv"), "0\n0\n0\n");
        Files.createDirectory(dir.resolve("empty"));
        NpyWriter.of(matrix(2, 3)).write(dir.resolve("w.npy"));
        NpyWriter.of(matrix(2, 3)).write(dir.resolve("w-1.npy"));
        NpyWriter.of(matrix(2, 3)).write(dir.resolve("w-2.npy"));
        NpyWriter.of(matrix(3, 3)).write(dir.resolve("h-1.npy"));
        NpyWriter.of(matrix(3, 3)).write(dir.resolve("h.npy"));
        NpyWriter.of(HostMatrix.generate(3, 3, (i, j) -> i == 2 && j == 1 ? Double.NaN : 1))
                .write(dir.resolve("nan.npy"));
        NpyWriter.of(HostMatrix.generate(3, 3, (i, j) -> i == 2 && j == 1 ? 1e300 : 1))
                .write(dir.resolve("huge.npy"));
        network("net1.npz", 3, 2, 1);
        network("net2.npz", 4, 2, 1);
        network("other1.npz", 3, 2, 1);
        network("other2.npz", 3, 1, 2);
    }

    private void network(String name, int d, long... counts) throws IOException {
        new NpzWriter()
                .add("W", matrix(2, d))
                .add("H", matrix(d, 2))
                .add("counts", counts)
                .write(dir.resolve(name));
    }

    private static HostMatrix matrix(int rows, int cols) {
        return HostMatrix.generate(rows, cols, (i, j) -> Math.sin(1 + i + 2.0 * j));
    }

    static Stream<Row> checkpoints() {
        return Stream.of(
                row("no*.npz' has no .npz archive; expected at least one", "{dir}/no*.npz"),
                row("{dir}/empty' has no .npz archive", "{dir}/empty"),
                row("{dir}/nowhere", "{dir}/nowhere/*.npz"),
                row("checkpoint net2 has", "{dir}/net*.npz"),
                row("and 4 features but net1 has", "{dir}/net*.npz"),
                row("expected checkpoints of one network", "{dir}/other1.npz {dir}/other2.npz"),
                row("no file matches", "--weights {dir}/none*.npy --features {dir}/h.npy --labels {dir}/labels.csv"),
                row(
                        "--features '{dir}/h-*.npy' has no file for '2'",
                        "--weights {dir}/w-*.npy --features {dir}/h-*.npy --labels {dir}/labels.csv"),
                row(
                        "has more than one *",
                        "--weights {dir}/w*-*.npy --features {dir}/h.npy --labels {dir}/labels.csv"));
    }

    static Stream<Row> samples() {
        return Stream.of(
                row("short.csv has 2 labels; expected 2 rows, one for each sample", network("h.npy", "short.csv")),
                row("label 2 of sample 2 is outside 0..1", network("h.npy", "beyond.csv")),
                row("class 1 has no sample", network("h.npy", "one-class.csv")),
                row("{dir}/nan.npy: row 2, column 1 is NaN", network("nan.npy", "labels.csv")),
                row("{dir}/huge.npy: entry (2, 1) is 1.0E300", network("huge.npy", "labels.csv")));
    }

    static Stream<Row> fits() {
        return Stream.of(
                row("--fit makes weights and bias from samples", network("h.npy", "labels.csv") + " --fit 1"),
                row("--fit makes weights and bias from samples", "--means {dir}/w.npy --counts 2,1 --fit 1"),
                row("without --weights, --features, --labels, --means, --counts and --fit", "{dir}/net1.npz --fit 1"),
                row("--fit: got '0'", features("labels.csv") + " --fit 0"),
                row("--fit: got 'x'", features("labels.csv") + " --fit x"),
                row("--labels is missing", "--features {dir}/h.npy --fit 1"),
                row("at least 2 classes", features("one-class.csv") + " --fit 1"),
                row(
                        "{dir}/nan.npy: row 2, column 1 is NaN",
                        "--features {dir}/nan.npy --labels {dir}/labels.csv --fit 1"),
                row("--scale: got '0'; expected a number but 0", network("h.npy", "labels.csv") + " --scale 0"),
                row("--scale: got '1/0'", network("h.npy", "labels.csv") + " --scale 1/0"),
                row("--scale: got '1/2/3'", network("h.npy", "labels.csv") + " --scale 1/2/3"));
    }

    static Stream<Row> subsamples() {
        return Stream.of(
                row(
                        "class 1 has 1 samples but profile '2,2' asks for 2",
                        network("h.npy", "labels.csv") + " --subsample 2,2"),
                row("has 3 classes but the classifier has 2", network("h.npy", "labels.csv") + " --subsample 1,1,1"),
                row("unknown profile 'stpe'", network("h.npy", "labels.csv") + " --subsample stpe:k=2"),
                row(
                        "--subsample draws from samples",
                        "--weights {dir}/w.npy --means {dir}/w.npy --counts 2,1" + " --subsample 1,1"),
                row("--subsample draws from samples", "{dir}/net1.npz --subsample 1,1"),
                row("--seed: got 'x'", network("h.npy", "labels.csv") + " --subsample 1,1 --seed x"));
    }

    static Stream<Row> theory() {
        return Stream.of(
                row("--loss cdt needs --gamma", "{dir}/net1.npz --loss cdt"),
                row("--gamma is not a parameter of --loss ce", "{dir}/net1.npz --gamma 1"),
                row("--loss: got 'hinge'", "{dir}/net1.npz --loss hinge"),
                row("--loss vs has no geometry of its own here", "{dir}/net1.npz --loss vs --gamma 1"),
                row("--loss ldt --gamma 3000.0", "{dir}/net1.npz --loss ldt --gamma 3000"));
    }

    private static String network(String features, String labels) {
        return "--weights {dir}/w.npy --features {dir}/%s --labels {dir}/%s".formatted(features, labels);
    }

    private static String features(String labels) {
        return "--features {dir}/h.npy --labels {dir}/" + labels;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"checkpoints", "samples", "fits", "subsamples", "theory"})
    void isOneLineWithExitCode64AndLeavesNothing(Row row) throws IOException {
        List<String> before = listing();
        String line = "analyze --backend reference --out {dir}/new " + row.arguments();

        CommandRun run = CommandRun.of(inDir(line).split(" "));

        assertEquals(64, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("seli: "), run.err());
        assertTrue(run.err().contains(inDir(row.phrase())), run.err());
        assertFalse(run.err().contains("Exception"), run.err());
        assertEquals(1, run.errorLines(), run.err());
        assertEquals("", run.out());
        assertEquals(before, listing());
    }

    private String inDir(String text) {
        return text.replace("{dir}", dir.toString());
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
