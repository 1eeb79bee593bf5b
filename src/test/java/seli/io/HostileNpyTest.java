package seli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileNpyTest {
    @TempDir
    Path folder;

    private static Arguments bytes(String expected, byte... bytes) {
        return Arguments.of(expected, bytes);
    }

    private static Arguments header(String expected, String header) {
        return bytes(expected, NpyBytes.ofHeader(header, NpyBytes.f8(1)));
    }

    private static Arguments shape(String expected, String shape) {
        return bytes(expected, NpyBytes.of("<f8", false, shape, NpyBytes.f8(1)));
    }

    private static Arguments descr(String expected, String descr) {
        return bytes(expected, NpyBytes.of(descr, false, "(1,)", NpyBytes.f8(1)));
    }

    static Stream<Arguments> files() {
        byte[] good = NpyBytes.vector(1, 2, 3);
        byte[] magic = good.clone();
        magic[0] = 'X';
        byte[] minor = good.clone();
        minor[7] = 9;
        return Stream.of(
                bytes("is empty"),
                bytes("cut short", Arrays.copyOf(good, 3)),
                bytes("cut short", Arrays.copyOf(good, 6)),
                bytes("cut short", Arrays.copyOf(good, 9)),
                bytes("cut short", Arrays.copyOf(good, 40)),
                bytes("first bytes are 58 4e", magic),
                bytes("this is a ZIP archive: name it .npz", NpyBytes.zip(false, "a.npy", good)),
                bytes("version 1.9; expected 1.0, 2.0 or 3.0", minor),
                bytes("version 4.0", NpyBytes.raw(4, 10, "{         ")),
                bytes("version 0.0", NpyBytes.raw(0, 10, "{         ")),
                bytes("header of 2147483647 bytes", NpyBytes.raw(2, Integer.MAX_VALUE, "{}")),
                bytes("header of 4294967295 bytes", NpyBytes.raw(3, -1, "{}")),
                bytes("cut short", NpyBytes.raw(1, 60000, "{}")),
                bytes("has no end", NpyBytes.raw(1, 20, "{'descr': '<f8', 'fortran_order': False}")),
                bytes("but 23 bytes follow", Arrays.copyOf(good, good.length - 1)),
                bytes("but 25 bytes follow", Arrays.copyOf(good, good.length + 1)));
    }

    static Stream<Arguments> dicts() {
        String rest = "'fortran_order': False, 'shape': (1,)}";
        return Stream.of(
                header("got the end; expected '{'", ""),
                header("got 'N'; expected '{'", "None"),
                header("expected a string", "{1: 2}"),
                header("expected ':'", "{'descr', 'shape'}"),
                header("key 'descr' is missing", "{" + rest),
                header("key 'fortran_order' is missing", "{'descr': '<f8', 'shape': (1,)}"),
                header("key 'shape' is missing", "{'descr': '<f8', 'fortran_order': True}"),
                header("key 'descr' appears twice", "{'descr': '<f8', 'descr': '<f8', " + rest),
                header("unknown key 'evil'", "{'descr': '<f8', 'evil': True, " + rest),
                header("expected nothing more", "{'descr': '<f8', " + rest + " ;"),
                header("expected nothing more", "{'descr': '<f8', " + rest + "\0"),
                header("expected ',' or '}'", "{'descr': '<f8' " + rest),
                header("no end", "{'descr': '<f8, "),
                header("backslash", "{'de\\x73cr': '<f8', " + rest),
                header("expected True or False", "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}"),
                header("structured element type", "{'descr': [('x', '<f8')], " + rest),
                header("expected a string", "{'descr': __import__('os').system('true'), " + rest),
                header("got the end", "{'descr': '<f8', "));
    }

    static Stream<Arguments> shapesAndTypes() {
        return Stream.of(
                shape("negative dimension", "(-1,)"),
                shape("negative dimension", "(2, -3)"),
                shape("beyond 2^63", "(9223372036854775808,)"),
                shape("more than 2^63 bytes", "(9223372036854775807,)"),
                shape("more than 2^63 bytes", "(4294967296, 4294967296, 4294967296)"),
                shape("8000000000000000 bytes, but 8 bytes follow", "(1000000000000000,)"),
                shape("0 bytes, but 8 bytes follow", "(0, 9223372036854775807, 9223372036854775807)"),
                shape("expected ',' after the only dimension", "(1)"),
                shape("expected a whole number", "(.5,)"),
                shape("expected ',' or ')'", "(1.5,)"),
                shape("expected ',' or ')'", "(1 2)"),
                shape("expected a whole number", "(,)"),
                shape("expected '('", "[1]"),
                shape("expected '('", "1"),
                shape("at most 64 dimensions", "(" + "1,".repeat(65) + ")"),
                descr("pickled Python objects are never loaded", "|O"),
                descr("pickled Python objects are never loaded", "O"),
                descr("element type '<c16'; expected one of f2", "<c16"),
                descr("element type '<U3'", "<U3"),
                descr("element type '<f16'", "<f16"),
                descr("element type '<i3'", "<i3"),
                descr("element type ''", ""),
                descr("element type '<'", "<"),
                descr("element type '<M8[ns]'", "<M8[ns]"));
    }

    @ParameterizedTest
    @MethodSource({"files", "dicts", "shapesAndTypes"})
    void brokenFileIsRefusedInOneLine(String expected, byte[] bytes) throws IOException {
        Path file = folder.resolve("bad.npy");
        Files.write(file, bytes);
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> NpyArray.read(file));
        assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
        assertFalse(e.getMessage().chars().anyMatch(Character::isISOControl), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"object.npy", "structured.npy", "text.npy", "complex.npy"})
    void filesOfNumpyWithoutPlainNumbersAreRefused(String name) {
        assertThrows(MalformedFileException.class, () -> NpyArray.read(NpyBytes.fromNumpy(name)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr':'<f8','fortran_order':False,'shape':(1,)}",
                "{\"shape\": (1L,), \"fortran_order\": True, \"descr\": \"<f8\"}   \n",
                " { 'descr' : 'f8' , 'fortran_order' : False , 'shape' : ( 1 , 1 , ) , } ",
            })
    void otherSpellingsOfTheSameDictAreAccepted(String header) throws IOException {
        Path file = folder.resolve("good.npy");
        Files.write(file, NpyBytes.ofHeader(header, NpyBytes.f8(7)));
        assertEquals(7, NpyArray.read(file).toVector()[0]);
    }

    @Test
    void claimBeyondTheHeapIsRefusedBeforeAnyAllocation() throws IOException {
        Path file = folder.resolve("sparse.npy");
        byte[] start = NpyBytes.of("|u1", false, "(1000000000000,)");
        Files.write(file, start);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(start.length + 1_000_000_000_000L); // sparse: takes no room on the disk
        } catch (IOException e) {
            abort("this file system has no sparse files: " + e.getMessage());
        }
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> NpyArray.read(file));
        assertTrue(e.getMessage().contains("needs 1000000000000 bytes of memory, but "), e.getMessage());
        assertTrue(e.getMessage().contains(" are free; use a smaller file, or give Java more memory"), e.getMessage());
    }

    @Test
    void controlCharactersOfAFileDoNotReachTheMessage() {
        String message = new MalformedFileException("a\nb", "c\u2028d\u001b[1m").getMessage();
        assertEquals("a?b: c?d?[1m", message);
        assertEquals("x: y?z", new MalformedFileException("x", "y\rz", new IOException()).getMessage());
        assertEquals("'" + "y".repeat(60) + "...'", UnusableFileException.quote("y".repeat(61)));
    }
}
