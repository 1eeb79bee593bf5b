package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.label.ClassCounts;
import seli.label.ImbalanceProfile;
import seli.linalg.HostMatrix;

class SeliGeometryTest {
    private static SeliGeometry seli(String counts) {
        return SeliGeometry.of(ImbalanceProfile.parse(counts).counts());
    }

    @Test
    void goldenGramMatricesAndSingularValues() throws IOException {
        JsonNode cases;
        try (InputStream golden = SeliGeometryTest.class.getResourceAsStream("seli.json")) {
            cases = new ObjectMapper().readTree(Objects.requireNonNull(golden));
        }
        assertEquals(4, cases.size());
        for (JsonNode golden : cases) {
            String name = golden.get("case").asText();
            long[] counts = new long[golden.get("n").size()];
            Arrays.setAll(counts, c -> golden.get("n").get(c).asLong());
            SeliGeometry seli = SeliGeometry.of(ClassCounts.of(counts));
            // The golden numbers carry the rounding of a dense eigensolver, a few units of the last place of the norm.
            Close.relative(golden.get("nuc").asDouble(), seli.nuclearNorm(), 2e-15, name);
            assertGram(golden.get("GW"), seli.classifierGram(), name);
            assertGram(golden.get("GM"), seli.embeddingGram(), name);
            double[] singular = seli.singularValues().stream()
                    .flatMapToDouble(s -> DoubleStream.generate(s::value).limit(s.multiplicity()))
                    .sorted()
                    .toArray();
            assertEquals(golden.get("sig").size(), singular.length, name);
            for (int j = 0; j < singular.length; j++) {
                Close.relative(golden.get("sig").get(j).asDouble(), singular[j], 2e-15, name);
            }
        }
    }

    private static void assertGram(JsonNode expected, HostMatrix gram, String name) {
        for (int c = 0; c < gram.rows(); c++) {
            for (int d = 0; d < gram.cols(); d++) {
                assertEquals(expected.get(c).get(d).asDouble(), gram.get(c, d), 1e-14, name + " " + c + " " + d);
            }
        }
    }

    @Test
    void threeClassesByHand() {
        // S = PNP for counts 4, 1, 1 has eigenvalue 3 for (2,-1,-1)/sqrt 6 and 1 for (0,1,-1)/sqrt 2.
        SeliGeometry seli = SeliGeometry.of(ClassCounts.of(1, 4, 1));
        double r = Math.sqrt(3);
        assertEquals(2, seli.singularValues().size());
        Close.relative(r, seli.singularValues().get(0).value(), 1e-15, "larger");
        assertEquals(new SingularValue(1, 1), seli.singularValues().get(1));
        Close.relative(r + 1, seli.nuclearNorm(), 1e-15, "nuclear norm");
        HostMatrix w = HostMatrix.of(
                3, 3, r / 6 + 0.5, -r / 3, r / 6 - 0.5, -r / 3, 2 * r / 3, -r / 3, r / 6 - 0.5, -r / 3, r / 6 + 0.5);
        assertTrue(seli.classifierGram().maxDifference(w) < 3e-16);
        double s = 1 / r;
        HostMatrix m = HostMatrix.of(
                3, 3, s / 6 + 0.5, -s / 3, s / 6 - 0.5, -s / 3, 2 * s / 3, -s / 3, s / 6 - 0.5, -s / 3, s / 6 + 0.5);
        assertTrue(seli.embeddingGram().maxDifference(m) < 3e-16);
    }

    @Test
    void threeDistinctCountsByHand() {
        // Counts 3, 2, 1: 3 mu^2 - 12 mu + 11 = 0, and S = PNP = N - (n_c + n_d)/3 + 2/3 is the square of W'W.
        SeliGeometry seli = SeliGeometry.of(ClassCounts.of(3, 2, 1));
        Close.relative(
                Math.sqrt(2 + 1 / Math.sqrt(3)), seli.singularValues().get(0).value(), 3e-16, "larger");
        Close.relative(
                Math.sqrt(2 - 1 / Math.sqrt(3)), seli.singularValues().get(1).value(), 3e-16, "smaller");
        HostMatrix s = HostMatrix.of(3, 3, 5, -3, -2, -3, 4, -1, -2, -1, 3).times(1.0 / 3);
        HostMatrix w = seli.classifierGram();
        assertTrue(w.times(w).maxDifference(s) < 2e-15);
        assertTrue(w.times(seli.embeddingGram()).maxDifference(new SimplexEtf(3).gram()) < 1e-15);
    }

    @Test
    void equalCountsGiveTheSimplex() {
        for (int k : new int[] {2, 3, 10, 1000}) {
            SeliGeometry seli = seli("balanced:k=" + k + ",n=7");
            assertEquals(List.of(new SingularValue(Math.sqrt(7), k - 1)), seli.singularValues());
            HostMatrix p = new SimplexEtf(k).gram();
            assertTrue(seli.classifierGram().maxDifference(p.times(Math.sqrt(7))) < 1e-15, "k = " + k);
            assertTrue(seli.embeddingGram().maxDifference(p.times(1 / Math.sqrt(7))) < 1e-15, "k = " + k);
            Close.absolute(-1.0 / (k - 1), seli.classifier().cosine(0, 0), 4e-16, "k = " + k);
        }
    }

    @Test
    void onlyEqualCountsGiveTheSimplex() {
        SeliGeometry seli = SeliGeometry.of(ClassCounts.of(1_000_001, 1_000_000, 1_000_000));
        double distance = GramDistance.toEtf(seli.classifierGram()).orElseThrow();
        // First order in the relative difference of the counts, 1e-6.
        assertTrue(distance > 1e-7 && distance < 1e-6, "distance " + distance);
        // The closed form of the distance, at counts where it does not cancel.
        SeliGeometry step = SeliGeometry.of(ClassCounts.of(100, 100, 1, 1));
        double cosine = step.nuclearNorm() / (step.classifierNorm() * Math.sqrt(3));
        Close.absolute(Math.sqrt(2 - 2 * cosine), GramDistance.toEtf(step.classifierGram()), 1e-14, "100:1");
    }

    @Test
    void twoClassesAreOppositeForEveryImbalance() {
        for (long count : new long[] {1, 2, 50, 1_000_000_000_000L, ClassCounts.MAX_SAMPLES - 1}) {
            SeliGeometry seli = SeliGeometry.of(ClassCounts.of(1, count));
            double value = Math.sqrt((1 + count) / 2.0);
            assertEquals(1, seli.singularValues().size());
            Close.relative(value, seli.singularValues().get(0).value(), 3e-16, "count " + count);
            HostMatrix p = HostMatrix.of(2, 2, 0.5, -0.5, -0.5, 0.5);
            assertTrue(seli.classifierGram().maxDifference(p.times(value)) <= 1e-15 * value, "count " + count);
            assertTrue(seli.embeddingGram().maxDifference(p.times(1 / value)) <= 1e-15 / value, "count " + count);
        }
        GramGeometry w = SeliGeometry.of(ClassCounts.of(50, 1)).classifier();
        assertEquals(-1, w.cosine(0, 1).orElseThrow(), 1e-15);
        assertTrue(w.cosine(0, 0).isEmpty() && w.cosine(1, 1).isEmpty());
    }

    @Test
    void orderOfClassesOnlyMovesEntries() {
        SeliGeometry sorted = SeliGeometry.of(ClassCounts.of(9, 9, 4, 1, 1));
        SeliGeometry mixed = SeliGeometry.of(ClassCounts.of(1, 9, 4, 1, 9));
        int[] place = {3, 0, 2, 4, 1};
        assertEquals(sorted.singularValues(), mixed.singularValues());
        assertEquals(sorted.nuclearNorm(), mixed.nuclearNorm());
        for (int c = 0; c < 5; c++) {
            for (int d = 0; d < 5; d++) {
                assertEquals(sorted.classifierEntry(place[c], place[d]), mixed.classifierEntry(c, d));
                assertEquals(sorted.embeddingEntry(place[c], place[d]), mixed.embeddingEntry(c, d));
                assertEquals(mixed.classifierEntry(c, d), mixed.classifierGram().get(c, d));
                assertEquals(mixed.embeddingEntry(c, d), mixed.embeddingGram().get(c, d));
            }
        }
        assertNotEquals(mixed.classifierEntry(0, 0), mixed.classifierEntry(0, 3));
    }

    @Test
    void gramMatricesAreComputedOnce() {
        SeliGeometry seli = SeliGeometry.of(ClassCounts.of(5, 3, 2));
        assertSame(seli.classifier(), seli.classifier());
        assertSame(seli.embedding(), seli.embedding());
        assertEquals(ClassCounts.of(5, 3, 2), seli.counts());
    }

    @Test
    void zipfNuclearNormOfAHundredThousandClasses() {
        SeliGeometry seli = seli("zipf:k=100000,s=1.1,nmax=1000000");
        assertEquals(1435, seli.counts().groups().size());
        assertEquals(393153.9812, seli.nuclearNorm(), 5e-5);
        Close.relative(new Quadrature(seli.counts()).nuclearNorm(), seli.nuclearNorm(), 1e-13, "quadrature");
    }

    @Test
    void tenMillionClassesOfFewCounts() {
        SeliGeometry seli = seli("step:k=10000000,R=100,rho=0.3,nmin=5");
        double mu = 0.7 + 0.3 * 100;
        Close.relative(
                Math.sqrt(5) * (10 * (7e6 - 1) + Math.sqrt(mu) + 3e6 - 1), seli.nuclearNorm(), 1e-15, "nuclear norm");
        Close.relative(-Math.sqrt(5 * mu) / 1e7, seli.classifierEntry(0, 9_999_999), 1e-15, "majority, minority");
        assertEquals(
                9_999_999,
                seli.singularValues().stream()
                        .mapToInt(SingularValue::multiplicity)
                        .sum());
    }

    @Test
    void manyDistinctCountsAgreeWithQuadrature() {
        // 131 groups: 130 roots, two blocks of 64 and an incomplete one of 2.
        ClassCounts counts =
                ClassCounts.of(LongStream.rangeClosed(1, 131).map(c -> c * c).toArray());
        SeliGeometry seli = SeliGeometry.of(counts);
        Quadrature quadrature = new Quadrature(counts);
        Close.relative(quadrature.nuclearNorm(), seli.nuclearNorm(), 1e-13, "nuclear norm");
        for (int a = 0; a < 131; a += 13) {
            for (int b = 0; b < 131; b += 10) {
                double w = a == b ? quadrature.classifierSquaredNorm(a) : quadrature.classifierInner(a, b);
                double m = a == b ? quadrature.embeddingSquaredNorm(a) : quadrature.embeddingInner(a, b);
                String where = a + " " + b;
                double scale = Math.sqrt(
                        seli.classifier().squaredNorm(a) * seli.classifier().squaredNorm(b));
                assertEquals(w, seli.classifierEntry(130 - a, 130 - b), 1e-13 * scale, where);
                Close.relative(m, seli.embeddingEntry(130 - a, 130 - b), a == b ? 1e-12 : 1e-13, where);
            }
        }
    }

    @Test
    void distinctCountsAreLimited() {
        SeliGeometry largest =
                SeliGeometry.of(ClassCounts.of(LongStream.rangeClosed(1, 4096).toArray()));
        assertEquals(4095, largest.singularValues().size());
        Close.relative(new Quadrature(largest.counts()).nuclearNorm(), largest.nuclearNorm(), 1e-13, "nuclear norm");
        ClassCounts more = ClassCounts.of(LongStream.rangeClosed(1, 4097).toArray());
        assertEquals(
                "counts have 4097 distinct values; expected at most 4096: round them to fewer values",
                assertThrows(IllegalArgumentException.class, () -> SeliGeometry.of(more))
                        .getMessage());
    }

    @Test
    void wholeGramMatricesAreLimited() {
        SeliGeometry seli = seli("balanced:k=20001,n=3");
        String message = assertThrows(IllegalArgumentException.class, seli::classifierGram)
                .getMessage();
        assertEquals(
                "Gram matrix of 20001 classes; expected at most 20000 where all entries are formed:"
                        + " use the entries by group",
                message);
        assertThrows(IllegalArgumentException.class, seli::embeddingGram);
    }

    @Test
    void valuesThatRoundingMakesEqualAreMerged() {
        // Roots of counts near 4e15 differ by 8e-9, less than the spacing 7.5e-9 ... 1.5e-8 of doubles near 6.3e7 can
        // tell.
        long base = 4_000_000_000_000_000L;
        SeliGeometry seli = SeliGeometry.of(ClassCounts.of(base + 1, base));
        assertEquals(1, seli.singularValues().size());
        SeliGeometry pairs = SeliGeometry.of(ClassCounts.of(base / 2 + 1, base / 2 + 1, base / 2, base / 2));
        assertEquals(
                3,
                pairs.singularValues().stream()
                        .mapToInt(SingularValue::multiplicity)
                        .sum());
        for (int i = 1; i < pairs.singularValues().size(); i++) {
            assertTrue(pairs.singularValues().get(i - 1).value()
                    > pairs.singularValues().get(i).value());
        }
        assertTrue(pairs.singularValues().size() < 3, pairs.singularValues().toString());
    }

    @ParameterizedTest
    @CsvSource({"0,1", "-1,1", "NaN,1", "Infinity,1", "1,0"})
    void singularValuesArePositiveAndFinite(double value, int multiplicity) {
        String message = assertThrows(IllegalArgumentException.class, () -> new SingularValue(value, multiplicity))
                .getMessage();
        assertTrue(message.startsWith("singular value " + value + " of multiplicity " + multiplicity), message);
    }
}
