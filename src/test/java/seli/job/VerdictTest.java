package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.GeometryDistances;

class VerdictTest {
    /** SELI's classifier Gram has the eigenvalues 10, sqrt 50.5 and 1, its embedding Gram their inverses. */
    private static final ClassCounts STEP = ClassCounts.of(100, 100, 1, 1);

    private static String verdict(ClassCounts counts, HostMatrix w, HostMatrix m) {
        return Verdict.of(counts, GeometryDistances.of(SeliGeometry.of(counts), w, m));
    }

    @Test
    void nearerGeometryIsNamedFirst() {
        // Gram eigenvalues 9, 7 and 2 on SELI's own eigenvectors (1,-1,0,0), (1,1,-1,-1), (0,0,1,-1).
        double a = Math.sqrt(7.0 / 4);
        double b = Math.sqrt(9.0 / 2);
        HostMatrix w = HostMatrix.of(3, 4, a, b, 0, a, -b, 0, -a, 0, 1, -a, 0, -1);
        // cos to SELI (90 + 7 sqrt 50.5 + 2) / sqrt(134 * 151.5), to the ETF 18 / sqrt(134 * 3); of Mc with inverses
        // alike.
        assertEquals(
                "The classifier is closer to SELI (0.102) than to the simplex ETF (0.452); "
                        + "the class means are closer to the simplex ETF (0.452) than to SELI (1.157).",
                verdict(STEP, w, w));
    }

    @Test
    void farFromBothIsSaid() {
        // One class alone: cos to SELI's classifiers (sqrt 50.5 / 4 + 1/2) / sqrt 151.5, to the ETF (3/4) / sqrt 3.
        HostMatrix line = HostMatrix.of(1, 4, 0, 0, 0, 1);
        assertEquals(
                "The classifier is closer to the simplex ETF (1.065) than to SELI (1.277), but far from both "
                        + "(1.414 is orthogonal); "
                        + "the class means are closer to SELI (0.770) than to the simplex ETF (0.919).",
                verdict(STEP, line, line));
    }

    @Test
    void distancesThatAgreeToThreeDigitsAreEquallyClose() {
        HostMatrix line = HostMatrix.of(1, 3, 1, 0, 0);
        assertEquals(
                "The classifier is as close to SELI (1.028) as to the simplex ETF (1.028), but far from both "
                        + "(1.414 is orthogonal); "
                        + "the class means are as close to SELI (0.765) as to the simplex ETF (0.765).",
                verdict(ClassCounts.of(10000, 10000, 9999), line, line));
    }

    @Test
    void balancedClassesHaveOneGeometry() {
        // One class of three alone: cos (2/3) / sqrt 2, centred 1 / sqrt 2.
        HostMatrix line = HostMatrix.of(1, 3, 1, 0, 0);
        assertEquals(
                "SELI and the simplex ETF coincide, since all classes have the same count. The classifier is at "
                        + "distance 1.028 from"
                        + " them, which is far (1.414 is orthogonal); the class means are at distance 0.765 "
                        + "from them.",
                verdict(ClassCounts.of(5, 5, 5), line, line));
    }

    @Test
    void twoClassesHaveOneGeometry() {
        assertEquals(
                "SELI and the simplex ETF coincide, since there are two classes. The classifier is at distance "
                        + "1.000 from them; "
                        + "the class means coincide, so that they have no geometry.",
                verdict(ClassCounts.of(5, 2), HostMatrix.of(1, 2, 1, 0), HostMatrix.of(1, 2, 3, 3)));
    }

    @Test
    void zeroMatricesHaveNoGeometry() {
        HostMatrix zero = HostMatrix.zeros(1, 4);
        assertEquals(
                "The classifier is zero, so that it has no geometry; the class means coincide, so that they "
                        + "have no geometry.",
                verdict(STEP, zero, zero));
        assertEquals(
                "SELI and the simplex ETF coincide, since all classes have the same count. The classifier is "
                        + "zero, so that it has no"
                        + " geometry; the class means coincide, so that they have no geometry.",
                verdict(ClassCounts.of(1, 1, 1, 1), zero, zero));
    }

    @Test
    void smallDistancesKeepTwoDigits() {
        assertEquals("0.001", Verdict.text(0.0005));
        assertEquals("5.0e-04", Verdict.text(0.000499));
        assertEquals("1.3e-09", Verdict.text(1.26e-9));
        assertEquals("1.235", Verdict.text(1.2346));
    }
}
