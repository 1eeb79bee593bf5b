package seli.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/**
 * The gradient of the logits at margins of 10 to 700 against arithmetic of 60 digits, at most 8 units in the last place
 * away in double precision and 16 in single. The logits are such that the margins are exact: an exponential turns a
 * rounding of its argument into as large a relative error, which is the data's and not the operation's. Temperatures
 * are powers of two for the same reason.
 */
public abstract class LargeMarginContract {
    private static final MathContext DIGITS = new MathContext(60);
    private static final int CLASSES = 5;
    private static final int[] MARGINS = {10, 16, 20, 30, 36, 37, 38, 40, 60, 80, 87, 100, 150, 300, 500, 650, 700};

    @RegisterExtension
    final NothingLive live = new NothingLive();

    private Backend backend;

    /** A fresh backend; aborts the test where it cannot be opened. */
    protected abstract Backend open();

    @BeforeEach
    void openBackend() {
        backend = live.watch(open());
    }

    private static List<VectorScalingLoss> losses() {
        ClassCounts counts = ClassCounts.of(16, 1, 16, 1, 1);
        VectorScalingLoss cdt = VectorScalingLoss.cdt(counts, 0.25);
        VectorScalingLoss ldt = VectorScalingLoss.ldt(counts, 0.25);
        assertEquals(2, cdt.delta(0));
        assertEquals(2, ldt.tau(0));
        return List.of(VectorScalingLoss.crossEntropy(CLASSES), VectorScalingLoss.weighted(counts), cdt, ldt);
    }

    /** One column for each margin; the label leads the runner-up by it, the others by up to four more. */
    private static HostMatrix logits(VectorScalingLoss loss, int[] labels) {
        return HostMatrix.generate(CLASSES, MARGINS.length, (c, i) -> {
            int y = labels[i];
            double behind = c == (y + 1) % CLASSES ? 0 : c * 1.125;
            double u = c == y ? MARGINS[i] : -behind;
            return u / (loss.tau(y) * loss.delta(c));
        });
    }

    private static int[] labels() {
        int[] labels = new int[MARGINS.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % CLASSES;
        }
        return labels;
    }

    @Test
    void gradientHasAllItsDigits() {
        for (VectorScalingLoss loss : losses()) {
            requireDigits(loss, 0);
        }
    }

    @Test
    void scaledGradientHasAllItsDigitsWhereThePlainOneUnderflows() {
        for (VectorScalingLoss loss : losses()) {
            for (double logScale : new double[] {-32, -64, -320, -640}) {
                requireDigits(loss, logScale);
            }
        }
    }

    /** What underflows or overflows in the backend's precision is left out; something must be left. */
    private void requireDigits(VectorScalingLoss loss, double logScale) {
        int[] labels = labels();
        HostMatrix logits = logits(loss, labels);
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.upload(logits);
            backend.kernels().lossAndGradient(z, workspace.labels(labels, CLASSES), loss, logScale);
            HostMatrix gradient = z.download();
            for (int i = 0; i < labels.length; i++) {
                BigDecimal[] exact = exact(loss, logits, i, labels[i], logScale);
                for (int c = 0; c < CLASSES; c++) {
                    double error = unitsInTheLastPlace(gradient.get(c, i), exact[c]);
                    compared += Double.isNaN(error) ? 0 : 1;
                    if (error > (isDouble() ? 8 : 16)) {
                        wrong.add("%s, scale %s, margin %d, class %d: %.1f ulp"
                                .formatted(loss.name(), logScale, MARGINS[i], c, error));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(compared >= CLASSES, compared + " entries compared");
    }

    private boolean isDouble() {
        return backend.info().precision() == Precision.FLOAT64;
    }

    /** NaN where the exact number is not a normal one of the precision. */
    private double unitsInTheLastPlace(double found, BigDecimal exact) {
        double near = exact.abs().doubleValue();
        double least = isDouble() ? Double.MIN_NORMAL : Float.MIN_NORMAL;
        double most = isDouble() ? Double.MAX_VALUE : Float.MAX_VALUE;
        if (!(near >= least && near <= most)) {
            return Double.NaN;
        }
        double unit = isDouble() ? Math.ulp(near) : Math.ulp((float) near);
        return new BigDecimal(found)
                .subtract(exact)
                .abs()
                .divide(new BigDecimal(unit), DIGITS)
                .doubleValue();
    }

    private static BigDecimal[] exact(VectorScalingLoss loss, HostMatrix z, int i, int y, double logScale) {
        BigDecimal[] e = new BigDecimal[CLASSES];
        BigDecimal sum = BigDecimal.ZERO;
        for (int c = 0; c < CLASSES; c++) {
            BigDecimal margin = logit(loss, z, c, i, y).subtract(logit(loss, z, y, i, y));
            e[c] = c == y ? BigDecimal.ZERO : exp(margin);
            sum = sum.add(e[c]);
        }
        BigDecimal total = sum.add(BigDecimal.ONE);
        BigDecimal factor = exp(BigDecimal.valueOf(-logScale))
                .multiply(new BigDecimal(loss.omega(y)))
                .multiply(new BigDecimal(loss.tau(y)));
        e[y] = sum.negate();
        for (int c = 0; c < CLASSES; c++) {
            e[c] = e[c].multiply(factor).multiply(new BigDecimal(loss.delta(c))).divide(total, DIGITS);
        }
        return e;
    }

    private static BigDecimal logit(VectorScalingLoss loss, HostMatrix z, int c, int i, int y) {
        return new BigDecimal(loss.tau(y))
                .multiply(new BigDecimal(loss.delta(c)))
                .multiply(new BigDecimal(z.get(c, i)))
                .add(new BigDecimal(loss.iota(c)));
    }

    /** exp(x) = exp(x / 2^12)^(2^12), by the power series; 72 digits on the way, of which squaring costs four. */
    private static BigDecimal exp(BigDecimal x) {
        MathContext more = new MathContext(72);
        BigDecimal small = x.divide(BigDecimal.valueOf(4096), more);
        BigDecimal sum = BigDecimal.ONE;
        BigDecimal term = BigDecimal.ONE;
        for (int n = 1; n <= 60; n++) {
            term = term.multiply(small, more).divide(BigDecimal.valueOf(n), more);
            sum = sum.add(term, more);
        }
        for (int square = 0; square < 12; square++) {
            sum = sum.multiply(sum, more);
        }
        return sum;
    }

    @Test
    void scaleOfZeroGivesTheSameBits() {
        VectorScalingLoss loss = losses().get(2);
        int[] y = labels();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix plain = workspace.upload(logits(loss, y));
            DenseMatrix scaled = workspace.upload(logits(loss, y));
            LabelVector labels = workspace.labels(y, CLASSES);
            double one = backend.kernels().lossAndGradient(plain, labels, loss);
            double other = backend.kernels().lossAndGradient(scaled, labels, loss, 0);
            assertEquals(one, other);
            assertEquals(plain.download(), scaled.download());
        }
    }

    @Test
    void scaleThatShrinksIsRefused() {
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix z = workspace.zeros(2, 1);
            LabelVector labels = workspace.labels(new int[1], 2);
            VectorScalingLoss ce = VectorScalingLoss.crossEntropy(2);
            for (double bad : new double[] {1, Double.NaN, Double.NEGATIVE_INFINITY}) {
                assertThrows(
                        IllegalArgumentException.class, () -> backend.kernels().lossAndGradient(z, labels, ce, bad));
            }
        }
    }
}
