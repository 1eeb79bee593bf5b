package seli.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import seli.backend.Backend;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

class OptimalityCertificateTest {
    private final Backend backend = ReferenceBackend.open();

    @AfterEach
    void nothingIsLeftOpen() {
        assertEquals(0, backend.liveBytes());
        backend.close();
    }

    /**
     * Balanced optimum in closed form: Z = s P Y with s = log(k sqrt(m)/lambda - (k-1)), W'W = s sqrt(m) P, M'M = s P /
     * sqrt(m).
     */
    private static double balancedMargin(int k, double m, double lambda) {
        return Math.log(k * Math.sqrt(m) / lambda - (k - 1));
    }

    private static HostMatrix centering(int k, double factor) {
        return HostMatrix.generate(k, k, (i, j) -> factor * ((i == j ? 1 : 0) - 1.0 / k));
    }

    @Test
    void balancedClosedFormIsProvedOptimal() {
        int k = 4;
        double m = 3;
        double lambda = 0.3;
        double s = balancedMargin(k, m, lambda);
        assertEquals(3.000422, s, 1e-6); // the number of the design notes
        UfmProblem problem = UfmProblem.crossEntropy(ClassCounts.of(3, 3, 3, 3), k, lambda);
        HostMatrix w = centering(k, Math.sqrt(s * Math.sqrt(m)));
        HostMatrix h = centering(k, Math.sqrt(s / Math.sqrt(m)));
        OptimalityCertificate certificate = OptimalityCertificate.at(backend, problem, w, h);
        double off = Math.exp(-s) / (1 + (k - 1) * Math.exp(-s));
        double loss = k * m * Math.log1p((k - 1) * Math.exp(-s));
        double objective = loss + lambda * s * Math.sqrt(m) * (k - 1);
        assertEquals(objective, certificate.primal(), 1e-14 * objective);
        assertEquals(lambda, k * off * Math.sqrt(m), 1e-14, "stationarity of the closed form itself");
        assertEquals(1, certificate.spectralNormRatio(), 1e-13);
        assertTrue(certificate.gap() >= 0 && certificate.relativeGap() < 1e-13, () -> "gap " + certificate);
        assertEquals(certificate.primal() - certificate.gap(), certificate.dual());
        assertTrue(certificate.provesOptimal(1e-12));
        assertFalse(certificate.provesOptimal(0));
    }

    @Test
    void zeroIsOptimalExactlyFromTheTopSingularValueOn() {
        ClassCounts counts = ClassCounts.of(10, 10, 1, 1); // top singular value of the SEL matrix: sqrt(10)
        HostMatrix zero = HostMatrix.zeros(4, 4);
        OptimalityCertificate above =
                OptimalityCertificate.at(backend, UfmProblem.crossEntropy(counts, 4, 3.17), zero, zero);
        assertEquals(22 * Math.log(4), above.primal(), 1e-13);
        assertEquals(0, above.gap());
        assertEquals(Math.sqrt(10), above.spectralNorm(), 1e-12);
        OptimalityCertificate below =
                OptimalityCertificate.at(backend, UfmProblem.crossEntropy(counts, 4, 3), zero, zero);
        assertTrue(below.spectralNormRatio() > 1.05);
        // entropy of q' = (1 - theta) e + theta / k with theta = 3 / sqrt(10), summed over 22 samples
        double theta = 3 / Math.sqrt(10);
        double own = 1 - 0.75 * theta;
        double other = 0.25 * theta;
        double dual = -22 * (own * Math.log(own) + 3 * other * Math.log(other));
        assertEquals(dual, below.dual(), 1e-12 * dual);
        assertEquals(22 * Math.log(4) - dual, below.gap(), 1e-12 * dual);
    }

    @Test
    void dualIsTheEntropyOfTheDampedPredictions() {
        for (long seed = 1; seed <= 40; seed++) {
            Case c = new Case(seed);
            OptimalityCertificate certificate = OptimalityCertificate.at(backend, c.problem, c.w, c.m);
            double theta = Math.min(1, certificate.lambda() / certificate.spectralNorm());
            assertEquals(c.dual(theta), certificate.dual(), 1e-11 * certificate.primal(), "seed " + seed);
            assertEquals(c.primal(), certificate.primal(), 1e-12 * certificate.primal(), "seed " + seed);
            assertEquals(
                    c.spectralNorm(), certificate.spectralNorm(), 1e-10 * certificate.spectralNorm(), "seed " + seed);
        }
    }

    @Test
    void dualBoundsEveryPrimal() {
        for (long seed = 1; seed <= 40; seed++) {
            Case c = new Case(seed);
            double dual = OptimalityCertificate.at(backend, c.problem, c.w, c.m).dual();
            for (double scale : new double[] {0, 0.1, 0.5, 1, 2}) {
                double primal = OptimalityCertificate.at(backend, c.problem, c.w.times(scale), c.m.times(scale))
                        .primal();
                assertTrue(dual <= primal * (1 + 1e-14), "weak duality, seed " + seed + ", scale " + scale);
            }
        }
    }

    @Test
    void spreadWithinClassesIsAddedToTheGap() {
        ClassCounts counts = ClassCounts.of(2, 1);
        UfmProblem problem = UfmProblem.crossEntropy(counts, 2, 0.5);
        HostMatrix w = HostMatrix.of(2, 2, 1, 0, -1, 0);
        HostMatrix means = HostMatrix.of(2, 2, 1, 0, -1, 0);
        HostMatrix spread = HostMatrix.of(2, 3, 1, 0.5, 1, -0.5, -1, 0);
        OptimalityCertificate collapsed = OptimalityCertificate.at(backend, problem, w, means);
        OptimalityCertificate samples = OptimalityCertificate.atSamples(backend, problem, w, spread);
        // the spread lies across the classifiers: it costs ridge only, 0.5/2 * 2 * 0.25
        assertEquals(collapsed.primal() + 0.125, samples.primal(), 1e-14);
        assertEquals(collapsed.gap() + 0.125, samples.gap(), 1e-14);
        assertEquals(collapsed.spectralNorm(), samples.spectralNorm());
        HostMatrix exact = HostMatrix.of(2, 3, 1, 0, 1, 0, -1, 0);
        assertEquals(
                collapsed.gap(),
                OptimalityCertificate.atSamples(backend, problem, w, exact).gap(),
                1e-14);
    }

    @Test
    void unequalRidgesAreTheEqualOnesRescaled() {
        ClassCounts counts = ClassCounts.of(5, 2, 2);
        VectorScalingLoss loss = VectorScalingLoss.crossEntropy(3);
        HostMatrix w = random(3, 3, 5);
        HostMatrix m = random(3, 3, 6);
        OptimalityCertificate equal =
                OptimalityCertificate.at(backend, new UfmProblem(counts, 3, loss, Ridge.of(0.2)), w, m);
        OptimalityCertificate unequal = OptimalityCertificate.at(
                backend, new UfmProblem(counts, 3, loss, new Ridge(0.8, 0.05)), w.times(0.5), m.times(2));
        assertEquals(equal.primal(), unequal.primal(), 1e-13 * equal.primal());
        assertEquals(equal.gap(), unequal.gap(), 1e-12 * equal.primal());
        assertEquals(equal.lambda(), unequal.lambda(), 1e-16);
    }

    @Test
    void divergenceOfDampedPredictionsIsRightAtEveryMargin() {
        double theta = 0.9;
        for (double logOdds : new double[] {-300, -40, -3, 0, 2, 5}) {
            double odds = Math.exp(logOdds);
            double off = odds / (1 + odds);
            double own = 1 / (1 + odds);
            double dampedOwn = own + (1 - theta) * off;
            double expected = theta * off * Math.log(theta) + dampedOwn * Math.log(dampedOwn / own);
            assertEquals(expected, DualGap.divergence(logOdds, theta), 1e-15 + 1e-12 * expected, "log odds " + logOdds);
        }
        // far on the wrong side: q' = (1 - theta, theta), p_y = exp(-1000)
        double far = theta * Math.log(theta) + (1 - theta) * (Math.log(1 - theta) + 1000);
        assertEquals(far, DualGap.divergence(1000, theta), 1e-10);
        assertEquals(far - 250 * (1 - theta), DualGap.divergence(750, theta), 1e-10);
        assertEquals(0, DualGap.divergence(3, 1));
    }

    @Test
    void problemsWithoutRidgeAndWrongShapesAreRefused() {
        ClassCounts counts = ClassCounts.of(2, 2, 1);
        HostMatrix square = HostMatrix.zeros(3, 3);
        UfmProblem free = new UfmProblem(counts, 3, VectorScalingLoss.crossEntropy(3), Ridge.NONE);
        IllegalArgumentException ridge = assertThrows(
                IllegalArgumentException.class, () -> OptimalityCertificate.at(backend, free, square, square));
        assertEquals("ridge is 0; a certificate needs a positive lambda", ridge.getMessage());
        UfmProblem problem = UfmProblem.crossEntropy(counts, 3, 1);
        HostMatrix wide = HostMatrix.zeros(3, 5);
        assertEquals(
                "class means is 3 x 5; expected 3 x 3",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> OptimalityCertificate.at(backend, problem, square, wide))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> OptimalityCertificate.at(backend, problem, wide, square));
        assertThrows(
                IllegalArgumentException.class,
                () -> OptimalityCertificate.atSamples(backend, problem, square, HostMatrix.zeros(3, 4)));
        assertThrows(
                IllegalArgumentException.class,
                () -> OptimalityCertificate.atSamples(backend, problem, wide, HostMatrix.zeros(3, 5)));
    }

    @Test
    void everyShapeIsNamedInItsRefusal() {
        UfmProblem problem = UfmProblem.crossEntropy(ClassCounts.of(2, 2, 1), 3, 1);
        HostMatrix square = HostMatrix.zeros(3, 3);
        HostMatrix wide = HostMatrix.zeros(3, 5);
        HostMatrix tall = HostMatrix.zeros(4, 3);
        assertEquals(
                "classifier is 4 x 3; expected 3 x 3",
                refusal(() -> OptimalityCertificate.at(backend, problem, tall, square)));
        assertEquals(
                "classifier is 4 x 3; expected 3 x 3",
                refusal(() -> OptimalityCertificate.atSamples(backend, problem, tall, wide)));
        assertEquals(
                "embeddings is 3 x 3; expected 3 x 5",
                refusal(() -> OptimalityCertificate.atSamples(backend, problem, square, square)));
    }

    private static String refusal(org.junit.jupiter.api.function.Executable call) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void marginsFarOnEitherSideStayFinite() {
        // two classes on a line, margins +-4 t^2: the loss of the wrong side is 4 t^2 for each sample, to all digits
        UfmProblem problem = UfmProblem.crossEntropy(ClassCounts.of(1, 1), 2, 0.5);
        HostMatrix w = HostMatrix.of(2, 2, 30, 0, -30, 0);
        OptimalityCertificate wrong = OptimalityCertificate.at(backend, problem, w, w.times(-1));
        assertEquals(2 * 1800 + 0.25 * 4 * 900, wrong.primal(), 1e-9);
        assertTrue(Double.isFinite(wrong.gap()) && wrong.gap() <= wrong.primal(), () -> "gap " + wrong);
        OptimalityCertificate right = OptimalityCertificate.at(backend, problem, w, w);
        assertEquals(900, right.primal(), 1e-9);
        assertEquals(900, right.gap(), 1e-9);
    }

    @Test
    void gapThatIsNotANumberProvesNothing() {
        assertFalse(new OptimalityCertificate(Double.NaN, Double.NaN, Double.NaN, 1).provesOptimal(1));
        assertFalse(new OptimalityCertificate(2, 1, 1, 1).provesOptimal(0.49));
        assertTrue(new OptimalityCertificate(2, 1, 1, 1).provesOptimal(0.5));
    }

    private static HostMatrix random(int rows, int cols, long seed) {
        Random random = new Random(seed);
        return HostMatrix.generate(rows, cols, (i, j) -> random.nextGaussian());
    }

    /**
     * A random problem with a general vector-scaling loss and a random point, and its certificate by plain formulas.
     */
    private static final class Case {
        private final UfmProblem problem;
        private final HostMatrix w;
        private final HostMatrix m;
        private final int k;

        Case(long seed) {
            Random random = new Random(seed);
            k = 2 + random.nextInt(5);
            long[] n = random.longs(k, 1, 30).toArray();
            VectorScalingLoss loss = VectorScalingLoss.of(
                    "random",
                    positive(random),
                    positive(random),
                    positive(random),
                    random.doubles(k, -1, 1).toArray());
            problem = new UfmProblem(
                    ClassCounts.of(n), k, loss, new Ridge(0.05 + random.nextDouble(), 0.05 + random.nextDouble()));
            w = HostMatrix.generate(k, k, (i, j) -> random.nextGaussian());
            m = HostMatrix.generate(k, k, (i, j) -> random.nextGaussian());
        }

        private double[] positive(Random random) {
            return random.doubles(k, 0.4, 1.6).toArray();
        }

        private double[] softmax(int c) {
            double[] u = new double[k];
            double sum = 0;
            for (int j = 0; j < k; j++) {
                double z = 0;
                for (int i = 0; i < k; i++) {
                    z += w.get(i, j) * m.get(i, c);
                }
                u[j] = Math.exp(problem.loss().tau(c) * problem.loss().delta(j) * z
                        + problem.loss().iota(j));
                sum += u[j];
            }
            for (int j = 0; j < k; j++) {
                u[j] /= sum;
            }
            return u;
        }

        double primal() {
            double value = problem.ridge().lambdaW() / 2 * w.dot(w);
            for (int c = 0; c < k; c++) {
                double squares = 0;
                for (int i = 0; i < k; i++) {
                    squares += m.get(i, c) * m.get(i, c);
                }
                value += problem.counts().count(c)
                        * (problem.ridge().lambdaH() / 2 * squares
                                - problem.loss().omega(c) * Math.log(softmax(c)[c]));
            }
            return value;
        }

        /** sum of n omega (H(q') + <q' - e, iota>): the dual objective of the vector-scaling loss. */
        double dual(double theta) {
            double value = 0;
            for (int c = 0; c < k; c++) {
                double[] p = softmax(c);
                double inner = 0;
                for (int j = 0; j < k; j++) {
                    double q = theta * p[j] + (j == c ? 1 - theta : 0);
                    inner += -q * Math.log(q)
                            + (q - (j == c ? 1 : 0)) * problem.loss().iota(j);
                }
                value += problem.counts().count(c) * problem.loss().omega(c) * inner;
            }
            return value;
        }

        /** By power iteration on the residual, from a random start: an independent way. */
        double spectralNorm() {
            HostMatrix residual = HostMatrix.generate(
                    k,
                    k,
                    (j, c) -> Math.sqrt(problem.counts().count(c))
                            * problem.loss().omega(c)
                            * problem.loss().tau(c)
                            * problem.loss().delta(j)
                            * (softmax(c)[j] - (j == c ? 1 : 0)));
            HostMatrix product = residual.times(residual.transpose());
            HostMatrix v = random(k, 1, 99);
            for (int i = 0; i < 20_000; i++) {
                v = product.times(v);
                v = v.times(1 / v.norm());
            }
            return Math.sqrt(product.times(v).norm());
        }
    }
}
