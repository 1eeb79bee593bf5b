package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.label.ImbalanceProfile;
import seli.problem.Ridge;
import seli.problem.VectorScalingLoss;

class AsymptoticSlopeTest {
    private static AsymptoticSlope slope(ClassCounts counts) {
        return AsymptoticSlope.of(counts, VectorScalingLoss.crossEntropy(counts.classes()))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "10,10,1,1; .6995; 1.0945; .8467; .7766",
                "100,100,1,1; .8310; .8472; .8764; .8540",
                "100,40,16,6,3,1; .9245; 1.5343; 1.1345; 1.0362",
                "10,10,1; .6638; .5431; .7011; .6827"
            })
    void publishedSlopesAreReproduced(String text, double classifier, double embedding, double samples, double logits) {
        AsymptoticSlope slope = slope(ImbalanceProfile.parse(text).counts());
        assertEquals(classifier, slope.classifier(), 6e-5);
        assertEquals(embedding, slope.uncentred().embedding(), 6e-5);
        assertEquals(samples, slope.uncentred().samples(), 6e-5);
        assertEquals(logits, slope.uncentred().sampleLogits(), 6e-5);
    }

    /** The rest is of order 1 / log(1/lambda), 1/575 at lambda 1e-250. */
    @ParameterizedTest
    @ValueSource(strings = {"10,10,1,1", "100,100,1,1", "100,40,16,6,3,1", "10,10,1"})
    void distancesTimesLogTendToTheSlope(String text) {
        ClassCounts counts = ImbalanceProfile.parse(text).counts();
        AsymptoticSlope slope = slope(counts);
        double[] error = new double[2];
        double[] lambdas = {1e-50, 1e-250};
        for (int i = 0; i < 2; i++) {
            GroupedSolution at = GroupedUfmTest.solve(Losses.crossEntropy(counts, lambdas[i]));
            double log = -Math.log(lambdas[i]);
            SeliGeometry seli = SeliGeometry.of(counts);
            Ridge ridge = Ridge.of(lambdas[i]);
            double w = log
                    * at.classifierGram(counts, ridge)
                            .distance(BlockMatrix.of(seli.classifier()))
                            .orElseThrow();
            double m = log
                    * at.embeddingGram(counts, ridge)
                            .centred()
                            .distance(BlockMatrix.of(seli.embedding()))
                            .orElseThrow();
            double z = log
                    * at.logits(counts).distance(BlockMatrix.projection(counts)).orElseThrow();
            error[i] = Math.max(
                    Math.abs(w - slope.classifier()),
                    Math.max(Math.abs(m - slope.embedding()), Math.abs(z - slope.logits())));
        }
        assertTrue(error[1] < 0.02, text);
        assertTrue(error[1] < error[0] / 3, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7,7,7,7", "100,3"})
    void balancedOrTwoClassesHaveSlopeZero(String text) {
        AsymptoticSlope slope = slope(ImbalanceProfile.parse(text).counts());
        assertEquals(0, slope.classifier(), 1e-13);
        assertEquals(0, slope.embedding(), 1e-13);
        assertEquals(0, slope.logits(), 1e-13);
    }

    @Test
    void lossesThatScaleLogitsHaveNone() {
        ClassCounts counts = ClassCounts.of(5, 5, 1);
        assertTrue(
                AsymptoticSlope.of(counts, VectorScalingLoss.cdt(counts, 0.3)).isEmpty());
        assertTrue(
                AsymptoticSlope.of(counts, VectorScalingLoss.weighted(counts)).isPresent());
    }
}
