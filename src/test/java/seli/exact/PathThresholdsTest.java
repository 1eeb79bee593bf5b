package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.label.ImbalanceProfile;

class PathThresholdsTest {
    private static List<PathThreshold> thresholds(ClassCounts counts) {
        return PathThresholds.of(Losses.crossEntropy(counts, 1));
    }

    private static List<Double> of(List<PathThreshold> all, PathThreshold.Event event) {
        return all.stream()
                .filter(threshold -> threshold.event() == event)
                .map(PathThreshold::lambda)
                .toList();
    }

    /** The equation of the middle threshold of a STEP profile, solved by bisection with nothing of the product. */
    private static double middle(int majorities, int minorities, double many, double few) {
        double low = Math.sqrt(few);
        double high = Math.sqrt(many);
        for (int i = 0; i < 200; i++) {
            double lambda = (low + high) / 2;
            double s = spread(lambda, majorities, minorities, many);
            double d = denominator(s, majorities, minorities);
            double k = majorities + minorities;
            double right = Math.sqrt(k * (minorities * many / d / d + majorities * few / k / k));
            if (lambda < right) {
                low = lambda;
            } else {
                high = lambda;
            }
        }
        return low;
    }

    private static double denominator(double s, int majorities, int minorities) {
        return Math.exp(s * (1 - 1.0 / majorities)) + (majorities - 1) * Math.exp(-s / majorities) + minorities;
    }

    private static double spread(double lambda, int majorities, int minorities, double many) {
        double low = 0;
        double high = 200;
        for (int i = 0; i < 200; i++) {
            double s = (low + high) / 2;
            double law = (Math.exp(s * (1 - 1.0 / majorities)) - Math.exp(-s / majorities))
                    / denominator(s, majorities, minorities);
            if (law < 1 - lambda / Math.sqrt(many)) {
                low = s;
            } else {
                high = s;
            }
        }
        return low;
    }

    @ParameterizedTest
    @CsvSource({"2,2,10,1,2.110815", "3,3,20,4,3.053842", "5,5,100,1,2.642943", "4,7,1000,3,0"})
    void stepHasItsFourThresholds(int majorities, int minorities, long many, long few, double published) {
        String text = many + ("," + many).repeat(majorities - 1) + ("," + few).repeat(minorities);
        List<PathThreshold> all = thresholds(ImbalanceProfile.parse(text).counts());
        double expected = middle(majorities, minorities, many, few);
        List<Double> collapses = of(all, PathThreshold.Event.COLLAPSE);
        assertEquals(2, collapses.size());
        assertEquals(Math.sqrt(many), collapses.get(0), 1e-14 * Math.sqrt(many));
        assertEquals(Math.sqrt(few), collapses.get(1), 1e-14 * Math.sqrt(few));
        assertEquals(Math.sqrt(many), of(all, PathThreshold.Event.ZERO).get(0), 1e-14 * Math.sqrt(many));
        List<Double> directions = of(all, PathThreshold.Event.DIRECTION);
        assertEquals(1, directions.size(), () -> all.toString());
        assertEquals(expected, directions.get(0), 1e-10 * expected);
        if (published > 0) {
            assertEquals(published, directions.get(0), 5e-7);
        }
    }

    @Test
    void oneMajorityClassSwitchesOnTheMeanDirectionFirst() {
        List<PathThreshold> all = thresholds(ImbalanceProfile.parse("20,2,2,2").counts());
        double zero = Math.sqrt((0.25 + 0.75 * 10) * 2); // sqrt(mu n_min)
        assertEquals(zero, of(all, PathThreshold.Event.ZERO).get(0), 1e-13);
        assertEquals(zero, of(all, PathThreshold.Event.DIRECTION).get(0), 1e-10 * zero);
        assertEquals(Math.sqrt(2), of(all, PathThreshold.Event.COLLAPSE).get(0), 1e-14);
    }

    @Test
    void zeroThresholdIsTheLargestSingularValueAndEveryDirectionSwitchesOn() {
        long seed = 41;
        Random random = new Random(seed);
        for (int trial = 0; trial < 8; trial++) {
            ClassCounts counts = Losses.randomCounts(random, 3 + random.nextInt(6), 1 + random.nextInt(3), 300);
            List<PathThreshold> all = thresholds(counts);
            String what = "seed " + seed + ", " + counts + ": " + all;
            double zero = SeliGeometry.of(counts).singularValues().get(0).value();
            assertEquals(zero, all.get(0).lambda(), 1e-13 * zero, what);
            assertEquals(
                    counts.groups().size() - 1,
                    of(all, PathThreshold.Event.DIRECTION).size(),
                    what);
            for (double lambda : of(all, PathThreshold.Event.DIRECTION)) {
                int above = rank(counts, lambda * (1 + 1e-7));
                int below = rank(counts, lambda * (1 - 1e-7));
                assertTrue(below > above, what);
            }
        }
    }

    private static int rank(ClassCounts counts, double lambda) {
        return GroupedUfmTest.solve(Losses.crossEntropy(counts, lambda)).rankBetween();
    }
}
