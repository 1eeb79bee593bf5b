package seli.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seli.linalg.HostMatrix;

class NpyArrayTest {
    @TempDir
    Path folder;

    private static final HostMatrix TENS = HostMatrix.generate(3, 4, (i, j) -> 10 * i + j + 0.5);

    private NpyArray parse(byte... bytes) throws IOException {
        Path file = folder.resolve("a.npy");
        Files.write(file, bytes);
        return NpyArray.read(file);
    }

    private static byte[] encode(String type, ByteOrder order, long... values) {
        int size = type.charAt(1) - '0';
        ByteBuffer bytes = ByteBuffer.allocate(size * values.length).order(order);
        for (long value : values) {
            switch (type) {
                case "f4" -> bytes.putFloat(value);
                case "f8" -> bytes.putDouble(value);
                case "i8", "u8" -> bytes.putLong(value);
                case "i4", "u4" -> bytes.putInt((int) value);
                case "i2", "u2" -> bytes.putShort((short) value);
                default -> bytes.put((byte) value);
            }
        }
        return bytes.array();
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"})
    void everyTypeOrderAndEndiannessGivesTheSameMatrix(String type) throws IOException {
        HostMatrix expected = HostMatrix.of(2, 3, 1, 4, 2, 5, 3, 127);
        for (String mark : List.of("<", ">", "=", "|", "")) {
            ByteOrder order = mark.equals("<")
                    ? ByteOrder.LITTLE_ENDIAN
                    : mark.equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.nativeOrder();
            byte[] byRows = encode(type, order, 1, 2, 3, 4, 5, 127);
            byte[] byColumns = encode(type, order, 1, 4, 2, 5, 3, 127);
            assertEquals(
                    expected,
                    parse(NpyBytes.of(mark + type, false, "(2, 3)", byRows)).toMatrix(),
                    mark + type);
            assertEquals(
                    expected,
                    parse(NpyBytes.of(mark + type, true, "(2, 3)", byColumns)).toMatrix(),
                    mark + type);
        }
    }

    @ParameterizedTest
    @CsvSource({"i1,-1", "i2,-1", "i4,-1", "i8,-1", "u1,255", "u2,65535", "u4,4294967295"})
    void signIsThatOfTheType(String type, long minusOne) throws IOException {
        NpyArray array = parse(NpyBytes.of("<" + type, false, "(1,)", encode(type, ByteOrder.LITTLE_ENDIAN, -1)));
        assertArrayEquals(new long[] {minusOne}, array.toIntegers());
        assertArrayEquals(new double[] {minusOne}, array.toVector());
        assertEquals(type, array.elementType());
    }

    @ParameterizedTest
    @ValueSource(strings = {"f4_c.npy", "f8_fortran.npy", "f8_big_endian.npy", "version2.npy", "version3.npy"})
    void matricesOfNumpyAreRead(String name) throws IOException {
        NpyArray array = NpyArray.read(NpyBytes.fromNumpy(name));
        assertEquals(TENS, array.requireFinite().toMatrix());
        assertEquals(List.of(3L, 4L), array.shape());
        assertEquals(12, array.size());
    }

    @Test
    void numbersOfNumpyAreReadExactly() throws IOException {
        assertArrayEquals(
                new double[] {0, -2, 65504, 0x1p-24, Double.POSITIVE_INFINITY, Double.NaN},
                NpyArray.read(NpyBytes.fromNumpy("f2.npy")).toVector());
        assertArrayEquals(
                new long[] {Integer.MIN_VALUE, 0, Integer.MAX_VALUE},
                NpyArray.read(NpyBytes.fromNumpy("i4.npy")).toIntegers());
        assertArrayEquals(
                new long[] {Long.MIN_VALUE, (1L << 53) + 1, Long.MAX_VALUE},
                NpyArray.read(NpyBytes.fromNumpy("i8.npy")).toIntegers());
        assertArrayEquals(
                new double[] {0, 0x1p63, 0x1p64},
                NpyArray.read(NpyBytes.fromNumpy("u8.npy")).toVector());
        assertArrayEquals(
                new long[] {1, 0, 1},
                NpyArray.read(NpyBytes.fromNumpy("b1.npy")).toIntegers());
    }

    @Test
    void everyHalfPrecisionPatternHasItsValue() throws IOException {
        ByteBuffer all = ByteBuffer.allocate(1 << 17).order(ByteOrder.LITTLE_ENDIAN);
        for (int bits = 0; bits < 1 << 16; bits++) {
            all.putShort((short) bits);
        }
        double[] values =
                parse(NpyBytes.of("<f2", false, "(65536,)", all.array())).toVector();
        for (int bits = 0; bits < 1 << 16; bits++) {
            // Widened by moving the fields into those of a float and rescaling by the difference of the biases.
            double widened = Float.intBitsToFloat((bits & 0x8000) << 16 | (bits & 0x7FFF) << 13) * 0x1p112;
            boolean special = (bits & 0x7C00) == 0x7C00;
            assertEquals(special ? !Double.isFinite(values[bits]) : values[bits] == widened, true, "bits " + bits);
        }
        assertEquals(Double.NEGATIVE_INFINITY, values[0xFC00]);
        assertTrue(Double.isNaN(values[0x7C01]));
        assertEquals(Double.doubleToLongBits(-0.0), Double.doubleToLongBits(values[0x8000]));
    }

    @Test
    void unsignedLongsBeyond63BitsAreRoundedToNearest() throws IOException {
        long justAboveTie = (1L << 63) + (1L << 10) + 1; // between 2^63 and 2^63 + 2^11, nearer to the upper one
        long tie = (1L << 63) + (1L << 10);
        byte[] data = encode("u8", ByteOrder.LITTLE_ENDIAN, justAboveTie, tie);
        double[] values = parse(NpyBytes.of("<u8", false, "(2,)", data)).toVector();
        assertArrayEquals(new double[] {0x1p63 + 0x1p11, 0x1p63}, values);
    }

    @Test
    void shapesOtherThanMatricesAreReadButNotTakenForMatrices() throws IOException {
        NpyArray scalar = NpyArray.read(NpyBytes.fromNumpy("scalar.npy"));
        assertArrayEquals(new double[] {2.5}, scalar.toVector());
        assertEquals(List.of(), scalar.shape());
        NpyArray empty = NpyArray.read(NpyBytes.fromNumpy("empty.npy"));
        assertEquals(HostMatrix.zeros(0, 5), empty.toMatrix());
        NpyArray cube = NpyArray.read(NpyBytes.fromNumpy("cube.npy"));
        assertEquals(List.of(2L, 3L, 4L), cube.shape());
        for (NpyArray array : List.of(scalar, cube)) {
            assertTrue(assertThrows(MalformedFileException.class, array::toMatrix)
                    .getMessage()
                    .contains("expected a matrix"));
        }
        for (NpyArray array : List.of(empty, cube)) {
            String message =
                    assertThrows(MalformedFileException.class, array::toVector).getMessage();
            assertTrue(message.contains("expected a vector"), message);
        }
    }

    @Test
    void transposedMatrixIsTheTransposeInEitherOrder() throws IOException {
        for (boolean fortran : new boolean[] {false, true}) {
            NpyArray array = parse(NpyBytes.of("<f8", fortran, "(2, 3)", NpyBytes.f8(1, 2, 3, 4, 5, 6)));
            assertEquals(array.toMatrix().transpose(), array.toTransposedMatrix());
        }
        assertEquals(
                HostMatrix.of(1, 3, 1, 2, 3), parse(NpyBytes.vector(1, 2, 3)).toTransposedMatrix());
    }

    @Test
    void vectorIsAColumnAndAOneColumnMatrixIsAVector() throws IOException {
        NpyArray vector = parse(NpyBytes.vector(1, 2, 3));
        assertEquals(HostMatrix.of(3, 1, 1, 2, 3), vector.toMatrix());
        NpyArray row = parse(NpyBytes.of("<f8", false, "(1, 3)", NpyBytes.f8(1, 2, 3)));
        assertEquals(HostMatrix.of(1, 3, 1, 2, 3), row.toMatrix());
        assertArrayEquals(new long[] {1, 2, 3}, row.toIntegers());
        assertEquals(folder.resolve("a.npy") + ": f8 (1, 3)", row.toString());
        assertEquals(folder.resolve("a.npy").toString(), row.source());
    }

    @Test
    void wideAndTallRowMajorMatricesAreTransposedRight() throws IOException {
        for (int rows : new int[] {1, 2, 65, 700}) {
            int cols = 700;
            ByteBuffer data = ByteBuffer.allocate(8 * rows * cols).order(ByteOrder.LITTLE_ENDIAN);
            for (int v = 0; v < rows * cols; v++) {
                data.putDouble(v);
            }
            String shape = "(" + rows + ", " + cols + ")";
            HostMatrix byRows = HostMatrix.generate(rows, cols, (i, j) -> i * cols + j);
            HostMatrix byColumns = HostMatrix.generate(rows, cols, (i, j) -> j * rows + i);
            assertEquals(
                    byRows,
                    parse(NpyBytes.of("<f8", false, shape, data.array())).toMatrix());
            assertEquals(
                    byColumns,
                    parse(NpyBytes.of("<f8", true, shape, data.array())).toMatrix());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'(2, 3)',false,'(1, 1)'",
        "'(2, 3)',true,'(0, 2)'",
        "'(6,)',false,4",
        "'(1, 2, 3)',false,'(0, 1, 1)'",
    })
    void firstValueThatIsNotFiniteIsNamed(String shape, boolean fortran, String place) throws IOException {
        byte[] data = NpyBytes.f8(0, 1, 2, 3, Double.NaN, Double.NEGATIVE_INFINITY);
        NpyArray array = parse(NpyBytes.of("<f8", fortran, shape, data));
        String message =
                assertThrows(MalformedFileException.class, array::requireFinite).getMessage();
        assertEquals(folder.resolve("a.npy") + ": entry " + place + " is NaN; expected finite numbers", message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, Double.NaN, Double.POSITIVE_INFINITY, 0x1p63, -1e300})
    void onlyWholeNumbersOf64BitsBecomeIntegers(double value) throws IOException {
        assertArrayEquals(new long[] {3, -4}, parse(NpyBytes.vector(3, -4)).toIntegers());
        NpyArray array = parse(NpyBytes.vector(1, value));
        String message =
                assertThrows(MalformedFileException.class, array::toIntegers).getMessage();
        assertEquals(folder.resolve("a.npy") + ": entry 1 is " + value + "; expected whole numbers", message);
        NpyArray unsigned = NpyArray.read(NpyBytes.fromNumpy("u8.npy"));
        assertThrows(MalformedFileException.class, unsigned::toIntegers);
    }

    @Test
    void dimensionsBeyondThoseOfAMatrixAreRefused() throws IOException {
        for (String shape : List.of("(134217729, 0)", "(0, 2147483648)")) {
            NpyArray array = parse(NpyBytes.of("<f8", false, shape));
            assertTrue(assertThrows(MalformedFileException.class, array::toMatrix)
                    .getMessage()
                    .contains("expected at most 134217728 rows"));
        }
    }

    @Test
    void missingFileAndFolderAreOneLine() throws IOException {
        Path missing = folder.resolve("none.npy");
        UnusableFileException e = assertThrows(UnusableFileException.class, () -> NpyArray.read(missing));
        assertEquals("file not found: " + missing + "; check the path", e.getMessage());
        e = assertThrows(UnusableFileException.class, () -> NpyArray.read(folder));
        assertEquals(folder + " is a folder; expected a file", e.getMessage());
        Path device = Path.of("/dev/null");
        if (Files.exists(device)) {
            e = assertThrows(UnusableFileException.class, () -> NpyArray.read(device));
            assertEquals("/dev/null is a device or pipe; expected a file", e.getMessage());
        }
    }
}
