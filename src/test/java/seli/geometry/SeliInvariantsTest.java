package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/** What holds for every label distribution (derived in docs), on random ones; a failure prints seed and trial. */
class SeliInvariantsTest {
    private static final long SEED = 20240229;

    private static void forRandomCounts(int trials, int mostClasses, BiConsumer<SeliGeometry, String> check) {
        Random random = new Random(SEED);
        for (int trial = 0; trial < trials; trial++) {
            ClassCounts counts = RandomCounts.next(random, mostClasses);
            check.accept(SeliGeometry.of(counts), "seed " + SEED + " trial " + trial + ": " + counts.runs());
        }
    }

    @Test
    void rowsAddUpToZero() {
        forRandomCounts(200, 1_000_000, (seli, what) -> {
            for (GramGeometry gram : List.of(seli.classifier(), seli.embedding())) {
                List<CountGroup> groups = seli.counts().groups();
                for (int g = 0; g < groups.size(); g++) {
                    double sum = gram.squaredNorm(g);
                    double size = sum;
                    for (int h = 0; h < groups.size(); h++) {
                        double others = groups.get(h).classes() - (g == h ? 1 : 0);
                        double part = others * gram.inner(g, h).orElse(0);
                        sum += part;
                        size += Math.abs(part);
                    }
                    assertEquals(0, sum, 1e-14 * size, what);
                }
            }
        });
    }

    @Test
    void tracesAndNormsAreThoseOfTheCounts() {
        forRandomCounts(200, 1_000_000, (seli, what) -> {
            double k = seli.counts().classes();
            double n = seli.counts().samples();
            double[] sums = new double[5];
            for (CountGroup group : seli.counts().groups()) {
                double v = group.count();
                sums[0] += group.classes() * v * v;
                sums[1] += group.classes() / v;
                sums[2] += group.classes() / (v * v);
                sums[3] += group.classes() * Math.log(v);
            }
            Close.relative(seli.nuclearNorm(), trace(seli.classifier()), 1e-14, what);
            double trace = 0;
            double square = 0;
            double logDeterminant = 0;
            double inverse = 0;
            double inverseRoot = 0;
            for (SingularValue s : seli.singularValues()) {
                double mu = s.value() * s.value();
                trace += s.multiplicity() * mu;
                square += s.multiplicity() * mu * mu;
                logDeterminant += s.multiplicity() * Math.log(mu);
                inverse += s.multiplicity() / mu;
                inverseRoot += s.multiplicity() / s.value();
            }
            Close.relative(n * (k - 1) / k, trace, 1e-14, what);
            Close.relative(n * (k - 1) / k, seli.classifierNorm() * seli.classifierNorm(), 1e-15, what);
            Close.relative(n * (k - 1) / k, squaredNorm(seli.classifier()), 1e-14, what);
            Close.relative((1 - 2 / k) * sums[0] + n * n / k / k, square, 1e-13, what);
            assertEquals(sums[3] + Math.log(sums[1] / k), logDeterminant, 1e-14 * (sums[3] + k), what);
            // The closed form cancels where one class dominates the sums: its error is relative to sums[1].
            assertEquals(sums[1] - sums[2] / sums[1], inverse, 1e-14 * sums[1], what);
            Close.relative(inverse, seli.embeddingNorm() * seli.embeddingNorm(), 1e-14, what);
            Close.relative(inverse, squaredNorm(seli.embedding()), 1e-14, what);
            Close.relative(inverseRoot, trace(seli.embedding()), 1e-14, what);
        });
    }

    private static double trace(GramGeometry gram) {
        double sum = 0;
        for (int g = 0; g < gram.counts().groups().size(); g++) {
            sum += gram.counts().groups().get(g).classes() * gram.squaredNorm(g);
        }
        return sum;
    }

    private static double squaredNorm(GramGeometry gram) {
        List<CountGroup> groups = gram.counts().groups();
        double sum = 0;
        for (int g = 0; g < groups.size(); g++) {
            double classes = groups.get(g).classes();
            sum += classes * gram.squaredNorm(g) * gram.squaredNorm(g);
            for (int h = 0; h < groups.size(); h++) {
                double pairs = classes * (groups.get(h).classes() - (g == h ? 1.0 : 0));
                double inner = gram.inner(g, h).orElse(0);
                sum += pairs * inner * inner;
            }
        }
        return sum;
    }

    @Test
    void singularValuesInterlaceTheRootsOfTheCounts() {
        forRandomCounts(200, 1000, (seli, what) -> {
            int total = 0;
            double previous = Double.POSITIVE_INFINITY;
            for (SingularValue s : seli.singularValues()) {
                assertTrue(s.value() < previous, what);
                previous = s.value();
                total += s.multiplicity();
            }
            assertEquals(seli.counts().classes() - 1, total, what);
            assertTrue(
                    seli.singularValues().get(0).value()
                            <= Math.sqrt(seli.counts().maximum()),
                    what);
            assertTrue(previous >= Math.sqrt(seli.counts().minimum()), what);
        });
    }

    @Test
    void embeddingsOfDistinctClassesAreObtuse() {
        forRandomCounts(200, 1_000_000, (seli, what) -> {
            int m = seli.counts().groups().size();
            for (int g = 0; g < m; g++) {
                assertTrue(seli.embedding().squaredNorm(g) > 0, what);
                for (int h = 0; h < m; h++) {
                    double inner = seli.embedding().inner(g, h).orElse(-1);
                    assertTrue(inner < 0, what);
                    assertTrue(seli.alignment().unmatched(g, h).orElse(-1) < 0, what);
                    assertEquals(seli.embedding().inner(h, g), seli.embedding().inner(g, h), what);
                    assertEquals(
                            seli.classifier().inner(h, g), seli.classifier().inner(g, h), what);
                }
                double matched = seli.alignment().matched(g).orElseThrow();
                assertTrue(matched > 0 && matched <= 1, what);
            }
        });
    }

    @Test
    void everyEntryAgreesWithQuadrature() {
        forRandomCounts(60, 100_000, (seli, what) -> {
            Quadrature quadrature = new Quadrature(seli.counts());
            GramGeometry w = seli.classifier();
            GramGeometry h = seli.embedding();
            // Differences of the quadrature: its sums of 500 terms, and N^(1/2) - integral, which cancels.
            Close.relative(quadrature.nuclearNorm(), seli.nuclearNorm(), 1e-12, what);
            for (int a = 0; a < seli.counts().groups().size(); a++) {
                double root = Math.sqrt(seli.counts().groups().get(a).count());
                assertEquals(quadrature.classifierSquaredNorm(a), w.squaredNorm(a), 1e-13 * root, what);
                assertEquals(quadrature.embeddingSquaredNorm(a), h.squaredNorm(a), 1e-13 / root, what);
                for (int b = 0; b <= a; b++) {
                    if (h.inner(a, b).isPresent()) {
                        double scale = Math.sqrt(w.squaredNorm(a) * w.squaredNorm(b));
                        assertEquals(
                                quadrature.classifierInner(a, b), w.inner(a, b).orElseThrow(), 1e-12 * scale, what);
                        Close.relative(
                                quadrature.embeddingInner(a, b), h.inner(a, b).orElseThrow(), 1e-13, what);
                    }
                }
            }
        });
    }

    @Test
    void classifierGramIsTheRootOfTheCentredCountsAndEmbeddingGramItsInverse() {
        forRandomCounts(40, 4, (seli, what) -> {
            int k = seli.counts().classes();
            double n = seli.counts().samples();
            HostMatrix centred = HostMatrix.generate(
                    k,
                    k,
                    (c, d) -> (c == d ? seli.counts().count(c) : 0)
                            - ((double) seli.counts().count(c) + seli.counts().count(d)) / k
                            + n / k / k);
            HostMatrix w = seli.classifierGram();
            assertTrue(
                    w.times(w).maxDifference(centred) <= 1e-14 * seli.counts().maximum(), what);
            double condition =
                    Math.sqrt((double) seli.counts().maximum() / seli.counts().minimum());
            assertTrue(
                    w.times(seli.embeddingGram()).maxDifference(new SimplexEtf(k).gram()) <= 4e-15 * condition, what);
        });
    }
}
