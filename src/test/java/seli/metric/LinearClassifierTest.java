package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import seli.linalg.HostMatrix;

class LinearClassifierTest {
    @Test
    void classifierWithoutBiasHasBiasZero() {
        LinearClassifier head = LinearClassifier.of(HostMatrix.of(1, 3, 1, 2, 3));
        assertEquals(HostMatrix.zeros(3, 1), head.bias());
        assertEquals(3, head.classes());
        assertEquals(1, head.featureDim());
    }

    @Test
    void fewerThanTwoClassesOrNoFeatureAreRefused() {
        assertEquals("classifier of 4 features and 1 classes; expected at least 1 and 2", message(4, 1, 1, 1));
        assertEquals("classifier of 0 features and 2 classes; expected at least 1 and 2", message(0, 2, 2, 1));
    }

    @Test
    void biasNeedsOneEntryForEachClass() {
        assertEquals("bias of 2 x 1 for 3 classes; expected 3 x 1", message(1, 3, 2, 1));
        assertEquals("bias of 3 x 2 for 3 classes; expected 3 x 1", message(1, 3, 3, 2));
    }

    private static String message(int d, int k, int biasRows, int biasCols) {
        return assertThrows(
                        IllegalArgumentException.class,
                        () -> new LinearClassifier(HostMatrix.zeros(d, k), HostMatrix.zeros(biasRows, biasCols)))
                .getMessage();
    }
}
