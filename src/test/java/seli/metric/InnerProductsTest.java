package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.linalg.HostMatrix;

class InnerProductsTest {
    /** Sums of up to 600 products of standard normal numbers: gamma_600 * 600 * max |a b| is below this. */
    private static final double TOLERANCE = 1e-11;

    @Test
    void gramOfTwoColumnsByHand() {
        HostMatrix a = HostMatrix.of(3, 2, 1, 2, 3, 4, 5, 6);
        assertEquals(HostMatrix.of(2, 2, 14, 32, 32, 77), InnerProducts.gram(a));
    }

    @Test
    void crossProductByHand() {
        HostMatrix a = HostMatrix.of(2, 3, 1, 2, 3, 4, 5, 6);
        HostMatrix b = HostMatrix.of(2, 2, 1, -1, 10, 100);
        assertEquals(HostMatrix.of(3, 2, -1, -1, -1, 210, 430, 650), InnerProducts.cross(a, b));
    }

    @Test
    void productsOfNoRowsAreZero() {
        assertEquals(HostMatrix.zeros(3, 3), InnerProducts.gram(HostMatrix.zeros(0, 3)));
        assertEquals(HostMatrix.zeros(3, 2), InnerProducts.cross(HostMatrix.zeros(0, 3), HostMatrix.zeros(0, 2)));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "5,127", "256,128", "257,129", "511,256", "600,300"})
    void gramAgreesWithPlainLoopsAcrossTileBorders(int rows, int cols) {
        HostMatrix a = MetricCases.normal(rows, cols, 11);
        HostMatrix gram = InnerProducts.gram(a);
        assertTrue(gram.maxDifference(a.transpose().times(a)) <= TOLERANCE, () -> rows + " x " + cols);
        assertEquals(gram, gram.transpose());
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "5,127,130", "256,128,3", "257,129,128", "513,300,2"})
    void crossAgreesWithPlainLoopsAcrossTileBorders(int rows, int left, int right) {
        HostMatrix a = MetricCases.normal(rows, left, 12);
        HostMatrix b = MetricCases.normal(rows, right, 13);
        double difference =
                InnerProducts.cross(a, b).maxDifference(a.transpose().times(b));
        assertTrue(difference <= TOLERANCE, () -> rows + ": " + left + " x " + right + " off by " + difference);
    }
}
