package seli.certificate;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class LiftedDualTest {
    private static final int K = 5;
    private static final double COUNT = 7;
    private static final double LAMBDA = 0.2;

    private final Backend backend = ReferenceBackend.open();

    @AfterEach
    void nothingIsLeftOpen() {
        assertEquals(0, backend.liveBytes());
        backend.close();
    }

    /** Balanced counts, whose optimum is known in closed form: Z = s P Y, s = log(k sqrt(n/k)/lambda - (k - 1)). */
    private static double margin() {
        return Math.log(K * Math.sqrt(COUNT) / LAMBDA - (K - 1));
    }

    private static HostMatrix near(double factor, double distance, Random random) {
        return HostMatrix.generate(
                K, K, (i, j) -> factor * ((i == j ? 1 : 0) - 1.0 / K) + factor * distance * random.nextGaussian());
    }

    private OptimalityCertificate near(double distance, Random random) {
        double s = margin();
        HostMatrix w = near(Math.sqrt(s * Math.sqrt(COUNT)), distance, random);
        HostMatrix m = near(Math.sqrt(s / Math.sqrt(COUNT)), distance, random);
        return OptimalityCertificate.at(
                backend, UfmProblem.crossEntropy(ClassCounts.of(7, 7, 7, 7, 7), K, LAMBDA), w, m);
    }

    private static double optimum() {
        double s = margin();
        return K * COUNT * Math.log1p((K - 1) * Math.exp(-s)) + LAMBDA * s * Math.sqrt(COUNT) * (K - 1);
    }

    @Test
    void boundStaysBelowTheOptimumAtEveryDistance() {
        double optimum = optimum();
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            double distance = Math.pow(10, -7 * random.nextDouble());
            OptimalityCertificate certificate = near(distance, random);
            assertTrue(
                    certificate.dual() <= optimum * (1 + 1e-14),
                    "seed " + seed + ", distance " + distance + ": " + certificate);
            assertTrue(certificate.primal() >= optimum * (1 - 1e-14), "seed " + seed);
        }
    }

    @Test
    void gapIsOfSecondOrderInTheDistance() {
        for (long seed = 1; seed <= 10; seed++) {
            for (double distance : new double[] {1e-3, 1e-4, 1e-5, 1e-6}) {
                OptimalityCertificate certificate = near(distance, new Random(seed));
                double gap = certificate.relativeGap();
                String what = "seed " + seed + ", distance " + distance + ", gap " + gap;
                assertTrue(gap <= 200 * distance * distance + 1e-13, what);
            }
        }
    }

    @Test
    void dualOfOnePointBoundsThePrimalOfAnotherForEveryLoss() {
        ClassCounts counts = ClassCounts.of(30, 9, 9, 4, 1);
        VectorScalingLoss[] losses = {
            VectorScalingLoss.crossEntropy(5),
            VectorScalingLoss.weighted(counts),
            VectorScalingLoss.logitAdjustment(counts, 1),
            VectorScalingLoss.cdt(counts, 0.3),
            VectorScalingLoss.ldt(counts, 0.3),
            VectorScalingLoss.vectorScaling(counts, 0.2, 0.5)
        };
        for (VectorScalingLoss loss : losses) {
            Random random = new Random(3);
            UfmProblem problem = new UfmProblem(counts, 5, loss, new Ridge(0.4, 0.1));
            double highestDual = Double.NEGATIVE_INFINITY;
            double lowestPrimal = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 40; i++) {
                double size = 0.3 + 2 * random.nextDouble();
                double distance = 0.3 * random.nextDouble();
                OptimalityCertificate c = OptimalityCertificate.at(
                        backend, problem, near(size, distance, random), near(size, distance, random));
                highestDual = Math.max(highestDual, c.dual());
                lowestPrimal = Math.min(lowestPrimal, c.primal());
            }
            assertTrue(highestDual <= lowestPrimal, loss.name() + ": " + highestDual + " above " + lowestPrimal);
            assertTrue(highestDual > 0, loss.name());
        }
    }

    @Test
    void phiIsExactOnBothSidesOfItsSeries() {
        for (double r : new double[] {-0.9, -0.1, -1.1e-3, 1.1e-3, 0.5, 20}) {
            double expected = (1 + r) * Math.log1p(r) - r;
            assertEquals(expected, LiftedDual.phi(r), 1e-15 + 1e-12 * expected, "r = " + r);
        }
        // the series against the closed form next to the seam, where the latter still has ten digits
        assertEquals(LiftedDual.phi(1.0000001e-3), LiftedDual.phi(0.9999999e-3), 3e-13);
        assertEquals(0.5e-16, LiftedDual.phi(1e-8), 1e-24);
        assertEquals(1, LiftedDual.phi(-1));
        assertEquals(0, LiftedDual.phi(0));
    }
}
