package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import seli.geometry.GeometryModel;
import seli.geometry.GramGeometry;
import seli.geometry.LimitGeometry;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.label.ImbalanceProfile;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;

class UfSvmTest {
    private static UfSvmCertificate certificate(String counts) {
        return UfSvm.of(GeometryModel.crossEntropy(
                        ImbalanceProfile.parse(counts).counts()))
                .certificate();
    }

    private static void assertCertified(UfSvmCertificate certificate, double tolerance, String what) {
        String all = what + " " + certificate;
        assertTrue(certificate.margin() <= tolerance, all);
        assertTrue(certificate.spectralNorm() <= tolerance, all);
        assertEquals(0, certificate.sign(), all);
        assertTrue(certificate.slack() > 0, all);
        assertTrue(certificate.complementarity() <= tolerance, all);
        assertEquals(certificate.optimalValue(), certificate.primalValue(), tolerance * certificate.optimalValue());
        assertEquals(certificate.optimalValue(), certificate.dualValue(), tolerance * certificate.optimalValue());
        assertTrue(certificate.certified(), all);
    }

    @Test
    void twoClassesByHand() {
        UfSvmCertificate certificate = certificate("8,2");
        // P N P = (8 + 2)/4 (1, -1)'(1, -1): one singular value, sqrt(5); M'M = (1, -1)'(1, -1) / (2 sqrt(5)).
        assertEquals(Math.sqrt(5), certificate.optimalValue(), 1e-15);
        UfSvm svm = UfSvm.of(GeometryModel.crossEntropy(ClassCounts.of(8, 2)));
        assertEquals(
                -1 / (2 * Math.sqrt(5)), svm.solution().embedding().inner(0, 1).orElseThrow(), 1e-15);
        assertCertified(certificate, 1e-14, "8,2");
    }

    @Test
    void stepAndZipfAreCertified() {
        assertCertified(certificate("step:k=1000000,R=1000000,rho=0.5,nmin=1"), 1e-11, "STEP, k = 10^6, R = 10^6");
        assertCertified(certificate("step:k=1000000,R=100,rho=0.5,nmin=10"), 1e-11, "STEP, k = 10^6");
        assertCertified(certificate("zipf:k=5000,s=1.1,nmax=100000"), 1e-11, "Zipf, k = 5000");
        assertCertified(certificate("balanced:k=1000,n=7"), 1e-12, "balanced");
    }

    private static ClassCounts random(Random random, int mostGroups, int mostClasses) {
        List<CountGroup> runs = new ArrayList<>();
        int groups = 1 + random.nextInt(mostGroups);
        double spread = random.nextDouble() * Math.log(1e6);
        for (int g = 0; g < groups; g++) {
            int classes = (int) Math.exp(random.nextDouble() * Math.log(mostClasses));
            runs.add(new CountGroup((long) Math.exp(random.nextDouble() * spread), classes));
        }
        runs.add(new CountGroup(1 + random.nextInt(5), 2));
        return ClassCounts.ofRuns(runs);
    }

    @Test
    void randomCountsAreCertified() {
        long seed = 20260;
        Random random = new Random(seed);
        for (int trial = 0; trial < 3000; trial++) {
            ClassCounts counts = random(random, 12, trial % 2 == 0 ? 5 : 100_000);
            UfSvmCertificate certificate =
                    UfSvm.of(GeometryModel.crossEntropy(counts)).certificate();
            assertCertified(certificate, 1e-11, "seed " + seed + " trial " + trial + " " + counts.groups());
        }
    }

    @Test
    void randomTemperaturesAreCertified() {
        long seed = 20261;
        Random random = new Random(seed);
        for (int trial = 0; trial < 3000; trial++) {
            ClassCounts counts = random(random, 12, trial % 2 == 0 ? 5 : 1000);
            double gamma = trial % 7 == 0 ? 0.5 : 1.2 * (random.nextDouble() - 0.4);
            UfSvmCertificate certificate =
                    UfSvm.of(GeometryModel.cdt(counts, gamma)).certificate();
            assertCertified(
                    certificate, 1e-10, "seed " + seed + " trial " + trial + " gamma " + gamma + " " + counts.groups());
        }
    }

    @Test
    void extremeCountsAndTemperaturesAreCertified() {
        long huge = 1L << 52;
        assertCertified(certificate(huge + ",1,1,1"), 1e-11, "2^52 to 1");
        ClassCounts wide = ClassCounts.of(1_000_000_000_000L, 100, 1, 1, 7);
        for (double gamma : new double[] {-2, -1, -0.5, 0.5, 0.75, 1, 1.5, 2}) {
            assertCertified(UfSvm.of(GeometryModel.cdt(wide, gamma)).certificate(), 1e-11, "gamma " + gamma);
        }
        ClassCounts neighbours = ClassCounts.of(1_000_000_000_000_000L, 999_999_999_999_999L, 7, 1, 1);
        assertCertified(UfSvm.of(GeometryModel.cdt(neighbours, 0.5)).certificate(), 1e-11, "neighbours");
    }

    /** Every class, every sample's class and every pair, by whole matrices: nothing by groups, no secular equation. */
    @Test
    void denseFactorsMeetTheMarginsAndTheBounds() {
        long seed = 20262;
        Random random = new Random(seed);
        for (int trial = 0; trial < 60; trial++) {
            ClassCounts counts = random(random, 6, 5);
            double gamma = trial % 2 == 0 ? 0 : random.nextDouble() - 0.4;
            UfSvm svm = UfSvm.of(GeometryModel.cdt(counts, gamma));
            String what = "seed " + seed + " trial " + trial + " gamma " + gamma + " " + counts.groups();
            double[] d = new double[counts.classes()];
            Arrays.setAll(d, c -> Math.pow((double) counts.count(c) / counts.minimum(), gamma));
            double nuclear =
                    Arrays.stream(Svd.of(selMatrix(counts, d)).values()).sum();
            assertEquals(nuclear, svm.optimalValue(), 1e-12 * nuclear, what);

            HostMatrix means = dense(counts, svm.solution().embedding());
            double norm = Svd.of(dualMatrix(counts, d, means)).values()[0];
            assertEquals(1, norm, 1e-12, what);
            assertTrue(norm - 1 <= svm.certificate().spectralNorm() + 1e-14, what);
            double dual = 0;
            for (int e = 0; e < d.length; e++) {
                for (int c = 0; c < d.length; c++) {
                    assertTrue(c == e || means.get(c, e) < 0, what);
                    dual -= c == e ? 0 : counts.count(e) * means.get(c, e);
                }
            }
            assertEquals(nuclear, dual, 1e-12 * nuclear, what);
            assertEquals(dual, svm.certificate().dualValue(), 1e-12 * nuclear, what);
        }
    }

    /** The SEL matrix with the sqrt(n_c) samples of a class as one column. */
    private static HostMatrix selMatrix(ClassCounts counts, double[] d) {
        double total = Arrays.stream(d).map(x -> 1 / (x * x)).sum();
        return HostMatrix.generate(
                d.length,
                d.length,
                (c, e) -> ((c == e ? 1 : 0) - 1 / (d[c] * d[e] * total)) / d[e] * Math.sqrt(counts.count(e)));
    }

    private static HostMatrix dualMatrix(ClassCounts counts, double[] d, HostMatrix means) {
        return HostMatrix.generate(d.length, d.length, (c, e) -> {
            double sum = 0;
            for (int l = 0; l < d.length; l++) {
                sum -= l == e ? 0 : means.get(l, e);
            }
            return (c == e ? d[e] * sum : d[c] * means.get(c, e)) * Math.sqrt(counts.count(e));
        });
    }

    private static HostMatrix dense(ClassCounts counts, GramGeometry gram) {
        return HostMatrix.generate(counts.classes(), counts.classes(), (c, e) -> {
            int g = counts.groupOf(c);
            int h = counts.groupOf(e);
            return c == e ? gram.squaredNorm(g) : gram.inner(g, h).orElseThrow();
        });
    }

    @Test
    void residualOfAWrongSolutionIsSeen() {
        UfSvmCertificate good = certificate("10,3,1");
        double bad = 2e-10;
        assertTrue(good.certified());
        for (int field = 0; field < 4; field++) {
            assertFalse(with(good, field, bad).certified(), "residual " + field);
            assertFalse(with(good, field, Double.NaN).certified(), "residual " + field);
        }
        double high = good.primalValue() * (1 + 2e-10);
        assertFalse(new UfSvmCertificate(high, good.primalValue(), good.dualValue(), 0, 0, 0, 1, 0).certified());
        double low = good.dualValue() * (1 - 2e-10);
        assertFalse(new UfSvmCertificate(low, good.primalValue(), good.dualValue(), 0, 0, 0, 1, 0).certified());
    }

    /** The geometry of other counts or temperatures, of the same groups: every part of the proof fails that should. */
    @Test
    void solutionOfAnotherProblemIsNotCertified() {
        GeometryModel problem = GeometryModel.crossEntropy(ClassCounts.of(10, 10, 3, 1, 1));
        LimitGeometry counts = LimitGeometry.of(GeometryModel.crossEntropy(ClassCounts.of(10, 10, 4, 1, 1)));
        LimitGeometry temperature = LimitGeometry.of(GeometryModel.cdt(ClassCounts.of(10, 10, 3, 1, 1), 0.01));

        UfSvmCertificate ofCounts = new UfSvmCheck(problem, counts).certificate();
        assertFalse(ofCounts.certified());
        assertTrue(ofCounts.margin() < 1e-14, "margins are 1 for all counts " + ofCounts);
        assertTrue(ofCounts.spectralNorm() > 1e-3, ofCounts.toString());
        assertTrue(ofCounts.complementarity() > 1e-4, ofCounts.toString());
        double optimum = UfSvm.of(problem).optimalValue();
        assertTrue(ofCounts.dualValue() < optimum && optimum < ofCounts.primalValue(), "bounds hold all the same");

        UfSvmCertificate ofTemperature = new UfSvmCheck(problem, temperature).certificate();
        assertFalse(ofTemperature.certified());
        assertTrue(ofTemperature.margin() > 1e-3, ofTemperature.toString());
        assertTrue(ofTemperature.dualValue() < optimum && optimum < ofTemperature.primalValue(), "bounds hold");
    }

    private static UfSvmCertificate with(UfSvmCertificate c, int field, double value) {
        return new UfSvmCertificate(
                c.optimalValue(),
                c.primalValue(),
                c.dualValue(),
                field == 0 ? value : c.margin(),
                field == 1 ? value : c.spectralNorm(),
                field == 2 ? value : c.sign(),
                c.slack(),
                field == 3 ? value : c.complementarity());
    }

    @Test
    void solutionIsTheGeometry() {
        LimitGeometry solution = UfSvm.of(GeometryModel.crossEntropy(ClassCounts.of(10, 10, 1, 1)))
                .solution();
        double w = 0;
        double h = 0;
        for (int g = 0; g < 2; g++) {
            w += 2 * solution.classifier().squaredNorm(g);
            h += 2 * solution.embedding().squaredNorm(g) * (g == 0 ? 10 : 1);
        }
        assertEquals(solution.nuclearNorm(), w, 1e-14);
        assertEquals(solution.nuclearNorm(), h, 1e-14);
    }

    @Test
    void otherModelsAreRefused() {
        ClassCounts counts = ClassCounts.of(3, 2, 1);
        assertEquals(
                "UF-SVM of loss ldt; expected ce or cdt without a bias",
                assertThrows(IllegalArgumentException.class, () -> UfSvm.of(GeometryModel.ldt(counts, 1)))
                        .getMessage());
        assertEquals(
                "UF-SVM of loss ce with a free bias; expected ce or cdt without a bias",
                assertThrows(IllegalArgumentException.class, () -> UfSvm.of(GeometryModel.freeBias(counts)))
                        .getMessage());
    }
}
