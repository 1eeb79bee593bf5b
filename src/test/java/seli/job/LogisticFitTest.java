package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.linalg.HostMatrix;
import seli.metric.LabeledFeatures;
import seli.metric.LinearClassifier;
import seli.solver.SolverStatus;

class LogisticFitTest {
    private static LogisticFit.Fitted fit(LabeledFeatures samples, double lambda) {
        try (Backend backend = Backends.open(Backends.Choice.CPU, Precision.FLOAT64, 1)) {
            LogisticFit.Fitted fitted = LogisticFit.run(backend, samples, FitSettings.of(lambda));
            assertEquals(0, backend.liveBytes());
            return fitted;
        }
    }

    private static LabeledFeatures clouds(double scale, double offset) {
        Random random = new Random(31);
        int[] labels = new int[90];
        HostMatrix.Builder h = HostMatrix.builder(4, labels.length);
        for (int j = 0; j < labels.length; j++) {
            labels[j] = j < 60 ? j % 2 : 2;
            for (int i = 0; i < 4; i++) {
                h.set(i, j, scale * (random.nextGaussian() + (i == labels[j] ? 1.5 : 0) + offset));
            }
        }
        return LabeledFeatures.of(h.build(), labels, 3);
    }

    @Test
    void twoMirroredSamplesByHand() {
        // h = 1 and -1: W = (w, -w), b = 0 minimise 2 log(1 + e^-2w) + lambda w^2; with w = 1/2: lambda = 4/(1 + e).
        LabeledFeatures samples = LabeledFeatures.of(HostMatrix.of(1, 2, 1, -1), new int[] {0, 1}, 2);
        LogisticFit.Fitted fitted = fit(samples, 4 / (1 + Math.E));
        assertEquals(0.5, fitted.head().weights().get(0, 0), 1e-6);
        assertEquals(-0.5, fitted.head().weights().get(0, 1), 1e-6);
        assertEquals(0, fitted.head().bias().norm(), 1e-6);
        assertEquals(
                2 * Math.log1p(1 / Math.E) + 1 / (1 + Math.E), fitted.outcome().value(), 1e-10);
    }

    @ParameterizedTest
    @CsvSource({"1,1,0", "0.01,1,5", "50,100,0", "2,0.001,3"})
    void gradientVanishesByPlainLoops(double lambda, double scale, double offset) {
        LabeledFeatures samples = clouds(scale, offset);
        LogisticFit.Fitted fitted = fit(samples, lambda);
        FitOutcome outcome = fitted.outcome();
        assertTrue(outcome.isMet() && outcome.status() == SolverStatus.STATIONARY);
        assertTrue(outcome.relativeError() <= 1e-6 && outcome.gradientNorm() < outcome.initialNorm());
        HostMatrix residual = residual(samples, fitted.head());
        HostMatrix w = fitted.head().weights();
        HostMatrix slope = samples.stream().matrix().times(residual.transpose());
        double largest = slope.maxDifference(w.times(-lambda));
        assertEquals(0, largest, 2e-6 * lambda * w.norm());
        for (int c = 0; c < 3; c++) {
            double sum = 0;
            for (int j = 0; j < samples.samples(); j++) {
                sum += residual.get(c, j);
            }
            assertEquals(0, sum, 1e-4);
        }
    }

    /** p - y of every sample. */
    private static HostMatrix residual(LabeledFeatures samples, LinearClassifier head) {
        HostMatrix h = samples.stream().matrix();
        HostMatrix z = head.weights().transpose().times(h);
        return HostMatrix.generate(3, h.cols(), (c, j) -> {
            double total = 0;
            for (int other = 0; other < 3; other++) {
                total += Math.exp(z.get(other, j)
                        + head.bias().get(other, 0)
                        - z.get(c, j)
                        - head.bias().get(c, 0));
            }
            return 1 / total - (samples.label(j) == c ? 1 : 0);
        });
    }
}
