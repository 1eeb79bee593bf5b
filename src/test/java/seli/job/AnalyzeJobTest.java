package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.io.ArraySource;
import seli.io.NpyWriter;
import seli.io.NpzWriter;
import seli.io.UnusableFileException;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.Convention;

class AnalyzeJobTest {
    /** Two classes, two features: samples (0, 3) and (2, -3) of class 0 and (5, 0) of class 1; W = (-1, 0), (1, 0). */
    private static final HostMatrix W = HostMatrix.of(2, 2, -1, 0, 1, 0);

    private static final HostMatrix H = HostMatrix.of(2, 3, 0, 3, 5, 0, 2, -3);
    private static final HostMatrix M = HostMatrix.of(2, 2, 1, 0, 5, 0);
    private static final int[] LABELS = {0, 1, 0};

    private static final String TURNED = "; it looks transposed, so save its transpose (in NumPy: A.T)";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeNetwork() throws IOException {
        write("w.npy", W.transpose());
        write("h.npy", H.transpose());
        write("m.npy", M.transpose());
        NpyWriter.of(LABELS).write(folder.resolve("y.npy"));
        NpyWriter.of(4.0, 0.0).write(folder.resolve("b.npy"));
    }

    private void write(String name, HostMatrix matrix) throws IOException {
        NpyWriter.of(matrix).write(folder.resolve(name));
    }

    private ArraySource file(String name) {
        return ArraySource.of(folder.resolve(name));
    }

    private AnalyzeJob samples() {
        return AnalyzeJob.ofSamples(file("w.npy"), file("h.npy"), file("y.npy"));
    }

    private AnalyzeJob means(long... counts) {
        return AnalyzeJob.ofMeans(file("w.npy"), file("m.npy"), ClassCounts.of(counts));
    }

    private AnalyzeJob archive(NpzWriter content) throws IOException {
        content.write(folder.resolve("net.npz"));
        return AnalyzeJob.ofArchive(folder.resolve("net.npz"));
    }

    private static AnalyzeResult run(AnalyzeJob job) throws UnusableFileException {
        try (Backend backend = Backends.open(Backends.Choice.REFERENCE, Precision.FLOAT64, 1)) {
            return job.run(backend);
        }
    }

    private String refusal(AnalyzeJob job) {
        Exception e = assertThrows(Exception.class, () -> run(job));
        assertTrue(e instanceof IllegalArgumentException || e instanceof UnusableFileException, e::toString);
        return e.getMessage().replace(folder + File.separator, "");
    }

    private static double of(OptionalDouble value) {
        return value.orElseThrow();
    }

    @Test
    void samplesInPyTorchLayoutAreMeasured() throws IOException {
        AnalyzeResult result = run(samples());
        assertEquals(ClassCounts.of(2, 1), result.counts());
        assertEquals(2, result.featureDim());
        assertEquals(ClassCounts.of(2, 1), result.seli().model().counts());
        assertEquals(1.0 / 6, of(result.metrics().nc1()), 1e-14);
        assertEquals(2.0 / 3, of(result.metrics().accuracy()), 1e-14);
        assertEquals(2.0 / 3, of(result.metrics().nc4()), 1e-14);
    }

    @Test
    void biasIsAddedToTheLogits() throws IOException {
        assertEquals(1, of(run(samples().withBias(file("b.npy"))).metrics().accuracy()));
        assertEquals(
                2,
                run(means(2, 1).withBias(file("b.npy")))
                        .metrics()
                        .classMargins()
                        .orElseThrow()
                        .minimum());
    }

    @Test
    void meansInPyTorchLayoutAreMeasured() throws IOException {
        AnalyzeResult result = run(means(2, 1));
        assertEquals(ClassCounts.of(2, 1), result.counts());
        assertEquals(OptionalDouble.empty(), result.metrics().nc1());
        assertEquals(OptionalDouble.empty(), result.metrics().nc4());
        assertEquals(
                of(run(samples()).metrics().distances().logitsSeli()),
                of(result.metrics().distances().logitsSeli()),
                1e-15);
    }

    @Test
    void weightsMayStandInAnArchiveAndLabelsInText() throws IOException {
        new NpzWriter().add("fc", W.transpose()).add("other", M).write(folder.resolve("net.npz"));
        Files.writeString(folder.resolve("y.csv"), "label\n0\n1\n0\n");
        AnalyzeJob job =
                AnalyzeJob.ofSamples(ArraySource.of(folder.resolve("net.npz"), "fc"), file("h.npy"), file("y.csv"));
        assertEquals(1.0 / 6, of(run(job).metrics().nc1()), 1e-14);
    }

    @Test
    void ownFactorsAreToldByTheMemberM() throws IOException {
        NpzWriter factors = new NpzWriter()
                .add("W", W)
                .add("H", H)
                .add("M", M)
                .add("counts", new long[] {2, 1})
                .add("labels", LABELS);
        assertEquals(1.0 / 6, of(run(archive(factors)).metrics().nc1()), 1e-14);
    }

    @Test
    void ownFactorsWithoutEmbeddingsGiveTheirMeans() throws IOException {
        NpzWriter factors = new NpzWriter().add("W", W).add("M", M).add("counts", new long[] {2, 1});
        AnalyzeResult result = run(archive(factors));
        assertEquals(OptionalDouble.empty(), result.metrics().nc1());
        assertEquals(
                of(run(means(2, 1)).metrics().distances().logitsSeli()),
                of(result.metrics().distances().logitsSeli()),
                1e-15);
    }

    @Test
    void publishedLayoutHasWeightsByRowsAndMeansByColumns() throws IOException {
        HostMatrix w = HostMatrix.of(3, 2, -1, 0, 2, 1, 0, 0);
        HostMatrix m = HostMatrix.of(3, 2, 1, 0, 0, 5, 0, 1);
        NpzWriter published =
                new NpzWriter().add("W", w.transpose()).add("H", m).add("counts", new long[] {7, 3});
        AnalyzeResult result = run(archive(published));
        assertEquals(ClassCounts.of(7, 3), result.counts());
        assertEquals(3, result.featureDim());
        // W'M = [-1 -3; 1 5]: margins -2 and 8.
        assertEquals(-2, result.metrics().classMargins().orElseThrow().minimum());
        assertEquals(
                List.of(-2.0, 8.0),
                result.metrics().classMargins().orElseThrow().groupMeans());
    }

    @Test
    void biasInAnArchiveIsUsedUnlessAnotherIsNamed() throws IOException {
        NpzWriter published = new NpzWriter()
                .add("W", W.transpose())
                .add("H", M)
                .add("counts", new long[] {7, 3})
                .add("b", new double[] {100, 0});
        AnalyzeJob job = archive(published);
        assertEquals(
                90, run(job).metrics().classMargins().orElseThrow().groupMeans().get(1) + 180, 1e-12);
        assertEquals(
                6,
                run(job.withBias(file("b.npy")))
                        .metrics()
                        .classMargins()
                        .orElseThrow()
                        .groupMeans()
                        .get(1),
                1e-12);
    }

    @Test
    void conventionsNameEveryNumberOnce() {
        Map<String, String> conventions = AnalyzeResult.conventions();
        for (Convention convention : Convention.values()) {
            assertEquals(convention.meaning(), conventions.get(convention.key()));
        }
        for (String block : new String[] {"classifier", "embedding", "alignment"}) {
            assertTrue(conventions.get(block).contains("groups of equal counts"), block);
        }
        assertTrue(conventions.get("metrics.margin.samples").contains("over the samples"));
        assertTrue(conventions.get("metrics.margin.classMeans").contains("over the class means"));
        assertEquals(Convention.values().length + 8, conventions.size());
        assertThrows(UnsupportedOperationException.class, () -> conventions.put("a", "b"));
    }

    @Test
    void verdictIsThatOfTheDistances() throws IOException {
        assertTrue(run(samples())
                .verdict()
                .startsWith("SELI and the simplex ETF coincide, since there are two " + "classes."));
    }

    @Test
    void transposedWeightsAreRecognised() throws IOException {
        write("w.npy", HostMatrix.zeros(3, 2));
        write("h.npy", HostMatrix.zeros(3, 3));
        assertEquals(
                "w.npy is 3 x 2 but h.npy is 3 x 3; expected 3 columns, one for each feature" + TURNED,
                refusal(samples()));
        assertEquals(
                "w.npy is 3 x 2 but the counts are of 2 classes; expected 2 rows, one for each class" + TURNED,
                refusal(means(2, 1)));
    }

    @Test
    void transposedFeaturesAreRecognised() throws IOException {
        write("h.npy", H);
        assertEquals(
                "h.npy is 2 x 3 but y.npy has 3 labels; expected 3 rows, one for each sample" + TURNED,
                refusal(samples()));
    }

    @Test
    void transposedMeansAreRecognised() throws IOException {
        write("w.npy", HostMatrix.zeros(2, 3));
        write("m.npy", HostMatrix.zeros(3, 2));
        assertEquals(
                "m.npy is 3 x 2 but the counts are of 2 classes; expected 2 rows, one for each class" + TURNED,
                refusal(means(2, 1)));
    }

    @Test
    void otherSizesAreNamedWithoutAGuess() throws IOException {
        write("w.npy", HostMatrix.zeros(4, 5));
        assertEquals("w.npy is 4 x 5 but h.npy is 3 x 2; expected 2 columns, one for each feature", refusal(samples()));
        assertEquals(
                "w.npy is 4 x 5 but the counts are of 3 classes; expected 3 rows, one for each class",
                refusal(means(2, 1, 1)));
        write("w.npy", HostMatrix.zeros(2, 5));
        assertEquals(
                "m.npy is 2 x 2 but w.npy is 2 x 5; expected 5 columns, one for each feature", refusal(means(2, 1)));
        NpyWriter.of(0, 1, 0, 1).write(folder.resolve("y.npy"));
        assertEquals("h.npy is 3 x 2 but y.npy has 4 labels; expected 4 rows, one for each sample", refusal(samples()));
    }

    @Test
    void archivesOfWrongSizesAreNamed() throws IOException {
        HostMatrix w = HostMatrix.zeros(3, 2);
        long[] counts = {7, 3};
        assertEquals(
                "net.npz:W is 3 x 2 but the counts are of 2 classes; expected 2 rows, one for each class" + TURNED,
                refusal(archive(new NpzWriter().add("W", w).add("H", w).add("counts", counts))));
        assertEquals(
                "net.npz:H is 2 x 3 but the counts are of 2 classes; expected 2 columns, one for each class " + "mean"
                        + TURNED,
                refusal(archive(new NpzWriter()
                        .add("W", w.transpose())
                        .add("H", w.transpose())
                        .add("counts", counts))));
        assertEquals(
                "net.npz:H is 4 x 2 but net.npz:W is 2 x 3; expected 3 rows, one for each feature",
                refusal(archive(new NpzWriter()
                        .add("W", w.transpose())
                        .add("H", HostMatrix.zeros(4, 2))
                        .add("counts", counts))));
    }

    @Test
    void factorsOfWrongSizesAreNamed() throws IOException {
        assertEquals(
                "net.npz:H is 2 x 3 but net.npz:labels has 4 labels; expected 4 columns, one for each sample",
                refusal(archive(factors(W, H).add("labels", new int[] {0, 1, 0, 1}))));
        assertEquals(
                "net.npz:W is 3 x 2 but net.npz:H is 2 x 3; expected 2 rows, one for each feature" + TURNED,
                refusal(archive(factors(HostMatrix.zeros(3, 2), H).add("labels", LABELS))));
        assertEquals(
                "net.npz:M is 2 x 2 but net.npz:W is 4 x 2; expected 4 rows, one for each feature",
                refusal(archive(new NpzWriter()
                        .add("W", HostMatrix.zeros(4, 2))
                        .add("M", M)
                        .add("counts", new long[] {2, 1}))));
        assertEquals(
                "net.npz:W is 4 x 3 but the counts are of 2 classes; expected 2 columns, one for each class",
                refusal(archive(new NpzWriter()
                        .add("W", HostMatrix.zeros(4, 3))
                        .add("M", M)
                        .add("counts", new long[] {2, 1}))));
    }

    private static NpzWriter factors(HostMatrix w, HostMatrix h) {
        return new NpzWriter().add("W", w).add("H", h).add("M", M).add("counts", new long[] {2, 1});
    }

    @Test
    void missingMembersAreListed() throws IOException {
        assertEquals(
                "net.npz: no member 'counts'; it has W, H",
                refusal(archive(new NpzWriter().add("W", W).add("H", M))));
        assertEquals(
                "net.npz: no member 'H'; it has W, counts",
                refusal(archive(new NpzWriter().add("W", W).add("counts", new long[] {2, 1}))));
    }

    @Test
    void countsOfAnArchiveAreChecked() throws IOException {
        String message = refusal(archive(new NpzWriter().add("W", W).add("H", M).add("counts", new long[] {2, 0})));
        assertTrue(message.startsWith("net.npz:counts: class 1 has 0 samples"), message);
    }

    @Test
    void nonFiniteAndHugeEntriesAreNamed() throws IOException {
        write("w.npy", HostMatrix.of(2, 2, -1, 0, Double.NaN, 0));
        assertEquals("w.npy: row 0, column 1 is NaN; expected finite numbers", refusal(samples()));
        write("w.npy", HostMatrix.of(2, 2, -1, 0, -2e60, 0));
        assertEquals("w.npy: entry (0, 1) is -2.0E60; expected numbers of at most 1.0E60 in size", refusal(samples()));
        write("w.npy", HostMatrix.of(2, 2, -1, 0, -1e60, 0));
        assertTrue(run(samples()).metrics().distances().classifierSeli().isPresent());
        write("w.npy", W.transpose());
        assertEquals(
                "net.npz:H: entry (0, 1) is 2.0E60; expected numbers of at most 1.0E60 in size",
                refusal(archive(
                        factors(W, HostMatrix.of(2, 3, 0, 3, 2e60, 0, 2, -3)).add("labels", LABELS))));
        NpyWriter.of(0, Double.POSITIVE_INFINITY).write(folder.resolve("b.npy"));
        assertEquals(
                "b.npy: entry 1 is Infinity; expected finite numbers",
                refusal(samples().withBias(file("b.npy"))));
    }

    @Test
    void labelsAreChecked() throws IOException {
        NpyWriter.of(0, 2, 0).write(folder.resolve("y.npy"));
        assertEquals(
                "y.npy: label 2 of sample 1 is outside 0..1; expected labels of the 2 classes of the classifier",
                refusal(samples()));
        NpyWriter.of(0, 0, 0).write(folder.resolve("y.npy"));
        assertEquals(
                "y.npy: class 1 has no sample; expected at least one for each of the 2 classes of the classifier",
                refusal(samples()));
    }

    @Test
    void oneClassIsRefused() throws IOException {
        write("w.npy", HostMatrix.of(1, 2, 1, 2));
        NpyWriter.of(0, 0, 0).write(folder.resolve("y.npy"));
        assertEquals(
                "w.npy has one class; expected at least two (a single logit z is the same as two rows w/2 and -w/2)",
                refusal(samples()));
    }

    @Test
    void biasOfAnotherLengthIsRefused() throws IOException {
        NpyWriter.of(1.0, 2.0, 3.0).write(folder.resolve("b.npy"));
        assertEquals(
                "b.npy has 3 numbers but w.npy has 2 classes; expected one bias for each class",
                refusal(samples().withBias(file("b.npy"))));
    }

    @Test
    void vectorsAndEmptyMatricesAreNoMatrix() throws IOException {
        NpyWriter.of(1.0, 2.0).write(folder.resolve("w.npy"));
        assertEquals("w.npy is 2 x 1 but h.npy is 3 x 2; expected 2 columns, one for each feature", refusal(samples()));
        write("w.npy", HostMatrix.zeros(2, 0));
        String noColumns = refusal(samples());
        assertTrue(noColumns.startsWith("w.npy: ") && noColumns.contains("columns"), noColumns);
        write("w.npy", W.transpose());
        write("h.npy", HostMatrix.zeros(0, 2));
        assertEquals("h.npy: matrix of 0 rows; expected at least one row and one column", refusal(samples()));
    }

    @Test
    void missingFilesAreNamed() {
        String message = refusal(AnalyzeJob.ofArchive(folder.resolve("nothing.npz")));
        assertTrue(message.startsWith("file not found: nothing.npz"), message);
    }
}
