package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;
import seli.linalg.SymmetricEigen;

class GeometryModelTest {
    private static final int SEED = 7001;

    private static ClassCounts random(Random random) {
        List<CountGroup> runs = new ArrayList<>();
        int groups = 1 + random.nextInt(6);
        double spread = random.nextDouble() * 8;
        for (int g = 0; g < groups; g++) {
            runs.add(new CountGroup((long) Math.exp(random.nextDouble() * spread), 1 + random.nextInt(3)));
        }
        runs.add(new CountGroup(1 + random.nextInt(3), 2));
        return ClassCounts.ofRuns(runs);
    }

    /** h(S) on the range of S, by Jacobi rotations; the eigenvalue of the kernel is the smallest. */
    private static HostMatrix function(HostMatrix s, DoubleUnaryOperator h) {
        SymmetricEigen eigen = SymmetricEigen.of(s);
        int k = s.rows();
        HostMatrix v = eigen.vectors();
        double[] values = eigen.values();
        return HostMatrix.generate(k, k, (i, j) -> {
            double sum = 0;
            for (int l = 1; l < k; l++) {
                sum += v.get(i, l) * h.applyAsDouble(values[l]) * v.get(j, l);
            }
            return sum;
        });
    }

    private static void assertGram(HostMatrix expected, ClassCounts counts, GramGeometry gram, String what) {
        for (int c = 0; c < counts.classes(); c++) {
            for (int d = 0; d < counts.classes(); d++) {
                double entry = gram.entry(counts.groupOf(c), counts.groupOf(d), c == d);
                double scale = Math.sqrt(expected.get(c, c) * expected.get(d, d));
                assertEquals(expected.get(c, d), entry, 1e-9 * scale, what + " (" + c + ", " + d + ")");
            }
        }
    }

    /** Compares with V Lambda V' and Z' pinv(V Lambda V') Z of the SEL matrix Z (one column for each class). */
    private static void assertDense(GeometryModel model, HostMatrix z, String what) {
        ClassCounts counts = model.counts();
        LimitGeometry geometry = LimitGeometry.of(model);
        int k = counts.classes();
        HostMatrix weighted = HostMatrix.generate(k, k, (c, d) -> z.get(c, d) * Math.sqrt(counts.count(d)));
        HostMatrix s = weighted.times(weighted.transpose());
        assertGram(function(s, Math::sqrt), counts, geometry.classifier(), what + " W'W");
        HostMatrix means =
                z.transpose().times(function(s, x -> 1 / Math.sqrt(x))).times(z);
        assertGram(means, counts, geometry.embedding(), what + " M'M");
        double nuclear = Arrays.stream(SymmetricEigen.of(s).values())
                .map(x -> Math.sqrt(Math.max(0, x)))
                .sum();
        Close.relative(nuclear, geometry.nuclearNorm(), 1e-6, what);
        for (int c = 0; c < k; c++) {
            for (int d = 0; d < k; d++) {
                double entry = model.crossEntry(counts.groupOf(c), counts.groupOf(d), c == d);
                assertEquals(z.get(c, d), entry, 1e-14, what + " W'M");
            }
        }
    }

    @Test
    void cdtIsTheDefinitionOfItsSelMatrix() {
        Random random = new Random(SEED);
        for (int trial = 0; trial < 200; trial++) {
            ClassCounts counts = random(random);
            double gamma = trial % 5 == 0 ? 0.5 : random.nextDouble() - 0.3;
            double[] d = temperatures(counts, gamma);
            double s = Arrays.stream(d).map(x -> 1 / (x * x)).sum();
            HostMatrix z = HostMatrix.generate(
                    d.length, d.length, (c, e) -> ((c == e ? 1 : 0) - 1 / (d[c] * d[e] * s)) / d[e]);
            String what = "seed " + SEED + " trial " + trial + " gamma " + gamma + " " + counts.groups();
            assertDense(GeometryModel.cdt(counts, gamma), z, what);
        }
    }

    @Test
    void ldtScalesTheColumnsOfTheSelMatrix() {
        Random random = new Random(SEED + 1);
        for (int trial = 0; trial < 200; trial++) {
            ClassCounts counts = random(random);
            double gamma = trial % 5 == 0 ? 0.5 : random.nextDouble() - 0.3;
            double[] d = temperatures(counts, gamma);
            HostMatrix z =
                    HostMatrix.generate(d.length, d.length, (c, e) -> ((c == e ? 1 : 0) - 1.0 / d.length) / d[e]);
            String what = "seed " + (SEED + 1) + " trial " + trial + " gamma " + gamma + " " + counts.groups();
            assertDense(GeometryModel.ldt(counts, gamma), z, what);
        }
    }

    @Test
    void freeBiasCentresTheSelMatrixBySamples() {
        Random random = new Random(SEED + 2);
        for (int trial = 0; trial < 200; trial++) {
            ClassCounts counts = random(random);
            int k = counts.classes();
            HostMatrix z =
                    HostMatrix.generate(k, k, (c, e) -> (c == e ? 1 : 0) - (double) counts.count(c) / counts.samples());
            String what = "seed " + (SEED + 2) + " trial " + trial + " " + counts.groups();
            assertDense(GeometryModel.freeBias(counts), z, what);
            GramGeometry w = LimitGeometry.of(GeometryModel.freeBias(counts)).classifier();
            int groups = counts.groups().size();
            for (int g = 0; g < groups * groups; g++) {
                assertTrue(w.inner(g / groups, g % groups).orElse(-1) < 0, what + ": classifiers repel each other");
            }
        }
    }

    private static double[] temperatures(ClassCounts counts, double gamma) {
        double[] d = new double[counts.classes()];
        Arrays.setAll(d, c -> Math.pow((double) counts.count(c) / counts.minimum(), gamma));
        return d;
    }

    /** [Behnia23, Lemmas D.1-D.3], rho = 1/2, n_min = d_min = 1, d_maj = D. */
    @Test
    void cdtOfHalfMinoritiesIsThePublishedFormula() {
        for (int k : new int[] {2, 4, 10, 1000}) {
            for (double gamma : new double[] {-0.5, 0, 1.0 / 6, 0.5, 1}) {
                int ratio = 100;
                double d = Math.pow(ratio, gamma);
                ClassCounts counts =
                        ClassCounts.ofRuns(List.of(new CountGroup(ratio, k / 2), new CountGroup(1, k / 2)));
                LimitGeometry geometry = LimitGeometry.of(GeometryModel.cdt(counts, gamma));
                double w = 2 * Math.sqrt(ratio + 1) / (k * Math.pow(1 + d * d, 1.5));
                double h = 2 / (k * Math.sqrt(ratio + 1) * Math.sqrt(1 + d * d));
                double root = Math.sqrt(ratio);
                double rest = 1 - 2.0 / k;
                String what = "k " + k + " gamma " + gamma;
                Close.relative(
                        root / d * rest + d * d * w, geometry.classifier().squaredNorm(0), 1e-13, what);
                Close.relative(rest + w, geometry.classifier().squaredNorm(1), 1e-13, what);
                Close.relative(-d * w, geometry.classifier().inner(0, 1).orElseThrow(), 1e-13, what);
                Close.relative(rest / (d * root) + h, geometry.embedding().squaredNorm(0), 1e-13, what);
                Close.relative(rest + h, geometry.embedding().squaredNorm(1), 1e-13, what);
                Close.relative(-h, geometry.embedding().inner(0, 1).orElseThrow(), 1e-13, what);
            }
        }
    }

    @Test
    void temperatureOfTheRootOfTheCountAligns() {
        long seed = SEED + 3;
        Random random = new Random(seed);
        for (int trial = 0; trial < 100; trial++) {
            ClassCounts counts = random(random);
            LimitGeometry cdt = LimitGeometry.of(GeometryModel.cdt(counts, 0.5));
            LimitGeometry ldt = LimitGeometry.of(GeometryModel.ldt(counts, 0.5));
            for (int g = 0; g < counts.groups().size(); g++) {
                String what = "seed " + seed + " trial " + trial + " group " + g;
                Close.absolute(1, cdt.alignment().matched(g), 1e-14, what);
                Close.relative(
                        Math.sqrt(counts.minimum()) * (1 - 1.0 / counts.classes()),
                        ldt.classifier().squaredNorm(g),
                        1e-13,
                        what + ": LDT is the simplex");
            }
        }
    }

    @Test
    void withoutTemperaturesEveryModelIsSeli() {
        ClassCounts counts = ClassCounts.of(70, 30, 30, 5, 1);
        SeliGeometry seli = SeliGeometry.of(counts);
        for (GeometryModel model : List.of(
                GeometryModel.crossEntropy(counts), GeometryModel.cdt(counts, 0), GeometryModel.ldt(counts, 0))) {
            LimitGeometry geometry = LimitGeometry.of(model);
            assertEquals(seli.singularValues(), geometry.singularValues());
            for (int g = 0; g < 4; g++) {
                assertEquals(
                        seli.classifier().squaredNorm(g), geometry.classifier().squaredNorm(g));
                assertEquals(seli.embedding().inner(g, 1), geometry.embedding().inner(g, 1));
                assertEquals(
                        seli.alignment().unmatched(1, g), geometry.alignment().unmatched(1, g));
            }
        }
    }

    @Test
    void projectionOnTheEigenvectorsIsComplete() {
        ClassCounts counts = ClassCounts.of(70, 30, 30, 5, 1);
        GramGeometry projection =
                LimitGeometry.of(GeometryModel.crossEntropy(counts)).projection();
        for (int g = 0; g < 4; g++) {
            assertEquals(0.8, projection.squaredNorm(g), 1e-15);
            Close.absolute(-0.2, projection.inner(1, g), 1e-15, "group " + g);
        }
    }

    @Test
    void badTemperaturesAndModelsAreNamed() {
        ClassCounts counts = ClassCounts.of(3, 2);
        assertMessage("1 temperatures; expected 2", () -> GeometryModel.cdt(counts, new double[] {1}));
        for (double bad : new double[] {0, 1e-40, 1e40, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertMessage(
                    "temperature of the classes with 2 samples",
                    () -> GeometryModel.cdt(counts, new double[] {1, bad}));
        }
        assertMessage(
                "projection of a geometry with a free bias",
                () -> LimitGeometry.of(GeometryModel.freeBias(counts)).projection());
        long[] many = new long[2001];
        Arrays.setAll(many, c -> c + 1);
        assertMessage(
                "counts have 2001 distinct values; expected at most 2000",
                () -> LimitGeometry.of(GeometryModel.crossEntropy(ClassCounts.of(many))));
    }

    private static void assertMessage(String start, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.startsWith(start), message);
    }
}
