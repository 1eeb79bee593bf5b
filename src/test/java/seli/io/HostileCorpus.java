package seli.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Hostile files of every kind that is read: hand-made attacks, and mutants of sound files. */
public final class HostileCorpus {
    private static final List<String> SOUND = List.of(
            "f4_c.npy",
            "f8_fortran.npy",
            "version3.npy",
            "cube.npy",
            "stored.npz:W",
            "deflated.npz:H",
            "zip64_everywhere.npz:W",
            "single.h5:X",
            "user_block.h5:X",
            "many.h5:x07",
            "types_earliest.h5:f2",
            "types_earliest.h5:>i4",
            "types_latest.h5:bool",
            "storage_earliest.h5:contiguous",
            "storage_earliest.h5:compact",
            "storage_earliest.h5:chunks/all",
            "storage_earliest.h5:chunks/free",
            "storage_latest.h5:chunks/gzip",
            "storage_latest.h5:chunks/free",
            "storage_latest.h5:chunks/growing",
            "others.h5:layer1/dense/kernel:0");

    private HostileCorpus() {}

    /** Attacks that must all be refused. */
    public static List<HostileFile> handMade() {
        List<HostileFile> files = new ArrayList<>();
        addNpy(files);
        addNpz(files);
        addSafetensors(files);
        addText(files);
        addIdx(files);
        HostileHdf5.addTo(files);
        return files;
    }

    /** Mutants of sound files, {@code count} of each, from a seed. */
    static List<HostileFile> mutants(long seed, int count) {
        List<HostileFile> files = new ArrayList<>();
        for (HostileFile sound : sound()) {
            Random random = new Random(seed + sound.label().hashCode());
            for (int i = 0; i < count; i++) {
                byte[] bytes = Mutation.of(sound.bytes(), random);
                String label = String.format(Locale.ROOT, "%s, mutant %d", sound.label(), i);
                files.add(new HostileFile(label, sound.name(), sound.member(), bytes, false));
            }
        }
        return files;
    }

    /** Sound files of all kinds. */
    static List<HostileFile> sound() {
        List<HostileFile> files = new ArrayList<>();
        for (String source : SOUND) {
            String[] parts = source.split(":", 2);
            byte[] bytes = read(parts[0]);
            files.add(new HostileFile(source, parts[0], parts.length > 1 ? parts[1] : "", bytes, false));
        }
        byte[] tensors = new SafetensorsBytes()
                .add("w", "F32", "[2,2]", SafetensorsBytes.f4(1, 2, 3, 4))
                .add("b", "BF16", "[2]", SafetensorsBytes.shorts(0x3F80, 0))
                .build();
        byte[] text = "x,y\n1,2.5\n3,-4e10\n\"5\",7\n".getBytes(StandardCharsets.UTF_8);
        byte[] idx = idx(0x00000803, 2, 2, 2);
        files.add(new HostileFile("safetensors:w", "m.safetensors", "w", tensors, false));
        files.add(new HostileFile("safetensors:b", "m.safetensors", "b", tensors, false));
        files.add(new HostileFile("csv", "a.csv", "", text, false));
        files.add(new HostileFile("tsv", "a.tsv", "", "1\t2\n3\t4\n".getBytes(StandardCharsets.UTF_8), false));
        files.add(new HostileFile("idx", "a-ubyte", "", idx, false));
        files.add(new HostileFile("idx.gz", "a.idx.gz", "", gzip(idx), false));
        return files;
    }

    private static byte[] read(String name) {
        try {
            return Files.readAllBytes(NpyBytes.fromNumpy(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addNpy(List<HostileFile> files) {
        byte[] good = NpyBytes.vector(1, 2, 3);
        files.add(HostileFile.of("npy: empty", "a.npy"));
        files.add(HostileFile.of("npy: only magic", "a.npy", Arrays.copyOf(good, 6)));
        files.add(HostileFile.of("npy: cut in its data", "a.npy", Arrays.copyOf(good, good.length - 5)));
        files.add(HostileFile.of("npy: header of 4 GiB", "a.npy", NpyBytes.raw(2, -1, "{}")));
        files.add(HostileFile.of("npy: header beyond the file", "a.npy", NpyBytes.raw(1, 60_000, "{}")));
        for (String shape : List.of(
                "(-1,)",
                "(1e9,)",
                "(9223372036854775807, 3)",
                "(4294967296, 4294967296, 2)",
                "(1000000000000,)",
                "[3]",
                "(3",
                "(" + "1,".repeat(3000) + ")",
                "(3,3,3,)",
                "(0x3,)",
                "(³,)")) {
            files.add(HostileFile.of(
                    "npy: shape " + MemberNames.shorten(shape),
                    "a.npy",
                    NpyBytes.of("<f8", false, shape, NpyBytes.f8(1, 2, 3))));
        }
        for (String descr : List.of("|O", "<U9", "<c16", "<V2", "", "<f99999999999", "f8\\x00", "bf16")) {
            files.add(HostileFile.of(
                    "npy: type " + descr, "a.npy", NpyBytes.of(descr, false, "(3,)", NpyBytes.f8(1, 2, 3))));
        }
        for (String dict : List.of(
                "__import__('os').system('true')",
                "{'descr': eval('1')}",
                "{" + "{".repeat(60_000),
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), 'descr': '<f8'}",
                "\0".repeat(100))) {
            files.add(HostileFile.of(
                    "npy: header " + MemberNames.shorten(dict), "a.npy", NpyBytes.ofHeader(dict, NpyBytes.f8(1))));
        }
        files.add(HostileFile.of(
                "npy: NaN in the middle", "a.npy", NpyBytes.of("<f8", false, "(3, 1)", NpyBytes.f8(1, Double.NaN, 3))));
    }

    private static byte[] patched(boolean deflated, int fromEnd, long value, int size) {
        byte[] bytes = NpyBytes.zip(deflated, "W.npy", NpyBytes.vector(new double[1000]));
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int directory = zip.getInt(bytes.length - 22 + 16);
        int at = fromEnd >= 0 ? directory + fromEnd : bytes.length + fromEnd;
        for (int i = 0; i < size; i++) {
            zip.put(at + i, (byte) (value >> (8 * i)));
        }
        return bytes;
    }

    private static void addNpz(List<HostileFile> files) {
        byte[] zeros = NpyBytes.of("<f8", false, "(8000000000,)", new byte[4096]);
        files.add(HostileFile.of("npz: no archive", "a.npz", NpyBytes.vector(1)));
        files.add(HostileFile.of("npz: header claims 64 GB", "a.npz", NpyBytes.zip(true, "W.npy", zeros)));
        files.add(HostileFile.of("npz: no member", "a.npz", NpyBytes.zip(true, "notes.txt", new byte[9])));
        files.add(HostileFile.of("npz: leads out", "a.npz", NpyBytes.zip(true, "../W.npy", NpyBytes.vector(1))));
        files.add(
                HostileFile.member("npz: other member", "a.npz", "V", NpyBytes.zip(true, "W.npy", NpyBytes.vector(1))));
        for (boolean deflated : new boolean[] {true, false}) {
            files.add(HostileFile.of("npz: wrong CRC", "a.npz", patched(deflated, 16, 0x12345678, 4)));
            files.add(HostileFile.of("npz: packed size 0", "a.npz", patched(deflated, 20, 0, 4)));
            files.add(HostileFile.of("npz: packed size 4 GiB", "a.npz", patched(deflated, 20, 0xFFFFFFFEL, 4)));
            files.add(HostileFile.of("npz: unpacked size 4 GiB", "a.npz", patched(deflated, 24, 0xFFFFFFFEL, 4)));
            files.add(HostileFile.of("npz: unpacked size in ZIP64, missing", "a.npz", patched(deflated, 24, -1, 4)));
            files.add(HostileFile.of("npz: unpacked one byte less", "a.npz", patched(deflated, 24, 8127, 4)));
            files.add(HostileFile.of("npz: encrypted", "a.npz", patched(deflated, 8, 1, 2)));
            files.add(HostileFile.of("npz: method 99", "a.npz", patched(deflated, 10, 99, 2)));
            files.add(HostileFile.of("npz: header beyond the file", "a.npz", patched(deflated, 42, 0x7FFFFFFF, 4)));
            files.add(HostileFile.of("npz: directory beyond the file", "a.npz", patched(deflated, -6, 0x7FFFFFFF, 4)));
            files.add(HostileFile.of("npz: 65534 entries", "a.npz", patched(deflated, -12, 65534, 2)));
            files.add(HostileFile.of("npz: a comment of 65535 bytes", "a.npz", patched(deflated, -2, 65535, 2)));
        }
    }

    private static void addSafetensors(List<HostileFile> files) {
        String name = "a.safetensors";
        String entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        files.add(HostileFile.of("safetensors: empty", name));
        files.add(HostileFile.of("safetensors: header of 2^64 - 1 bytes", name, SafetensorsBytes.raw(-1, "{}")));
        files.add(HostileFile.of("safetensors: header beyond the file", name, SafetensorsBytes.raw(1000, "{}")));
        files.add(HostileFile.of("safetensors: 101 MB claimed", name, SafetensorsBytes.raw(101_000_000, "{}")));
        for (String header : List.of(
                "{}",
                "[]",
                "{" + entry,
                "{" + entry + "," + entry + "}",
                "{" + entry + "}{}",
                "{\"a\":" + "{\"a\":".repeat(50_000),
                "{\"a\":" + "[".repeat(100_000),
                "{\"" + "a".repeat(50_000) + "\":1}",
                "{\"a\":1e999999999}",
                "{\"a\":" + "9".repeat(100_000) + "}",
                "{\"a\":null}",
                "{\"__metadata__\":[]}",
                "{\"\\ud800\":{}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":null,\"data_offsets\":[0,8]}}")) {
            files.add(HostileFile.of(
                    "safetensors: " + MemberNames.shorten(header),
                    name,
                    SafetensorsBytes.ofHeader(header, new byte[8])));
        }
        addTensors(files, name);
    }

    private static void addTensors(List<HostileFile> files, String name) {
        for (String tensor : List.of(
                "\"F32\",[-2],[0,8]",
                "\"F32\",[2],[8,0]",
                "\"F32\",[2],[0,4]",
                "\"F32\",[2],[1,9]",
                "\"F32\",[4],[0,16]",
                "\"F32\",[2,9223372036854775807],[0,8]",
                "\"F32\",[2.0],[0,8]",
                "\"F32\",[2],[0,8,16]",
                "\"F31\",[2],[0,8]",
                "\"F8_E4M3\",[8],[0,8]",
                "\"F32\",[1],[4,8]",
                "\"I64\",[18446744073709551616],[0,8]",
                "\"F32\",[" + "1,".repeat(100) + "2],[0,8]")) {
            String[] parts = tensor.split(",(?=\\[)", 3);
            String header =
                    "{\"a\":{\"dtype\":" + parts[0] + ",\"shape\":" + parts[1] + ",\"data_offsets\":" + parts[2] + "}}";
            files.add(HostileFile.of(
                    "safetensors: " + MemberNames.shorten(tensor),
                    name,
                    SafetensorsBytes.ofHeader(header, new byte[8])));
        }
        files.add(HostileFile.member(
                "safetensors: infinity",
                name,
                "a",
                new SafetensorsBytes()
                        .add("a", "BF16", "[1]", SafetensorsBytes.shorts(0x7F80))
                        .build()));
    }

    private static void addText(List<HostileFile> files) {
        for (String text : List.of(
                "",
                "\n\n\n",
                "# only a comment",
                "a,b,c",
                "1,2\n3",
                "1,2\n3,4,5",
                "1,,2\n",
                "1,2\n-,3",
                "1,2\n--3,4",
                "1,2\n0x10,4",
                "1,2\n1e,4",
                "1,2\n1d,4",
                "\"1,2\n3,4",
                "1\n\"2",
                "1,2;3",
                "1\0,2",
                "\0\0\0\0",
                "1,2\n" + "9".repeat(2000),
                "1 2\n3 \u0663",
                "1,2\n\u202e3,4",
                "x\n\n1\ny",
                "1\n\"2\"3",
                ",1\n",
                "nan,1",
                "1\n1e999",
                "\ufeff\ufeff1,2",
                "1,2\n3,4\n\0",
                "1" + ",1".repeat(100_000) + "\n1,1\n")) {
            files.add(HostileFile.of(
                    "csv: " + MemberNames.shorten(text).replace('\n', '|'),
                    "a.csv",
                    text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void addIdx(List<HostileFile> files) {
        byte[] good = idx(0x00000803, 2, 2, 2);
        files.add(HostileFile.of("idx: empty", "a-ubyte"));
        files.add(HostileFile.of("idx: cut", "a-ubyte", Arrays.copyOf(good, good.length - 1)));
        files.add(HostileFile.of("idx: longer", "a-ubyte", Arrays.copyOf(good, good.length + 1)));
        files.add(HostileFile.of("idx: type 7", "a-ubyte", idx(0x00000702, 2, 4)));
        files.add(HostileFile.of("idx: no zeros", "a-ubyte", idx(0x01000802, 2, 4)));
        files.add(HostileFile.of("idx: 0 dimensions", "a-ubyte", idx(0x00000800)));
        files.add(HostileFile.of("idx: 255 dimensions", "a-ubyte", idx(0x000008FF, 2, 4)));
        files.add(HostileFile.of("idx: 2^96 elements", "a-ubyte", idx(0x00000803, -1, -1, -1)));
        files.add(HostileFile.of("idx: 0 x 2^64 elements", "a-ubyte", idx(0x00000803, 0, -1, -1)));
        files.add(HostileFile.of("idx.gz: no gzip", "a-ubyte.gz", good));
        files.add(HostileFile.of("idx.gz: cut", "a-ubyte.gz", Arrays.copyOf(gzip(good), 20)));
        files.add(HostileFile.of("idx.gz: 4 GB claimed", "a-ubyte.gz", gzip(idx(0x00000801, -1))));
        files.add(HostileFile.of(
                "idx.gz: bomb of 64 MiB behind 8 bytes", "a-ubyte.gz", gzip(Arrays.copyOf(good, 64 << 20))));
        byte[] checksum = gzip(good);
        checksum[checksum.length - 6] ^= 1;
        files.add(HostileFile.of("idx.gz: wrong CRC", "a-ubyte.gz", checksum));
    }

    /** An IDX file of 8 elements with any magic number and dimensions. */
    private static byte[] idx(int magic, int... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + 8).putInt(magic);
        for (int dimension : dimensions) {
            bytes.putInt(dimension);
        }
        return bytes.array();
    }

    private static byte[] gzip(byte... content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
