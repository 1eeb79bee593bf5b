package seli.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import seli.linalg.HostMatrix;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    private Path write(byte... bytes) throws IOException {
        return Files.write(folder.resolve("m.safetensors"), bytes);
    }

    @Test
    void tensorsAreFoundByNameAndReadInTheirOwnType() throws IOException {
        Path file = write(new SafetensorsBytes()
                .add("fc.weight", "F32", "[2,3]", SafetensorsBytes.f4(1, 2, 3, 4, 5, 6.5))
                .add("fc.bias", "BF16", "[3]", SafetensorsBytes.shorts(0x3F80, 0xC000, 0x3F81))
                .add("half", "F16", "[2]", SafetensorsBytes.shorts(0x3C00, 0xFBFF))
                .add("labels", "I64", "[1]", new byte[] {-1, -1, -1, -1, -1, -1, -1, -1})
                .add("u", "U8", "[1,1]", (byte) 255)
                .add("nothing", "F32", "[0,7]")
                .build());
        ArraySource weight = ArraySource.parse(file + ":fc.weight");
        assertEquals(HostMatrix.of(2, 3, 1, 4, 2, 5, 3, 6.5), weight.load().toMatrix());
        assertEquals("F32", weight.rows().elementType());
        assertEquals(file + ":fc.weight", weight.rows().source());
        assertArrayEquals(new double[] {1, -2, 1.0078125}, load(file, "fc.bias").toVector());
        assertEquals("bf16", load(file, "fc.bias").elementType());
        assertEquals("BF16", ArraySource.of(file, "fc.bias").rows().elementType());
        assertArrayEquals(new double[] {1, -65504}, load(file, "half").toVector());
        assertArrayEquals(new long[] {-1}, load(file, "labels").toIntegers());
        assertArrayEquals(new double[] {255}, load(file, "u").toVector());
        assertEquals(List.of(0L, 7L), load(file, "nothing").shape());
    }

    private static NpyArray load(Path file, String tensor) throws IOException {
        return ArraySource.of(file, tensor).load();
    }

    @ParameterizedTest
    @CsvSource({
        "F64,8", "F32,4", "F16,2", "BF16,2", "I64,8", "I32,4", "I16,2", "I8,1", "U64,8", "U32,4", "U16,2", "U8,1",
        "BOOL,1"
    })
    void everyReadableTypeHasItsSize(String dtype, int size) throws IOException {
        Path file = write(new SafetensorsBytes()
                .add("a", dtype, "[3]", new byte[3 * size])
                .build());
        assertArrayEquals(new double[3], load(file, "a").toVector());
        assertEquals(
                HostMatrix.zeros(1, 3), RowBlocksTest.all(ArraySource.of(file).rows(), 2));
        assertEquals(
                size, SafetensorsTypes.elementType(dtype).map(ElementType::size).orElse(0));
    }

    @Test
    void otherTypesMayStandBesideTheTensorThatIsRead() throws IOException {
        Path file = write(new SafetensorsBytes()
                .add("q", "F8_E4M3", "[3]", new byte[3])
                .add("w", "F32", "[1]", SafetensorsBytes.f4(2))
                .build());
        assertArrayEquals(new double[] {2}, load(file, "w").toVector());
        assertTrue(refusal(file, "q").contains("F8_E4M3 cannot be read; expected one of BF16 BOOL"));
    }

    @Test
    void missingTensorNamesTheNearestAndListsAll() throws IOException {
        Path file = write(new SafetensorsBytes()
                .add("fc.weight", "F32", "[0]")
                .add("fc.bias", "F32", "[0]")
                .build());
        assertEquals(
                file + ": no member 'fc.wieght'; did you mean 'fc.weight'? it has fc.weight, fc.bias",
                refusal(file, "fc.wieght"));
        assertEquals(file + ": no member 'head'; it has fc.weight, fc.bias", refusal(file, "head"));
        assertEquals(
                file + ": several arrays or none: it has fc.weight, fc.bias; expected " + file + ":MEMBER",
                refusal(file, ""));
    }

    private static String refusal(Path file, String tensor) {
        return assertThrows(UnusableFileException.class, () -> load(file, tensor))
                .getMessage();
    }

    private static Arguments header(String expected, String header) {
        return Arguments.of(expected, SafetensorsBytes.ofHeader(header, new byte[8]));
    }

    private static Arguments tensor(String expected, String tensor) {
        return header(expected, "{\"a\":" + tensor + "}");
    }

    private static Arguments offsets(String expected, String... offsets) {
        StringBuilder text = new StringBuilder();
        for (String pair : offsets) {
            text.append(text.length() == 0 ? "{" : ",")
                    .append("\"")
                    .append((char) ('a' + text.length() % 23))
                    .append("\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[")
                    .append(pair)
                    .append("]}");
        }
        return header(expected, text + "}");
    }

    static Stream<Arguments> hostileStarts() {
        byte[] good = new SafetensorsBytes().add("a", "U8", "[4]", new byte[4]).build();
        return Stream.of(
                Arguments.of("0 bytes; expected at least 10", new byte[0]),
                Arguments.of("9 bytes; expected at least 10", new byte[9]),
                Arguments.of("header would have 0 bytes", new byte[100]),
                Arguments.of("header would have 18446744073709551615 bytes", SafetensorsBytes.raw(-1, "{}")),
                Arguments.of("header would have 9223372036854775807 bytes", SafetensorsBytes.raw(Long.MAX_VALUE, "{}")),
                Arguments.of("header would have 3 bytes; expected 2 to 2", SafetensorsBytes.raw(3, "{}")),
                Arguments.of("expected 2 to", SafetensorsBytes.raw(100_000_001, "{}")),
                Arguments.of("does not start with '{'", SafetensorsBytes.ofHeader(" {}", new byte[8])),
                Arguments.of("does not start with '{'", SafetensorsBytes.ofHeader("[]", new byte[8])),
                Arguments.of("to end inside the file", Arrays.copyOf(good, good.length - 1)),
                Arguments.of("expected the end of the file, 5", Arrays.copyOf(good, good.length + 1)));
    }

    static Stream<Arguments> hostileJson() {
        return Stream.of(
                header("would have 1 bytes", "{"),
                header("not valid JSON", "{\"a\":"),
                header("not valid JSON", "{'a':1}"),
                header("not valid JSON", "{\"a\":{"),
                header("not valid JSON: Duplicate", "{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}"),
                header("something follows", "{} {}"),
                header("not valid JSON", "{}\0"),
                header("not valid JSON", "{\0\"\0a\0"),
                header("expected an object for '__metadata__'", "{\"__metadata__\":1}"),
                header("expected texts in __metadata__", "{\"__metadata__\":{\"a\":{}}}"),
                header("expected an object for 'a'", "{\"a\":" + "[".repeat(100_000) + "}"),
                tensor("got '[' in shape", "{\"shape\":" + "[".repeat(100_000) + "}"),
                tensor("lacks dtype", "{}"),
                tensor("lacks dtype", "{\"dtype\":\"U8\",\"shape\":[8]}"),
                tensor("lacks dtype", "{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0]}"),
                tensor("unknown key 'evil'", "{\"dtype\":\"U8\",\"evil\":1}"),
                tensor("expected a text as dtype", "{\"dtype\":8}"),
                tensor("unknown element type 'F7'", "{\"dtype\":\"F7\",\"shape\":[8],\"data_offsets\":[0,8]}"),
                tensor("expected an array as shape", "{\"dtype\":\"U8\",\"shape\":8,\"data_offsets\":[0,8]}"),
                tensor("got '-8' in shape", "{\"dtype\":\"U8\",\"shape\":[-8],\"data_offsets\":[0,8]}"),
                tensor("got '8.0' in shape", "{\"dtype\":\"U8\",\"shape\":[8.0],\"data_offsets\":[0,8]}"),
                tensor("got '1e3' in shape", "{\"dtype\":\"U8\",\"shape\":[1e3],\"data_offsets\":[0,8]}"),
                tensor("got '9223372036854775808'", "{\"dtype\":\"U8\",\"shape\":[9223372036854775808]}"),
                tensor("Number value length", "{\"dtype\":\"U8\",\"shape\":[" + "9".repeat(5000) + "]}"),
                tensor("at most 64 whole", "{\"dtype\":\"U8\",\"shape\":[" + "1,".repeat(64) + "1]}"),
                tensor(
                        "more than 2^63 bytes",
                        "{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296]," + "\"data_offsets\":[0,0]}"),
                tensor("expected 8 bytes for its shape", "{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,7]}"),
                tensor(
                        "expected 0 bytes for its shape",
                        "{\"dtype\":\"U8\",\"shape\":[0,9223372036854775807]," + "\"data_offsets\":[0,8]}"),
                tensor("takes bytes 8 to 0", "{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[8,0]}"));
    }

    static Stream<Arguments> hostileOffsets() {
        return Stream.of(
                offsets("takes bytes 4 to 8 of 8; expected it to start at 0", "4,8"),
                offsets("takes bytes 0 to 4 of 8; expected it to start at 4", "0,4", "0,4"),
                offsets("takes bytes 2 to 6 of 8; expected it to start at 4", "0,4", "2,6"),
                offsets("takes bytes 5 to 9 of 8; expected it to start at 4", "0,4", "5,9"),
                offsets("takes bytes 8 to 12 of 8", "0,4", "4,8", "8,12"),
                offsets("the tensors end at byte 4 of the data; expected the end of the file, 8", "0,4"),
                header("the tensors end at byte 0", "{}"));
    }

    @ParameterizedTest
    @MethodSource({"hostileStarts", "hostileJson", "hostileOffsets"})
    void hostileHeaderIsRefusedInOneLine(String expected, byte[] bytes) throws IOException {
        Path file = write(bytes);
        String message = assertThrows(MalformedFileException.class, () -> load(file, "a"))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.contains(expected), message);
        assertFalse(message.length() > 600 || message.chars().anyMatch(Character::isISOControl), message);
    }

    @Test
    void headerThatIsNoUtf8IsRefused() throws IOException {
        byte[] bytes = SafetensorsBytes.ofHeader("{\"a??\":1}", new byte[8]);
        bytes[11] = (byte) 0xC3;
        Path file = write(bytes);
        assertTrue(refusal(file, "a").contains("not valid UTF-8"), refusal(file, "a"));
    }

    @Test
    void moreThan31BitsOfElementsAreMappedInSegments() throws IOException {
        long size = (1L << 31) + 5;
        String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[" + (size / 11) + ",11],\"data_offsets\":[0,"
                + size / 11 * 11 + "]}}";
        byte[] start = SafetensorsBytes.ofHeader(header);
        Path file = write(start);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(start.length + size / 11 * 11); // sparse where the file system can
            open.seek(start.length + size / 11 * 11 - 1);
            open.write(7);
        }
        StoredArray array = SafetensorsFile.open(file).find("a");
        array.bytes().read(in -> {
            assertEquals(0, in.next(1 << 20).get(5));
            in.seek(size / 11 * 11 - 2);
            assertEquals(7, in.next(2).get(1));
        });
    }
}
