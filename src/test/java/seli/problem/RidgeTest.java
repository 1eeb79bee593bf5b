package seli.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RidgeTest {
    @Test
    void lambdaIsTheGeometricMean() {
        assertEquals(6, new Ridge(4, 9).lambda());
        assertEquals(0.25, Ridge.of(0.25).lambda());
        assertEquals(1e-200, new Ridge(1e-200, 1e-200).lambda(), 1e-215);
        assertEquals(1e200, new Ridge(1e200, 1e200).lambda(), 1e185);
    }

    @Test
    void zeroMeansNoPenalty() {
        assertTrue(Ridge.NONE.isZero());
        assertEquals(0, Ridge.NONE.lambda());
        assertFalse(Ridge.of(1e-300).isZero());
    }

    @Test
    void timesScalesBothWeights() {
        assertEquals(new Ridge(6, 15), new Ridge(2, 5).times(3));
        assertThrows(IllegalArgumentException.class, () -> Ridge.of(1).times(-1));
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "1,-1", "NaN,1", "1,NaN", "Infinity,1", "1,Infinity"})
    void weightsAreFiniteAndNotNegative(double lambdaW, double lambdaH) {
        String message = assertThrows(IllegalArgumentException.class, () -> new Ridge(lambdaW, lambdaH))
                .getMessage();
        assertEquals(
                "ridge lambdaW = " + lambdaW + ", lambdaH = " + lambdaH + "; expected two finite numbers of at least 0",
                message);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,0"})
    void oneWeightAloneIsRefused(double lambdaW, double lambdaH) {
        String message = assertThrows(IllegalArgumentException.class, () -> new Ridge(lambdaW, lambdaH))
                .getMessage();
        assertEquals(
                "ridge lambdaW = " + lambdaW + ", lambdaH = " + lambdaH
                        + "; expected both positive or both 0,"
                        + " since the factors drift apart when only one is penalised",
                message);
    }
}
