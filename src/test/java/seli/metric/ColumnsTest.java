package seli.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import seli.linalg.HostMatrix;

class ColumnsTest {
    private static final HostMatrix M = HostMatrix.of(2, 3, 1, 10, 2, 20, 6, 60);

    @Test
    void meanIsThatOfTheColumns() {
        assertArrayEquals(new double[] {3, 30}, Columns.mean(M));
    }

    @Test
    void centringSubtractsTheMeanFromEveryColumn() {
        assertEquals(HostMatrix.of(2, 3, -2, -20, -1, -10, 3, 30), Columns.centred(M));
    }

    @Test
    void matricesOfOrdinarySizeAreLeftAlone() {
        HostMatrix large = HostMatrix.of(1, 2, 0x1.fp200, 1);
        HostMatrix small = HostMatrix.of(1, 2, -0x1p-200, 0);
        assertSame(M, Columns.tamed(M));
        assertSame(large, Columns.tamed(large));
        assertSame(small, Columns.tamed(small));
    }

    @Test
    void extremeMatricesAreScaledByAPowerOfTwoToEntriesBelowTwo() {
        assertEquals(HostMatrix.of(1, 3, -1.5, 0x1p-201, 0), Columns.tamed(HostMatrix.of(1, 3, -0x1.8p201, 1, 0)));
        assertEquals(HostMatrix.of(1, 2, 1.25, 0.5), Columns.tamed(HostMatrix.of(1, 2, 0x1.4p-201, 0x1p-202)));
        assertEquals(1, Columns.tamed(HostMatrix.of(1, 1, Double.MIN_VALUE)).get(0, 0), 1);
        assertTrue(Columns.tamed(HostMatrix.of(1, 1, Double.MIN_VALUE)).get(0, 0) >= 0x1p-52);
    }

    @Test
    void zeroAndNonFiniteMatricesAreLeftAlone() {
        HostMatrix zero = HostMatrix.zeros(2, 2);
        HostMatrix infinite = HostMatrix.of(1, 2, 1, Double.POSITIVE_INFINITY);
        HostMatrix broken = HostMatrix.of(1, 2, Double.NaN, 0x1p300);
        assertSame(zero, Columns.tamed(zero));
        assertSame(infinite, Columns.tamed(infinite));
        assertSame(broken, Columns.tamed(broken));
    }
}
