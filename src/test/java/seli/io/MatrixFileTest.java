package seli.io;

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

class MatrixFileTest {
    @TempDir
    Path folder;

    private Path text(String content) throws IOException {
        Path file = folder.resolve("w.csv");
        Files.writeString(file, content);
        return file;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1,-2.5,3e-2\n4,5,+6\n",
                "1;-2.5;3e-2\n4;5;6",
                "1 -2.5\t3E-2\n  4   5  6  \n",
                "1 , -2.5, 3e-2\r\n\r\n4,5,6\r\n",
                "x,y 1,z\n1,-2.5,0.03\n4,5,6\n",
                "\"a,b\",c,d\n\"1\",\"-2.5\",.03\n4,5,6\n",
                "# a comment\n1,-2.5,3e-2\n# another\n4,5,6",
                "\ufeff1,-2.5,3e-2\n4,5,6",
            })
    void everyWayOfWritingTheSameMatrixIsRead(String content) throws IOException {
        NpyArray array = MatrixFile.read(text(content));
        assertEquals(HostMatrix.of(2, 3, 1, 4, -2.5, 5, 0.03, 6), array.toMatrix());
        assertEquals(List.of(2L, 3L), array.shape());
    }

    @ParameterizedTest
    @CsvSource({
        "'1,2\n3\n','line 2: 1 numbers; expected 2 as in line 1'",
        "'a,b\n\n1,2\n3,4,5\n','line 4: 3 numbers; expected 2 as in line 3'",
        "'1,2\n3,x\n','line 2: got ''x''; expected a number'",
        "'1,,2\n','line 1: empty cell; expected a number'",
        "'1,2,\n','line 1: empty cell; expected a number'",
        "'1,2\n,\n','line 2: empty cell; expected a number'",
        "'1,x\n','line 1: got ''x''; expected a number'",
        "'1\n--2\n','line 2: got ''--2''; expected a number'",
        "',0,1\n0,5,6\n','line 1: the header starts with an empty name'",
        "'1,5;2,5\n','line 1: both '','' and '';'' are used; expected one separator'",
        "'','holds no numbers; expected one row of numbers a line'",
        "'a,b\n','holds no numbers'",
        "'\"unclosed\n','line 1: a quote is not closed on its line'",
    })
    void badMatricesAreRefusedWithTheirLine(String content, String expected) throws IOException {
        Path file = text(content);
        String message = assertThrows(MalformedFileException.class, () -> MatrixFile.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": " + expected), message);
    }

    @Test
    void valuesThatAreNotFiniteAreReadAndFoundByTheCheck() throws IOException {
        NpyArray array = MatrixFile.read(text("NaN,1\n2,-Inf\n+infinity,0\n"));
        assertEquals(Double.NEGATIVE_INFINITY, array.toMatrix().get(1, 1));
        assertEquals(Double.POSITIVE_INFINITY, array.toMatrix().get(2, 0));
        String message =
                assertThrows(MalformedFileException.class, array::requireFinite).getMessage();
        assertTrue(message.endsWith("entry (0, 0) is NaN; expected finite numbers"), message);
    }

    @Test
    void matrixOverManyBlocksIsReadBack() throws IOException {
        StringBuilder content = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            for (int j = 0; j < 101; j++) {
                content.append(j == 0 ? "" : ",").append(i * 1000 + j);
            }
            content.append('\n');
        }
        HostMatrix expected = HostMatrix.generate(400, 101, (i, j) -> i * 1000 + j);
        assertEquals(expected, MatrixFile.read(text(content.toString())).toMatrix());
    }

    @Test
    void binaryFileIsRefused() throws IOException {
        Path file = folder.resolve("w.csv");
        Files.write(file, new byte[] {0, 1, 2, (byte) 0xEF, 10, 'x', ','});
        assertThrows(MalformedFileException.class, () -> MatrixFile.read(file));
    }
}
