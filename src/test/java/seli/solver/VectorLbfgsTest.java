package seli.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VectorLbfgsTest {
    private static final VectorLbfgs.Goal TINY = (x, norm) -> norm <= 1e-10;

    /** sum_i (i + 1) (x_i - i)^2 / 2. */
    private static double bowl(double[] x, double[] gradient) {
        double value = 0;
        for (int i = 0; i < x.length; i++) {
            gradient[i] = (i + 1) * (x[i] - i);
            value += gradient[i] * (x[i] - i) / 2;
        }
        return value;
    }

    @Test
    void quadraticIsMinimisedToRounding() {
        double[] x = new double[30];
        VectorLbfgs.Result result = VectorLbfgs.minimize(VectorLbfgsTest::bowl, x, 1e-14, TINY, 1000);
        assertEquals(SolverStatus.STATIONARY, result.status());
        for (int i = 0; i < x.length; i++) {
            assertEquals(i, x[i], 1e-10);
        }
        assertTrue(result.gradientNorm() <= 1e-10 && result.initialNorm() > 100);
    }

    @Test
    void curvedConvexFunctionIsMinimised() {
        // exp(x + 3y) + exp(x - 3y) + exp(-x): minimum at y = 0 where 2 e^x = e^-x, x = -log(2)/2.
        VectorLbfgs.Objective curved = (x, g) -> {
            double a = Math.exp(x[0] + 3 * x[1]);
            double b = Math.exp(x[0] - 3 * x[1]);
            double c = Math.exp(-x[0]);
            g[0] = a + b - c;
            g[1] = 3 * (a - b);
            return a + b + c;
        };
        double[] x = {2, 1};
        assertEquals(
                SolverStatus.STATIONARY,
                VectorLbfgs.minimize(curved, x, 1e-14, TINY, 1000).status());
        assertEquals(-Math.log(2) / 2, x[0], 1e-10);
        assertEquals(0, x[1], 1e-10);
    }

    @Test
    void startAtTheMinimumTakesNoStep() {
        double[] x = {0, 1, 2};
        VectorLbfgs.Result result = VectorLbfgs.minimize(VectorLbfgsTest::bowl, x, 1e-14, (at, norm) -> false, 1000);
        assertEquals(SolverStatus.STATIONARY, result.status());
        assertEquals(0, result.iterations());
    }

    @Test
    void stepsAreLimited() {
        VectorLbfgs.Result result = VectorLbfgs.minimize(VectorLbfgsTest::bowl, new double[30], 1e-14, TINY, 2);
        assertEquals(SolverStatus.MAX_ITERATIONS, result.status());
        assertEquals(2, result.iterations());
    }

    @Test
    void goalBelowRoundingEndsAsStalled() {
        VectorLbfgs.Objective offset = (x, g) -> {
            g[0] = Math.sinh(x[0] - 0.3) + 1e-3;
            return 1e6 + Math.cosh(x[0] - 0.3);
        };
        VectorLbfgs.Result result = VectorLbfgs.minimize(offset, new double[1], 0, (at, norm) -> false, 10_000);
        assertEquals(SolverStatus.STALLED, result.status());
    }

    @Test
    void valueThatIsNotFiniteEndsTheRun() {
        VectorLbfgs.Objective broken = (x, g) -> Double.NaN;
        assertEquals(
                SolverStatus.NON_FINITE,
                VectorLbfgs.minimize(broken, new double[2], 1e-14, TINY, 10).status());
    }
}
