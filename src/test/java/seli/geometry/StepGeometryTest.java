package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seli.label.ImbalanceProfile;

/** Closed forms of (R, rho)-STEP distributions [TKVB22; Behnia23, Cor. 1.5 for rho = 1/2], their values and limits. */
class StepGeometryTest {
    private static SeliGeometry step(int k, double ratio, double rho, long nmin) {
        return SeliGeometry.of(new ImbalanceProfile.Step(k, ratio, rho, nmin).counts());
    }

    /** k, rho, R; ratios of |w|^2 and |h|^2; cosines of w, of h (majorities, minorities, both); w with h of a class. */
    @ParameterizedTest
    @CsvSource({
        "4,0.5,10, 1.995247,0.436390, -0.458991,0.079446,-0.382096, -0.194601,-0.648532,-0.266023, 0.990145,0.923921",
        "10,0.5,10, 2.672100,0.350829, -0.143953,0.033369,-0.138681, -0.069702,-0.186746,-0.085434, 0.995584,0.963944",
        "10,0.5,100, 5.766212,0.115557, -0.148022,0.338026,-0.195903, -0.063016,-0.228393,-0.050850, 0.994232,0.811580",
        "10,.3,7, 2.213114,0.433665, -0.130904,0.054023,-0.106404, -0.081191,-0.240525,-0.112577, 0.995191,0.974957",
    })
    void publishedValues(ArgumentsAccessor row) {
        double half = 5.1e-7; // half a unit of the last printed digit
        for (long nmin : new long[] {1, 5}) {
            SeliGeometry seli = step(row.getInteger(0), row.getDouble(2), row.getDouble(1), nmin);
            GramGeometry w = seli.classifier();
            GramGeometry h = seli.embedding();
            assertEquals(row.getDouble(3), w.squaredNorm(0) / w.squaredNorm(1), half);
            assertEquals(row.getDouble(4), h.squaredNorm(0) / h.squaredNorm(1), half);
            Close.absolute(row.getDouble(5), w.cosine(0, 0), half, "w of majorities");
            Close.absolute(row.getDouble(6), w.cosine(1, 1), half, "w of minorities");
            Close.absolute(row.getDouble(7), w.cosine(0, 1), half, "w of both");
            Close.absolute(row.getDouble(7), w.cosine(1, 0), half, "w of both");
            Close.absolute(row.getDouble(8), h.cosine(0, 0), half, "h of majorities");
            Close.absolute(row.getDouble(9), h.cosine(1, 1), half, "h of minorities");
            Close.absolute(row.getDouble(10), h.cosine(0, 1), half, "h of both");
            Close.absolute(row.getDouble(11), seli.alignment().matched(0), half, "majority");
            Close.absolute(row.getDouble(12), seli.alignment().matched(1), half, "minority");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 12, 100, 1000, 1_000_000})
    void closedFormsForManyProfiles(int k) {
        for (double rho : new double[] {0.25, 0.5, 0.75}) {
            for (double ratio : new double[] {2, 7, 10, 100, 1e4, 1e9}) {
                assertClosedForms(k, rho, ratio, 1);
                assertClosedForms(k, rho, ratio, 3);
            }
        }
    }

    private static void assertClosedForms(int k, double rho, double ratio, long nmin) {
        String what = "k " + k + " rho " + rho + " R " + ratio + " nmin " + nmin;
        SeliGeometry seli = step(k, ratio, rho, nmin);
        double majorities = (1 - rho) * k;
        double minorities = rho * k;
        double mu = 1 - rho + rho * ratio;
        double root = Math.sqrt(nmin);
        // Rounding of the closed form itself: a few units of the last place of its terms, which squaredNorm bounds.
        assertGroup(seli.classifier(), 0, root, new double[] {Math.sqrt(ratio), rho * Math.sqrt(mu), majorities}, what);
        assertGroup(seli.classifier(), 1, root, new double[] {1, (1 - rho) * Math.sqrt(mu), minorities}, what);
        assertGroup(
                seli.embedding(),
                0,
                1 / root,
                new double[] {1 / Math.sqrt(ratio), rho / Math.sqrt(mu), majorities},
                what);
        assertGroup(seli.embedding(), 1, 1 / root, new double[] {1, (1 - rho) / Math.sqrt(mu), minorities}, what);
        Close.relative(-root * Math.sqrt(mu) / k, seli.classifier().inner(0, 1).orElseThrow(), 1e-15, what);
        Close.relative(
                -1 / (root * Math.sqrt(mu)) / k, seli.embedding().inner(1, 0).orElseThrow(), 1e-15, what);
        Close.relative(
                root * (Math.sqrt(ratio) * (majorities - 1) + Math.sqrt(mu) + (minorities - 1)),
                seli.nuclearNorm(),
                1e-14,
                what);
    }

    /**
     * Squared norm s (own (1 - 1/size) + shared/size), inner product s (shared - own)/size for terms own, shared, size.
     */
    private static void assertGroup(GramGeometry gram, int g, double scale, double[] terms, String what) {
        double own = terms[0];
        double shared = terms[1];
        double size = terms[2];
        Close.relative(scale * (own * (1 - 1 / size) + shared / size), gram.squaredNorm(g), 2e-15, what);
        if (size > 1) {
            double bound = 4e-15 * scale * (own + shared) / size;
            assertEquals(scale * (shared - own) / size, gram.inner(g, g).orElseThrow(), bound, what);
        } else {
            assertTrue(gram.inner(g, g).isEmpty() && gram.cosine(g, g).isEmpty(), what);
        }
    }

    @Test
    void singularValuesAreThreeAndInterlaced() {
        SeliGeometry seli = step(10, 9, 0.3, 4);
        double middle = Math.sqrt(4 * (0.7 + 0.3 * 9));
        assertEquals(3, seli.singularValues().size());
        assertEquals(new SingularValue(6, 6), seli.singularValues().get(0));
        assertEquals(1, seli.singularValues().get(1).multiplicity());
        Close.relative(middle, seli.singularValues().get(1).value(), 3e-16, "middle");
        assertEquals(new SingularValue(2, 2), seli.singularValues().get(2));
    }

    @Test
    void minorityClassifiersAreOrthogonalAtRatioSeven() {
        for (int k : new int[] {4, 10, 100, 1000}) {
            Close.absolute(0, step(k, 7, 0.5, 1).classifier().cosine(1, 1), 2e-16, "k = " + k);
        }
    }

    @Test
    void alignmentOfDistinctClassesFollowsFromTheNorms() {
        SeliGeometry seli = step(10, 10, 0.5, 5);
        Alignment alignment = seli.alignment();
        for (int g = 0; g < 2; g++) {
            for (int h = 0; h < 2; h++) {
                double norms = Math.sqrt(
                        seli.classifier().squaredNorm(g) * seli.embedding().squaredNorm(h));
                Close.absolute(-0.1 / norms, alignment.unmatched(g, h), 1e-15, g + " " + h);
            }
            double norms = Math.sqrt(
                    seli.classifier().squaredNorm(g) * seli.embedding().squaredNorm(g));
            Close.absolute(0.9 / norms, alignment.matched(g), 1e-15, "matched " + g);
        }
    }

    @Test
    void classifiersOfMinoritiesCollapseAndEmbeddingsDoNot() {
        int k = 10;
        for (double rho : new double[] {0.3, 0.5}) {
            double rhob = 1 - rho;
            double ratio = 1e14;
            double order = 40 / Math.sqrt(ratio); // the limits are reached like R^(-1/2)
            SeliGeometry seli = step(k, ratio, rho, 1);
            GramGeometry w = seli.classifier();
            GramGeometry h = seli.embedding();
            double r32 = Math.pow(rho, 1.5);
            double majority = 1 - 1 / (rhob * k) + r32 / (rhob * k);
            double minority = rhob / (Math.sqrt(rho) * k);
            Close.absolute(1, w.cosine(1, 1), order, "w min");
            double slope = Math.sqrt(rho) * k / rhob;
            assertEquals(slope, (1 - w.cosine(1, 1).orElseThrow()) * Math.sqrt(ratio), 1e-3 * slope);
            Close.relative(majority / minority, w.squaredNorm(0) / w.squaredNorm(1), order, "ratio of w");
            Close.absolute((r32 - 1) / (rhob * k - 1 + r32), w.cosine(0, 0), order, "w maj");
            Close.absolute(-Math.sqrt(rho) / k / Math.sqrt(majority * minority), w.cosine(0, 1), order, "w both");
            Close.absolute(-1 / (rho * k - 1), h.cosine(1, 1), order, "h min");
            Close.absolute((Math.sqrt(rho) - 1) / (rhob * k - 1 + Math.sqrt(rho)), h.cosine(0, 0), order, "h maj");
            Close.absolute(0, h.cosine(0, 1), 1e-3, "h both"); // like R^(-1/4)
            double hRatio = (1 - 1 / (rhob * k) + Math.sqrt(rho) / (rhob * k)) / (1 - 1 / (rho * k));
            Close.relative(hRatio, h.squaredNorm(0) / h.squaredNorm(1) * Math.sqrt(ratio), order, "ratio of h");
        }
    }

    @Test
    void noFiniteRatioCollapsesMinorityClassifiers() {
        for (double ratio = 1; ratio < 1e13; ratio *= 10) {
            double mu = 0.5 + 0.5 * ratio;
            GramGeometry w = step(10, ratio, 0.5, 1).classifier();
            if (ratio > 1) {
                double gap = w.squaredNorm(1) - w.inner(1, 1).orElseThrow();
                assertEquals(1, gap, 4e-16 * Math.sqrt(mu), "R = " + ratio);
            }
        }
    }
}
