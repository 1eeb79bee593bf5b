package seli.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HostMatrixTest {
    /** Rows (1 3 5) and (2 4 6). */
    private static final HostMatrix A = HostMatrix.of(2, 3, 1, 2, 3, 4, 5, 6);

    @Test
    void entriesAreColumnMajor() {
        assertEquals(3, A.get(0, 1));
        assertEquals(6, A.get(1, 2));
        assertEquals(2, A.rows());
        assertEquals(3, A.cols());
        assertEquals(6, A.size());
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, A.toArray());
    }

    @Test
    void argumentsAreCopied() {
        double[] entries = {1, 2};
        HostMatrix matrix = HostMatrix.of(2, 1, entries);
        entries[0] = 9;
        matrix.toArray()[1] = 9;
        assertEquals(HostMatrix.of(2, 1, 1, 2), matrix);
    }

    @Test
    void columnsAreCopiedToAnOffset() {
        double[] target = new double[5];
        A.copyColumn(1, target, 2);
        assertArrayEquals(new double[] {0, 0, 3, 4, 0}, target);
        A.copyColumns(1, 2, target);
        assertArrayEquals(new double[] {3, 4, 5, 6, 0}, target);
    }

    @Test
    void columnsAreTakenFromAnOffset() {
        HostMatrix matrix = HostMatrix.builder(2, 2)
                .setColumn(1, new double[] {7, 8, 9}, 1)
                .set(0, 0, 5)
                .build();
        assertEquals(HostMatrix.of(2, 2, 5, 0, 8, 9), matrix);
    }

    @Test
    void wrongNumberOfEntriesIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> HostMatrix.of(2, 2, 1, 2, 3))
                .getMessage();
        assertEquals("matrix of 2 x 2 needs 4 entries, got 3; pass them column by column", message);
    }

    @Test
    void impossibleShapesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> HostMatrix.zeros(-1, 2));
        assertThrows(IllegalArgumentException.class, () -> HostMatrix.zeros(2, -1));
        String message = assertThrows(IllegalArgumentException.class, () -> HostMatrix.zeros((1 << 27) + 1, 0))
                .getMessage();
        assertEquals("matrix of 134217729 x 0; expected 0 to 134217728 rows and at least 0 columns", message);
        assertEquals(0, HostMatrix.zeros(1 << 27, 0).size());
    }

    @Test
    void sizeIsSixtyFourBit() {
        assertEquals(0L, HostMatrix.zeros(0, Integer.MAX_VALUE).size());
        assertEquals("0 x 5", HostMatrix.zeros(0, 5).toString().strip());
    }

    @Test
    void indicesAreChecked() {
        assertThrows(IndexOutOfBoundsException.class, () -> A.get(2, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> A.get(-1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> A.get(0, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> A.get(0, -1));
        HostMatrix.Builder builder = HostMatrix.builder(2, 2);
        assertThrows(IndexOutOfBoundsException.class, () -> builder.set(2, 0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> builder.set(-1, 1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> builder.set(0, 2, 1));
    }

    @Test
    void builderIsUsedOnce() {
        HostMatrix.Builder builder = HostMatrix.builder(1, 1).set(0, 0, 4);
        HostMatrix matrix = builder.build();
        assertThrows(IndexOutOfBoundsException.class, () -> builder.set(0, 0, 5));
        assertThrows(IllegalStateException.class, builder::build);
        assertEquals(4, matrix.get(0, 0));
    }

    @Test
    void transposeSwapsIndices() {
        assertEquals(HostMatrix.of(3, 2, 1, 3, 5, 2, 4, 6), A.transpose());
    }

    @Test
    void productByHand() {
        assertEquals(HostMatrix.of(2, 2, 35, 44, 44, 56), A.times(A.transpose()));
        assertEquals(A, A.times(HostMatrix.identity(3)));
        assertEquals(HostMatrix.of(2, 3, 2, 4, 6, 8, 10, 12), A.times(2));
        String message =
                assertThrows(IllegalArgumentException.class, () -> A.times(A)).getMessage();
        assertTrue(message.contains("2 x 3 with 2 x 3: inner dimensions differ"), message);
    }

    @Test
    void innerProductAndNormByHand() {
        assertEquals(1 + 4 + 9 + 16 + 25 + 36, A.dot(A));
        assertEquals(Math.sqrt(91), A.norm());
        assertEquals(-21, A.dot(HostMatrix.generate(2, 3, (i, j) -> -1)));
    }

    @Test
    void largestDifferenceIsOfAbsoluteValuesAndKeepsNan() {
        assertEquals(4, A.maxDifference(HostMatrix.of(2, 3, 1, 2, 7, 4, 5, 5)));
        assertTrue(Double.isNaN(A.maxDifference(HostMatrix.of(2, 3, 1, Double.NaN, 3, 4, 5, 6))));
        String message = assertThrows(IllegalArgumentException.class, () -> A.maxDifference(A.transpose()))
                .getMessage();
        assertTrue(message.contains("2 x 3 and 3 x 2"), message);
        assertThrows(IllegalArgumentException.class, () -> A.dot(HostMatrix.zeros(2, 2)));
        assertThrows(IllegalArgumentException.class, () -> A.dot(HostMatrix.zeros(1, 3)));
    }

    @Test
    void finiteMeansNeitherNanNorInfinite() {
        assertTrue(A.isFinite());
        assertFalse(HostMatrix.of(1, 2, 0, Double.NaN).isFinite());
        assertFalse(HostMatrix.of(1, 2, Double.NEGATIVE_INFINITY, 0).isFinite());
    }

    @Test
    void equalityIsOfShapeAndEntries() {
        assertEquals(A, HostMatrix.generate(2, 3, (i, j) -> 1 + i + 2 * j));
        assertEquals(A.hashCode(), HostMatrix.of(2, 3, 1, 2, 3, 4, 5, 6).hashCode());
        assertNotEquals(A, HostMatrix.of(3, 2, 1, 2, 3, 4, 5, 6));
        assertNotEquals(A, HostMatrix.of(2, 3, 1, 2, 3, 4, 5, 7));
        assertNotEquals(HostMatrix.zeros(0, 2), HostMatrix.zeros(0, 3));
        assertFalse(A.equals((Object) "A"));
    }

    @Test
    void textShowsSmallMatricesRowByRow() {
        assertEquals("2 x 3\n1.0 3.0 5.0\n2.0 4.0 6.0", A.toString());
        assertEquals("101 x 1", HostMatrix.zeros(101, 1).toString());
    }

    @Test
    void manyColumnsSpanSeveralBlocks() {
        // A block holds at most 2^27 entries: with 2^20 rows 128 columns, and the last column stands in a second block.
        int rows = 1 << 20;
        HostMatrix matrix = HostMatrix.builder(rows, 129)
                .set(5, 128, 7)
                .set(rows - 1, 127, 3)
                .build();
        assertEquals(7, matrix.get(5, 128));
        assertEquals(3, matrix.get(rows - 1, 127));
        assertEquals(Math.sqrt(58), matrix.norm());
        double[] column = new double[rows];
        matrix.copyColumn(128, column, 0);
        assertEquals(7, column[5]);
    }
}
