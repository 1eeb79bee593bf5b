package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.io.UnusableFileException;
import seli.label.ClassCounts;
import seli.metric.CollapseMetrics;

/**
 * ResNet-18 on CIFAR-10 under (10, 1/2)-STEP imbalance, as its authors published it; numbers computed with NumPy in
 * float64.
 */
class RealNetworkTest {
    private static AnalyzeResult analyze(String name) throws UnusableFileException {
        Path data = Path.of(Optional.ofNullable(System.getenv("SELI_DATA")).orElse("../shared/data"));
        Path file = data.resolve("resnet18-cifar10-r10").resolve(name);
        assumeTrue(
                Files.isRegularFile(file),
                () -> "no data: " + file + " is missing; set SELI_DATA to the folder with the data");
        try (Backend backend = Backends.open(Backends.Choice.REFERENCE, Precision.FLOAT64, 1)) {
            return AnalyzeJob.ofArchive(file).run(backend);
        }
    }

    private static double of(OptionalDouble value) {
        return value.orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "001, .670, .813, 1.137, 1.285",
        "080, .348, .414, .661, .611",
        "250, .140, .416, .193, .165",
        "350, .132, .419, .197, .158"
    })
    void distancesAreThoseOfTheIndependentComputation(
            String epoch, double classifierSeli, double classifierEtf, double embeddingSeli, double logitsSeli)
            throws UnusableFileException {
        CollapseMetrics metrics = analyze("ce_epoch" + epoch + ".npz").metrics();
        assertEquals(classifierSeli, of(metrics.distances().classifierSeli()), 0.5e-3);
        assertEquals(classifierEtf, of(metrics.distances().classifierEtf()), 0.5e-3);
        assertEquals(embeddingSeli, of(metrics.distances().embeddingSeli()), 0.5e-3);
        assertEquals(logitsSeli, of(metrics.distances().logitsSeli()), 0.5e-3);
    }

    @Test
    void normsAnglesAndMarginsAreThoseOfTheIndependentComputation() throws UnusableFileException {
        AnalyzeResult result = analyze("ce_epoch350.npz");
        assertEquals(ClassCounts.of(5000, 5000, 5000, 5000, 5000, 500, 500, 500, 500, 500), result.counts());
        assertEquals(512, result.featureDim());
        CollapseMetrics metrics = result.metrics();
        assertEquals(0.214733, of(metrics.classifierFrame().normVariation()), 1e-6);
        assertEquals(0.045857, of(metrics.classifierFrame().equiangularity()), 1e-6);
        assertEquals(0.057678, of(metrics.classifierFrame().cosineDeviation()), 1e-6);
        assertEquals(2.380370, of(metrics.classifierFrame().squaredNormRatio()), 1e-6);
        assertEquals(0.213989, of(metrics.embeddingFrame().normVariation()), 1e-6);
        assertEquals(0.060260, of(metrics.embeddingFrame().equiangularity()), 1e-6);
        assertEquals(0.071894, of(metrics.embeddingFrame().cosineDeviation()), 1e-6);
        assertEquals(0.424407, of(metrics.embeddingFrame().squaredNormRatio()), 1e-6);
        assertEquals(0.510465, of(metrics.selfDuality().nc3()), 1e-6);
        assertEquals(0.659145, of(metrics.selfDuality().nc3Uncentred()), 1e-6);
        assertEquals(8.032295, metrics.classMargins().orElseThrow().minimum(), 1e-6);
        assertEquals(9.143495, metrics.classMargins().orElseThrow().groupMeans().get(0), 1e-6);
        assertEquals(8.355796, metrics.classMargins().orElseThrow().groupMeans().get(1), 1e-6);
        assertEquals(0.946737, of(metrics.alignment().matched(0)), 1e-6);
        assertEquals(0.959891, of(metrics.alignment().matched(1)), 1e-6);
        assertEquals(-0.065775, of(metrics.alignment().unmatched(0, 1)), 1e-6);
        assertEquals(-0.156526, of(metrics.alignment().unmatched(1, 0)), 1e-6);
        assertEquals(OptionalDouble.empty(), metrics.nc1());
        assertEquals(OptionalDouble.empty(), metrics.nc4());
    }

    @Test
    void trainedNetworkIsSaidToBeCloserToSeli() throws UnusableFileException {
        assertEquals(
                "The classifier is closer to SELI (0.132) than to the simplex ETF (0.419); "
                        + "the class means are closer to SELI (0.197) than to the simplex ETF (0.427).",
                analyze("ce_epoch350.npz").verdict());
    }

    @Test
    void untrainedEmbeddingsAreSaidToBeFarFromBoth() throws UnusableFileException {
        assertTrue(analyze("ce_epoch001.npz")
                .verdict()
                .endsWith("the class means are closer to the simplex ETF (1.059) than to SELI (1.137), but far "
                        + "from both"
                        + " (1.414 is orthogonal)."));
    }

    @Test
    void doublePrecisionArchiveIsReadToo() throws UnusableFileException {
        CollapseMetrics metrics = analyze("cdt05_epoch350.npz").metrics();
        assertEquals(0.410586, of(metrics.distances().classifierSeli()), 1e-6);
        assertEquals(0.289747, of(metrics.distances().classifierEtf()), 1e-6);
        assertEquals(0.220847, of(metrics.distances().embeddingSeli()), 1e-6);
        assertEquals(5.781870, metrics.classMargins().orElseThrow().minimum(), 1e-6);
    }
}
