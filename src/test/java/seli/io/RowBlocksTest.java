package seli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import seli.linalg.HostMatrix;

/** Rows in blocks are the rows of the whole array, whatever the format, the order and the size of the blocks. */
class RowBlocksTest {
    @TempDir
    Path folder;

    /** Reads all rows twice and gives them as columns of one matrix. */
    static HostMatrix all(RowBlocks rows, int rowsPerBlock) throws UnusableFileException {
        List<HostMatrix> passes = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) {
            HostMatrix.Builder whole = HostMatrix.builder(rows.cols(), (int) rows.rows());
            long[] next = {0};
            rows.read(rowsPerBlock, (first, block) -> {
                assertEquals(next[0], first);
                assertEquals(Math.min(rowsPerBlock, rows.rows() - first), block.cols());
                for (int j = 0; j < block.cols(); j++) {
                    double[] row = new double[rows.cols()];
                    block.copyColumn(j, row, 0);
                    whole.setColumn((int) first + j, row, 0);
                }
                next[0] += block.cols();
            });
            assertEquals(rows.rows(), next[0]);
            passes.add(whole.build());
        }
        assertEquals(passes.get(0), passes.get(1));
        return passes.get(0);
    }

    private Path write(String name, byte... bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    static Stream<Arguments> npyFiles() {
        return Stream.of(
                Arguments.of("f4_c.npy", "f4"),
                Arguments.of("f8_fortran.npy", "f8"),
                Arguments.of("f8_big_endian.npy", "f8"),
                Arguments.of("f2.npy", "f2"),
                Arguments.of("i4.npy", "i4"),
                Arguments.of("i8.npy", "i8"),
                Arguments.of("u8.npy", "u8"),
                Arguments.of("b1.npy", "b1"),
                Arguments.of("version2.npy", "f8"));
    }

    @ParameterizedTest
    @MethodSource("npyFiles")
    void rowsOfNumpysFilesAreTheLoadedArray(String name, String type) throws IOException {
        ArraySource source = ArraySource.of(NpyBytes.fromNumpy(name));
        RowBlocks rows = source.rows();
        assertEquals(type, rows.elementType());
        assertEquals(source.toString(), rows.source());
        if (!type.equals("f2")) { // that one has an infinity, see below
            assertEquals(source.load().toTransposedMatrix(), all(rows, 2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000, Integer.MAX_VALUE})
    void everyOrderPackingAndBlockSizeGivesTheSameRows(int rowsPerBlock) throws IOException {
        int n = 1001;
        int d = 7;
        HostMatrix matrix = HostMatrix.generate(n, d, (i, j) -> i + j / 8.0);
        HostMatrix expected = matrix.transpose();
        byte[] c = new byte[8 * n * d];
        System.arraycopy(NpyBytes.f8(expected.toArray()), 0, c, 0, c.length);
        byte[] byRows = NpyBytes.of("<f8", false, "(1001, 7)", c);
        byte[] byColumns = NpyBytes.of("<f8", true, "(1001, 7)", NpyBytes.f8(matrix.toArray()));
        List<ArraySource> sources = List.of(
                ArraySource.of(write("c.npy", byRows)),
                ArraySource.of(write("f.npy", byColumns)),
                ArraySource.of(write("cs.npz", NpyBytes.zip(false, "X.npy", byRows)), "X"),
                ArraySource.of(write("cd.npz", NpyBytes.zip(true, "X.npy", byRows))),
                ArraySource.of(write("fs.npz", NpyBytes.zip(false, "X.npy", byColumns))),
                ArraySource.of(write("fd.npz", NpyBytes.zip(true, "X.npy", byColumns))),
                ArraySource.of(write(
                        "x.safetensors",
                        new SafetensorsBytes().add("x", "F64", "[1001,7]", c).build())));
        for (ArraySource source : sources) {
            assertEquals(expected, all(source.rows(), rowsPerBlock), source.toString());
            assertEquals(expected, source.load().toTransposedMatrix(), source.toString());
        }
    }

    @Test
    void textIsReadInBlocksAndRefusedWhenItChanges() throws IOException {
        Path file = folder.resolve("x.csv");
        Files.writeString(file, "a,b\n1,2\n3,4\n\n5,6.5\n");
        RowBlocks rows = ArraySource.of(file).rows();
        assertEquals(HostMatrix.of(2, 3, 1, 2, 3, 4, 5, 6.5), all(rows, 2));
        Files.writeString(file, "1,2\n3,4\n");
        assertThrows(UnusableFileException.class, () -> all(rows, 2));
        Files.writeString(file, "1,2\n3,4\n5,6\n7,8\n");
        assertThrows(UnusableFileException.class, () -> all(rows, 2));
    }

    @Test
    void imagesOfAnIdxFileBecomeRows() throws IOException {
        byte[] idx = new byte[16 + 24];
        idx[2] = 8;
        idx[3] = 3;
        idx[7] = 4; // 4 images of 3 x 2
        idx[11] = 3;
        idx[15] = 2;
        for (int i = 0; i < 24; i++) {
            idx[16 + i] = (byte) (10 * i);
        }
        HostMatrix expected = HostMatrix.generate(6, 4, (i, j) -> 10 * (6 * j + i));
        Path plain = write("x-images-idx3-ubyte", idx);
        Path packed = folder.resolve("x.idx.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(idx);
        }
        for (Path file : List.of(plain, packed)) {
            RowBlocks rows = ArraySource.of(file).rows();
            assertEquals("u1", rows.elementType());
            assertEquals(expected, all(rows, 3));
            assertEquals(List.of(4L, 6L), ArraySource.of(file).load().shape());
        }
        byte[] labels = {0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1};
        assertEquals(
                List.of(2, 0, 1),
                Arrays.stream(LabelFile.read(write("y-idx1-ubyte", labels)))
                        .boxed()
                        .toList());
    }

    @Test
    void firstEntryThatIsNotFiniteIsNamedByRowColumnAndValue() throws IOException {
        double[] values = new double[70_000];
        values[2 * 30_000] = Double.NaN;
        Path npy = write("n.npy", NpyBytes.of("<f8", false, "(35000, 2)", NpyBytes.f8(values)));
        values[2 * 30_000] = 0;
        values[7] = Double.POSITIVE_INFINITY;
        Path wide = write("w.npy", NpyBytes.of("<f8", true, "(2, 35000)", NpyBytes.f8(values)));
        List<Long> blocks = new ArrayList<>();
        MalformedFileException e = assertThrows(
                MalformedFileException.class,
                () -> ArraySource.of(npy).rows().read(1000, (first, block) -> blocks.add(first)));
        assertEquals(npy + ": row 30000, column 0 is NaN; expected finite numbers", e.getMessage());
        assertEquals(30, blocks.size());
        e = assertThrows(
                MalformedFileException.class, () -> all(ArraySource.of(wide).rows(), 2));
        assertEquals(wide + ": row 1, column 3 is Infinity; expected finite numbers", e.getMessage());
    }

    @Test
    void vectorsAreColumnsAndOtherShapesAreRefused() throws IOException {
        assertEquals(
                HostMatrix.of(1, 3, 1, 2, 3),
                all(ArraySource.of(write("v.npy", NpyBytes.vector(1, 2, 3))).rows(), 2));
        assertEquals(
                0,
                ArraySource.of(write("e.npy", NpyBytes.of("<f8", false, "(0, 5)")))
                        .rows()
                        .rows());
        for (String shape : List.of("()", "(1, 1, 1)", "(1, 0)", "(1000000000000, 0)")) {
            byte[] data = shape.contains("0") ? new byte[0] : new byte[8];
            Path file = write("s.npy", NpyBytes.of("<f8", false, shape, data));
            assertThrows(
                    MalformedFileException.class, () -> ArraySource.of(file).rows(), shape);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "x.safetensors", "x.npz"})
    void fileThatChangesBetweenPassesIsRefused(String name) throws IOException {
        byte[] bytes = NpyBytes.of("<f8", false, "(2, 2)", NpyBytes.f8(1, 2, 3, 4));
        Path file = write(
                name,
                name.endsWith("npz")
                        ? NpyBytes.zip(false, "W.npy", bytes)
                        : name.endsWith("npy")
                                ? bytes
                                : new SafetensorsBytes()
                                        .add("w", "F64", "[2,2]", NpyBytes.f8(1, 2, 3, 4))
                                        .build());
        RowBlocks rows = ArraySource.of(file).rows();
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() / 2);
        }
        UnusableFileException e = assertThrows(UnusableFileException.class, () -> all(rows, 1));
        assertTrue(e.getMessage().startsWith(file.toString()) || e.getMessage().contains(file.toString()));
    }

    @Test
    void blocksOfNoRowsAreMisuse() throws IOException {
        RowBlocks rows = ArraySource.of(NpyBytes.fromNumpy("f4_c.npy")).rows();
        assertThrows(IllegalArgumentException.class, () -> rows.read(0, (first, block) -> {}));
    }

    @Test
    void rowsLongerThanTheBufferAreReadInParts() throws IOException {
        int d = 300_000; // more than the elements that are converted at a time
        HostMatrix matrix = HostMatrix.generate(d, 3, (i, j) -> i * 3 + j);
        Path file = write("long.npy", NpyBytes.of("<f8", false, "(3, 300000)", NpyBytes.f8(matrix.toArray())));
        assertEquals(matrix, all(ArraySource.of(file).rows(), 2));
        Path fortran = write(
                "fortran.npy",
                NpyBytes.of(
                        "<f8",
                        true,
                        "(3, 300000)",
                        NpyBytes.f8(matrix.transpose().toArray())));
        assertEquals(matrix, all(ArraySource.of(fortran).rows(), 2));
    }
}
