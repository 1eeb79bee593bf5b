package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import seli.label.CountGroup;

class SecularSpectrumTest {
    private static final MathContext DIGITS = new MathContext(60);

    /** sum_a k_a / (v_a - v_near - offset) in 60 digits. */
    private static BigDecimal secular(List<CountGroup> groups, long near, BigDecimal offset) {
        BigDecimal sum = BigDecimal.ZERO;
        for (CountGroup group : groups) {
            BigDecimal distance = BigDecimal.valueOf(group.count() - near).subtract(offset);
            sum = sum.add(BigDecimal.valueOf(group.classes()).divide(distance, DIGITS));
        }
        return sum;
    }

    /** The distance of root j to a pole changes the sign of the secular function within two units of its last place. */
    private static void assertRoots(List<CountGroup> groups, String what) {
        SecularSpectrum spectrum = SecularSpectrum.of(groups);
        assertEquals(groups.size() - 1, spectrum.size());
        for (int j = 0; j < spectrum.size(); j++) {
            double below = -spectrum.poleDistance(j + 1, j);
            double above = spectrum.poleDistance(j, j);
            assertTrue(below > 0 && above > 0, what);
            boolean nearBelow = below <= above;
            double tau = nearBelow ? below : -above;
            long near = groups.get(nearBelow ? j + 1 : j).count();
            double ulp = 2 * Math.ulp(tau);
            assertTrue(secular(groups, near, new BigDecimal(tau - ulp)).signum() < 0, what + " root " + j);
            assertTrue(secular(groups, near, new BigDecimal(tau + ulp)).signum() > 0, what + " root " + j);
            double norm = 0;
            for (int a = 0; a < groups.size(); a++) {
                double x = spectrum.scale(j) / spectrum.poleDistance(a, j);
                norm += groups.get(a).classes() * x * x;
            }
            assertEquals(1, norm, 1e-14, what + " root " + j);
            Close.relative(near + tau, spectrum.root(j), 1e-16, what + " root " + j);
        }
    }

    @Test
    void rootOfTwoGroupsByHand() {
        // k = 5 classes, counts 10 (3 classes) and 2 (2 classes): mu = (2 * 10 + 3 * 2) / 5.
        SecularSpectrum spectrum = SecularSpectrum.of(List.of(new CountGroup(10, 3), new CountGroup(2, 2)));
        assertEquals(5.2, spectrum.root(0), 1e-15);
        assertEquals(4.8, spectrum.poleDistance(0, 0), 1e-15);
        assertEquals(-3.2, spectrum.poleDistance(1, 0), 1e-15);
        assertEquals(1 / Math.sqrt(3 / (4.8 * 4.8) + 2 / (3.2 * 3.2)), spectrum.scale(0), 1e-15);
    }

    @Test
    void interpolationOfTwoPolesIsExact() {
        // The first step lands on the root, the second finds nothing to change but rounding.
        for (int light : new int[] {1, 7, 1000}) {
            assertTrue(steps(new CountGroup(90, 1000), new CountGroup(2, light)) <= 3, "light " + light);
            assertTrue(steps(new CountGroup(90, light), new CountGroup(2, 1000)) <= 3, "light " + light);
        }
    }

    private static int steps(CountGroup upper, CountGroup lower) {
        return SecularSpectrum.of(List.of(upper, lower)).mostSteps();
    }

    @Test
    void rootInTheMiddleIsExact() {
        SecularSpectrum spectrum = SecularSpectrum.of(List.of(new CountGroup(9, 4), new CountGroup(1, 4)));
        assertEquals(5, spectrum.root(0));
        assertEquals(4, spectrum.poleDistance(0, 0));
    }

    @Test
    void oneGroupHasNoRoot() {
        assertEquals(0, SecularSpectrum.of(List.of(new CountGroup(3, 4))).size());
        assertEquals(0, SecularSpectrum.of(List.of(new CountGroup(3, 4))).mostSteps());
    }

    @Test
    void rootsAreExactToTheLastPlacesWhereHeavyGroupsCancel() {
        int heavy = 1_000_000_000;
        assertRoots(List.of(new CountGroup(5, heavy), new CountGroup(4, 1), new CountGroup(3, heavy)), "heavy");
        assertRoots(
                List.of(
                        new CountGroup(2001, heavy),
                        new CountGroup(1001, 1),
                        new CountGroup(1000, 1),
                        new CountGroup(1, heavy)),
                "light pair between heavy groups");
        assertRoots(List.of(new CountGroup(1L << 52, 1), new CountGroup(2, heavy), new CountGroup(1, 1)), "wide");
        assertRoots(
                List.of(new CountGroup(1_000_000_001, 1), new CountGroup(1_000_000_000, 1), new CountGroup(1, heavy)),
                "neighbours");
    }

    @Test
    void stepLandsOnTheRootOfTheInterpolation() {
        long seed = 3;
        Random random = new Random(seed);
        int negative = 0;
        for (int trial = 0; trial < 1000; trial++) {
            double value = 20 * (random.nextDouble() - 0.5);
            double psi = 3 * random.nextDouble() + 0.1;
            double phi = 3 * random.nextDouble() + 0.1;
            double near = random.nextDouble() + 0.01;
            double far = near + random.nextDouble();
            double eta = SecularRoot.step(value, psi, phi, near, far);
            String what = "seed " + seed + " trial " + trial;
            assertTrue(eta > -near && eta < far, what);
            double below = psi * near * eta / (near + eta);
            double above = phi * far * eta / (far - eta);
            // Rounding of eta is multiplied by the slopes where it lies next to a pole.
            double slope = psi * near * near / Math.pow(near + eta, 2) + phi * far * far / Math.pow(far - eta, 2);
            assertEquals(0, value + below + above, 1e-13 * (Math.abs(value) + slope), what);
            negative += value * (far - near) + (psi + phi) * near * far < 0 ? 1 : 0;
        }
        assertTrue(negative > 100, "linear coefficient negative in " + negative);
    }

    @Test
    void overshootingStepsAreTakenBack() {
        // Light groups between heavy ones: a step beyond a root is followed by one whose linear coefficient is
        // negative.
        List<CountGroup> groups = List.of(
                new CountGroup(94809, 109_595_203),
                new CountGroup(111, 602),
                new CountGroup(42, 1),
                new CountGroup(22, 99),
                new CountGroup(12, 34313),
                new CountGroup(2, 1));
        assertRoots(groups, "light groups between heavy ones");
    }

    @Test
    void rootsOfRandomSpectraAreExactToTheLastPlaces() {
        long seed = 99;
        Random random = new Random(seed);
        List<Integer> steps = new ArrayList<>();
        for (int trial = 0; trial < 300; trial++) {
            List<CountGroup> groups =
                    RandomCounts.next(random, trial % 2 == 0 ? 10 : 1_000_000).groups();
            String what = "seed " + seed + " trial " + trial + " " + groups;
            assertRoots(groups, what);
            steps.add(SecularSpectrum.of(groups).mostSteps());
        }
        // Quadratic convergence: a wrong coefficient of the interpolation shows as more steps, not as a wrong root.
        assertTrue(Collections.max(steps) <= 9, "seed " + seed + " steps " + steps);
        double average = steps.stream().mapToInt(Integer::intValue).average().orElseThrow();
        assertEquals(4.75, average, 0.1, "seed " + seed);
    }
}
