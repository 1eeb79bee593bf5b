package seli.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArraySourceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "missing.npy,missing.npy,''",
        "missing.npz,missing.npz,''",
        "missing.npz:W,missing.npz,W",
        "MISSING.NPZ:W,MISSING.NPZ,W",
        "missing.npy:W,missing.npy:W,''",
        "C:/data/x.npz:W,C:/data/x.npz,W",
        "C:\\data\\x.npy,C:\\data\\x.npy,''",
        "a.npz:b:c,a.npz,b:c",
        "a.npz:,a.npz,''",
        "m.safetensors:fc.weight,m.safetensors,fc.weight",
        "m.SafeTensors:a:b,m.SafeTensors,a:b",
        "run.h5:/layer/kernel,run.h5,/layer/kernel",
        "run.hdf5:x.npz:y,run.hdf5,x.npz:y",
        "t10k-images-idx3-ubyte.gz:W,t10k-images-idx3-ubyte.gz:W,''",
    })
    void fileThatDoesNotExistIsSplitByItsName(String text, String file, String member) {
        ArraySource source = ArraySource.parse(text);
        assertEquals(ArraySource.of(Path.of(file), member), source);
    }

    @Test
    void existingFilesWinOverColons() throws IOException {
        Path whole = folder.resolve("a.npz:W");
        Path part = folder.resolve("a.npz");
        Path odd = folder.resolve("x:y.dat");
        Files.createFile(part);
        Files.createFile(odd);
        assertEquals(ArraySource.of(part, "W"), ArraySource.parse(whole.toString()));
        assertEquals(ArraySource.of(odd, "m:n"), ArraySource.parse(odd + ":m:n"));
        Files.createFile(whole);
        assertEquals(ArraySource.of(whole), ArraySource.parse(whole.toString()));
        assertEquals(ArraySource.of(whole, "V"), ArraySource.parse(whole + ":V"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\0b"})
    void textThatIsNoPathIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> ArraySource.parse(text));
    }

    @Test
    void everyKindOfFileLoads() throws IOException {
        Path csv = folder.resolve("w.CSV");
        Files.writeString(csv, "1 2\n3 4\n");
        assertArrayEquals(
                new double[] {1, 3, 2, 4}, ArraySource.of(csv).load().toMatrix().toArray());
        Path numpy = NpyBytes.fromNumpy("single.npz");
        assertArrayEquals(new long[] {0, 1, 2}, ArraySource.of(numpy).load().toIntegers());
        assertArrayEquals(
                new long[] {0, 1, 2}, ArraySource.parse(numpy + ":only").load().toIntegers());
        assertEquals("f2", ArraySource.of(NpyBytes.fromNumpy("f2.npy")).load().elementType());
    }

    @Test
    void whatDoesNotFitTogetherIsRefusedInOneLine() throws IOException {
        Path stored = NpyBytes.fromNumpy("stored.npz");
        assertRefused(
                ArraySource.of(stored),
                stored + ": several arrays or none: it has W, H, counts; expected " + stored + ":MEMBER");
        assertRefused(ArraySource.parse(stored + ":X"), stored + ": no member 'X'; it has W, H, counts");
        Path npy = NpyBytes.fromNumpy("f2.npy");
        assertRefused(
                ArraySource.parse(npy + ":W"),
                npy + " is no .npz archive and has no member 'W'; expected only the file");
        Path other = Files.createFile(folder.resolve("w.mat"));
        assertRefused(
                ArraySource.of(other),
                other + " is of an unknown kind; expected a name ending with .npy, .npz, .safetensors, .h5, .hdf5,"
                        + " -ubyte, .idx (both also with .gz) or .csv");
        assertRefused(ArraySource.of(folder), folder + " is a folder; expected a file");
        assertRefused(ArraySource.parse("none.npz:W"), "file not found: none.npz; check the path");
    }

    private static void assertRefused(ArraySource source, String message) {
        assertEquals(
                message, assertThrows(UnusableFileException.class, source::load).getMessage());
    }

    @Test
    void sourcesAreEqualWithEqualFileAndMember() {
        ArraySource source = ArraySource.parse("a.npz:W");
        assertEquals("a.npz:W", source.toString());
        assertEquals("a.npz", ArraySource.of(source.file()).toString());
        assertEquals("W", source.member());
        assertEquals(source.hashCode(), ArraySource.of(Path.of("a.npz"), "W").hashCode());
        assertNotEquals(source, ArraySource.of(Path.of("a.npz"), "H"));
        assertNotEquals(source, ArraySource.of(Path.of("b.npz"), "W"));
        assertTrue(ArraySource.parse("labels.tsv").isText() && !source.isText());
    }
}
