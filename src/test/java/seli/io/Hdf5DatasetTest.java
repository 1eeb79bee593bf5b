package seli.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import seli.linalg.HostMatrix;

/** Files that h5py wrote (make_hdf5.py) read as what was written. */
class Hdf5DatasetTest {
    private static final HostMatrix WHOLE = HostMatrix.generate(7, 5, (i, j) -> 10 * i + j);
    private static final HostMatrix HALVES = HostMatrix.generate(7, 5, (i, j) -> 10 * i + j + 0.5);

    @TempDir
    Path folder;

    private static ArraySource source(String file, String dataset) {
        return ArraySource.of(NpyBytes.fromNumpy(file), dataset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"types_earliest.h5", "types_latest.h5"})
    void everyTypeAndByteOrderIsRead(String file) throws IOException {
        for (String type : List.of("f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")) {
            HostMatrix expected = type.startsWith("f") ? HALVES : WHOLE;
            assertEquals(expected, source(file, type).load().toMatrix(), type);
            assertEquals(type, source(file, "/" + type).load().elementType());
            assertEquals(type, source(file, type).rows().elementType());
        }
        for (String type : List.of(">f2", ">f4", ">f8", ">i4", ">u8")) {
            HostMatrix expected = type.startsWith(">f") ? HALVES : WHOLE;
            assertEquals(expected, source(file, type).load().toMatrix(), type);
            assertEquals(
                    expected.transpose(), RowBlocksTest.all(source(file, type).rows(), 3), type);
        }
        HostMatrix parity = HostMatrix.generate(7, 5, (i, j) -> (i * 10 + j + 1) % 2);
        assertEquals(parity, source(file, "bool").load().toMatrix());
        assertEquals("bf16", source(file, "bf16").load().elementType());
        assertEquals(HALVES, source(file, "bf16").load().toMatrix()); // 8 bits suffice: 64.5 = 1.0000001b * 2^6
    }

    @ParameterizedTest
    @CsvSource({
        "contiguous",
        "compact",
        "chunks/plain",
        "chunks/gzip",
        "chunks/shuffle",
        "chunks/fletcher",
        "chunks/all",
        "chunks/columns",
        "chunks/growing",
        "chunks/free",
        "chunks/large"
    })
    void everyStorageIsReadWholeAndInBlocks(String dataset) throws IOException {
        for (String file : List.of("storage_earliest.h5", "storage_latest.h5")) {
            assertEquals(HALVES, source(file, dataset).load().toMatrix(), file);
            for (int rowsPerBlock : new int[] {1, 2, 3, 5, 7, 100}) {
                RowBlocks rows = source(file, "/" + dataset).rows();
                assertEquals(7, rows.rows());
                assertEquals(5, rows.cols());
                assertEquals(HALVES.transpose(), RowBlocksTest.all(rows, rowsPerBlock), file + " " + rowsPerBlock);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage_earliest.h5", "storage_latest.h5"})
    void otherShapesAreRead(String file) throws IOException {
        assertEquals(
                HostMatrix.generate(7, 3, (i, j) -> 10 * i + j),
                source(file, "chunks/odd").load().toMatrix());
        assertArrayEquals(
                new double[] {0.5, 10.5, 20.5, 30.5, 40.5, 50.5, 60.5},
                source(file, "chunks/vector").load().toVector());
        assertEquals(
                HostMatrix.generate(1, 7, (i, j) -> 10 * j + 0.5),
                RowBlocksTest.all(source(file, "chunks/vector").rows(), 2));
        NpyArray cube = source(file, "chunks/cube").load();
        assertEquals(List.of(5L, 4L, 3L), cube.shape());
        for (long i = 0; i < 60; i++) {
            assertEquals(i, cube.integer(i));
        }
        assertArrayEquals(
                new double[] {3.5}, source("others.h5", "scalar").load().toVector());
    }

    @Test
    void theOnlyDatasetNeedsNoNameAndAUserBlockIsSkipped() throws IOException {
        assertEquals(
                HALVES, ArraySource.of(NpyBytes.fromNumpy("single.h5")).load().toMatrix());
        assertEquals(
                HALVES.transpose(),
                RowBlocksTest.all(
                        ArraySource.of(NpyBytes.fromNumpy("user_block.h5")).rows(), 4));
        assertArrayEquals(new double[] {11}, source("many.h5", "x11").load().toVector());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "others.h5|text|elements of HDF5 class",
                "others.h5|pairs|elements of HDF5 class compound",
                "others.h5|complex|elements of HDF5 class compound",
                "others.h5|unwritten|needs 280 bytes, but 0 were written",
                "others.h5|empty|the dataset is empty",
                "others.h5|soft|no member 'soft'; it has",
                "others.h5|external|no member 'external'; it has",
                "others.h5|layer1|no member 'layer1'; it has",
                "others.h5|layer1/dense/kernel:1|did you mean '/layer1/dense/kernel:0'?",
                "others.h5|/scalar/x|no member '/scalar/x'",
                "others.h5||several arrays or none: it has",
                "storage_latest.h5|chunks/lzf|packed by HDF5 filter 32000 ('lzf'); expected only gzip",
                "storage_earliest.h5|chunks/lzf|packed by HDF5 filter 32000 ('lzf'); expected only gzip",
                "storage_latest.h5|chunks/sparse|expected a dataset that was written in full",
                "storage_earliest.h5|chunks/sparse|expected a dataset that was written in full",
                "storage_latest.h5|chunks/Gzip|did you mean '/chunks/gzip'?",
            })
    void whatCannotBeReadIsRefusedInOneLine(String file, String dataset, String expected) {
        ArraySource source = source(file, dataset == null ? "" : dataset);
        String message = assertThrows(UnusableFileException.class, source::load).getMessage();
        assertTrue(message.contains(expected), message);
        assertTrue(message.startsWith(source.file().toString()), message);
        message = assertThrows(UnusableFileException.class, () -> RowBlocksTest.all(source.rows(), 2))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void entryThatIsNotFiniteIsNamed() throws IOException {
        RowBlocks rows = source("others.h5", "infinite").rows();
        String message = assertThrows(MalformedFileException.class, () -> RowBlocksTest.all(rows, 1))
                .getMessage();
        assertTrue(message.endsWith(":infinite: row 1, column 1 is -Infinity; expected finite numbers"), message);
    }

    @Test
    void fileThatChangesBetweenPassesIsRefused() throws IOException {
        for (String dataset : List.of("contiguous", "compact", "chunks/all")) {
            Path file = folder.resolve("changing.h5");
            Files.write(file, Files.readAllBytes(NpyBytes.fromNumpy("storage_latest.h5")));
            RowBlocks rows = ArraySource.of(file, dataset).rows();
            Files.write(file, new byte[9000]);
            assertThrows(UnusableFileException.class, () -> RowBlocksTest.all(rows, 1));
        }
    }
}
