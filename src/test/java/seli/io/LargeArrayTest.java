package seli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More than 2^31 elements, on request ({@code -Dseli.test.large=true}): takes 2 GiB of heap and some seconds. */
class LargeArrayTest {
    private static final long SIZE = (1L << 31) + 5;

    @TempDir
    Path folder;

    @Test
    void moreThan31BitsOfElementsAreRead() throws IOException {
        assumeTrue(Boolean.getBoolean("seli.test.large"), "takes 2 GiB of heap; ask with -Dseli.test.large=true");
        assumeTrue(Runtime.getRuntime().maxMemory() > 3L << 30, "a heap of less than 3 GiB");
        Path file = folder.resolve("large.npy");
        byte[] header = NpyBytes.of("|u1", false, "(" + SIZE + ",)");
        Files.write(file, header);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(header.length + SIZE); // sparse where the file system can
            open.seek(header.length + SIZE - 1);
            open.write(7);
        }
        NpyArray array = NpyArray.read(file);
        assertEquals(SIZE, array.size());
        assertEquals(7, array.integer(SIZE - 1));
        assertEquals(0, array.integer(SIZE - 2));
        assertThrows(MalformedFileException.class, array::toVector);
        assertThrows(MalformedFileException.class, array::toMatrix);
    }
}
