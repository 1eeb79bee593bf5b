package seli.io;

import io.jhdf.checksum.ChecksumUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Hand-made attacks on the parts of HDF5 files. The old format has no checksums; in the new one they are made right.
 */
final class HostileHdf5 {
    private final List<HostileFile> files;

    private HostileHdf5(List<HostileFile> files) {
        this.files = files;
    }

    /** Changes a file. */
    @FunctionalInterface
    private interface Change {
        void apply(ByteBuffer file);
    }

    static void addTo(List<HostileFile> files) {
        HostileHdf5 all = new HostileHdf5(files);
        files.add(HostileFile.of("h5: empty", "a.h5"));
        files.add(HostileFile.of("h5: zeros", "a.h5", new byte[5000]));
        all.addSuperblocks();
        all.addGroups();
        all.addChunkTrees();
        all.addHeaders();
        all.addNewFormat();
    }

    private void add(String label, String file, String dataset, Change change) {
        try {
            byte[] bytes = Files.readAllBytes(NpyBytes.fromNumpy(file));
            change.apply(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            files.add(HostileFile.member("h5: " + label, "a.h5", dataset, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a part with this signature stands, the {@code nth} from 0. */
    private static int find(ByteBuffer file, String signature, int nth) {
        byte[] wanted = signature.getBytes(StandardCharsets.US_ASCII);
        int left = nth;
        for (int at = 0; at + wanted.length <= file.capacity(); at++) {
            if (file.slice(at, wanted.length).equals(ByteBuffer.wrap(wanted)) && left-- == 0) {
                return at;
            }
        }
        throw new IllegalStateException("no " + signature + " number " + nth + "; the resource has changed");
    }

    private void addSuperblocks() {
        add("superblock of version 99", "single.h5", "X", file -> file.put(8, (byte) 99));
        for (int size : new int[] {0, 1, 3, 16, 255}) {
            add("offsets of " + size + " bytes", "single.h5", "X", file -> file.put(13, (byte) size));
            add("lengths of " + size + " bytes", "single.h5", "X", file -> file.put(14, (byte) size));
        }
        add("base address beyond the file", "single.h5", "X", file -> file.putLong(24, 1L << 40));
        add("root beyond the file", "single.h5", "X", file -> file.putLong(64, Long.MAX_VALUE - 3));
        add("root undefined", "single.h5", "X", file -> file.putLong(64, -1));
        add("root is the superblock", "single.h5", "X", file -> file.putLong(64, 0));
        add("superblock in a wrong place", "user_block.h5", "X", file -> file.putLong(1024 + 12, 512));
    }

    private void addGroups() {
        String h5 = "single.h5";
        add("tree of names contains itself", h5, "X", file -> {
            int tree = find(file, "TREE", 0);
            file.put(tree + 5, (byte) 1).putLong(tree + 32, tree);
        });
        add("tree of names contains itself 60 times", h5, "X", file -> {
            int tree = find(file, "TREE", 0);
            file.put(tree + 5, (byte) 1).putShort(tree + 6, (short) 30);
            for (int i = 0; i < 30; i++) {
                file.putLong(tree + 32 + 16 * i, tree);
            }
        });
        add("tree of names with 65535 entries", h5, "X", file -> file.putShort(find(file, "TREE", 0) + 6, (short) -1));
        add("tree of names is one of chunks", h5, "X", file -> file.put(find(file, "TREE", 0) + 4, (byte) 1));
        add("node of -1 names", h5, "X", file -> file.putShort(find(file, "SNOD", 0) + 6, (short) -1));
        add("node of 32767 names", h5, "X", file -> file.putShort(find(file, "SNOD", 0) + 6, (short) 32767));
        add("heap of 2^62 bytes", h5, "X", file -> file.putLong(find(file, "HEAP", 0) + 8, 1L << 62));
        add("heap of 2 GiB", h5, "X", file -> file.putLong(find(file, "HEAP", 0) + 8, Integer.MAX_VALUE));
        add("name outside its heap", h5, "X", file -> file.putLong(find(file, "SNOD", 0) + 8, 1L << 30));
        add("dataset is its own group", h5, "X", file -> file.putLong(find(file, "SNOD", 0) + 16, 96));
        add("dataset beyond the file", h5, "X", file -> file.putLong(find(file, "SNOD", 0) + 16, 1L << 50));
        add("dataset in the heap", h5, "X", file -> file.putLong(find(file, "SNOD", 0) + 16, find(file, "HEAP", 0)));
    }

    private void addChunkTrees() {
        String h5 = "storage_earliest.h5";
        String free = "chunks/free"; // the chunks of 2 x 2 make a tree of several levels
        for (int i = 2; i < 12; i++) {
            int nth = i;
            add("tree " + i + " contains itself", h5, free, file -> {
                for (int tree = 2; tree < 40; tree += 1) {
                    int at = findOrLast(file, "TREE", tree);
                    int key = file.get(at + 4) == 1 ? 32 : 8;
                    file.put(at + 5, (byte) nth).putShort(at + 6, (short) 4);
                    for (int entry = 0; entry < 4; entry++) {
                        file.putLong(at + 24 + key + entry * (key + 8), findOrLast(file, "TREE", nth));
                    }
                }
            });
        }
        addChunks(h5, free);
    }

    private void addChunks(String h5, String free) {
        for (long size : new long[] {0, 1, 31, 33, 0x7FFF_FFFF, 0xFFFF_FFFFL}) {
            add(
                    "all chunks of " + size + " bytes",
                    h5,
                    free,
                    file -> eachTree(file, (at, key) -> {
                        file.putInt(at + 24, (int) size);
                    }));
        }
        for (long address : new long[] {-1, 0, 1L << 40, Long.MAX_VALUE}) {
            add(
                    "all parts of trees at " + address,
                    h5,
                    free,
                    file -> eachTree(file, (at, key) -> {
                        file.putLong(at + 24 + key, address);
                    }));
        }
        add(
                "all chunks at one place",
                h5,
                free,
                file -> eachTree(file, (at, key) -> {
                    file.putLong(at + 24 + 8, 0).putLong(at + 24 + 16, 0);
                }));
        add(
                "trees with 65535 chunks",
                h5,
                free,
                file -> eachTree(file, (at, key) -> {
                    file.putShort(at + 6, (short) -1);
                }));
        addDeflated(h5);
    }

    private void addDeflated(String h5) {
        add("gzip data of zeros", h5, "chunks/all", file -> {
            for (int i = 0; i < file.capacity() - 2; i++) {
                if (file.getShort(i) == 0x5E78) { // the start of a zlib stream, little endian, level 4
                    file.putLong(i + 2, 0);
                }
            }
        });
    }

    /** Changes a tree of chunks at an offset, with its length of a key. */
    @FunctionalInterface
    private interface TreeChange {
        void apply(int at, int key);
    }

    private static void eachTree(ByteBuffer file, TreeChange change) {
        for (int at = 0; at + 100 < file.capacity(); at++) {
            if (file.getInt(at) == 0x45455254 && file.get(at + 4) == 1) { // TREE of chunks
                change.apply(at, 32);
            }
        }
    }

    private static int findOrLast(ByteBuffer file, String signature, int nth) {
        for (int i = nth; i > 0; i--) {
            try {
                return find(file, signature, i);
            } catch (IllegalStateException e) {
                continue;
            }
        }
        return find(file, signature, 0);
    }

    /** The header of the only dataset: its dimensions 7 x 5 as 8-byte numbers, one after the other. */
    private static int dimensions(ByteBuffer file) {
        for (int at = 0; at + 16 <= file.capacity(); at += 8) {
            if (file.getLong(at) == 7 && file.getLong(at + 8) == 5) {
                return at;
            }
        }
        throw new IllegalStateException("no dimensions 7 x 5; the resource has changed");
    }

    private void addHeaders() {
        String h5 = "single.h5";
        for (long length : new long[] {-1, 8, 1L << 31, 1L << 40, 1L << 61, Long.MAX_VALUE, Long.MIN_VALUE}) {
            add(length + " rows", h5, "X", file -> file.putLong(dimensions(file), length));
            add(length + " columns", h5, "X", file -> file.putLong(dimensions(file) + 8, length));
        }
        add("-1 dimensions", h5, "X", file -> file.put(dimensions(file) - 7, (byte) -1));
        add("100 dimensions", h5, "X", file -> file.put(dimensions(file) - 7, (byte) 100));
        add("message of 65535 bytes", h5, "X", file -> file.putShort(dimensions(file) - 14, (short) -1));
        add("message of unknown type", h5, "X", file -> file.putShort(dimensions(file) - 16, (short) 99));
        add("continuation instead of a shape", h5, "X", file -> {
            int at = dimensions(file) - 16; // type and length; then where it goes on: at this very message
            file.putShort(at, (short) 16).putLong(at + 8, at).putLong(at + 16, 64);
        });
        add("65535 messages", h5, "X", file -> {
            int header = (int) file.getLong(find(file, "SNOD", 0) + 16);
            file.putShort(header + 2, (short) -1).putInt(header + 8, Integer.MAX_VALUE);
        });
    }

    private void addNewFormat() {
        for (long entries : new long[] {0, 1, 0x7FFF_FFFF, Long.MAX_VALUE, -1}) {
            add("array of " + entries + " chunks", "storage_latest.h5", "chunks/plain", file -> {
                for (int nth = 0; nth < 3; nth++) {
                    int at = find(file, "FAHD", nth);
                    file.putLong(at + 8, entries).putInt(at + 24, checksum(file, at, 24));
                }
            });
        }
        for (long entries : new long[] {0x7FFF_FFFF, Long.MAX_VALUE, -1}) { // a smaller number is not needed to read
            add("growing array of " + entries + " chunks", "storage_latest.h5", "chunks/growing", file -> {
                int at = find(file, "EAHD", 0);
                file.putLong(at + 44, entries).putInt(at + 68, checksum(file, at, 68));
            });
        }
        for (byte bits : new byte[] {0, 31, 32, 63, -1}) {
            add("pages of 2^" + bits + " chunks", "storage_latest.h5", "chunks/plain", file -> {
                for (int nth = 0; nth < 3; nth++) {
                    int at = find(file, "FAHD", nth);
                    file.put(at + 7, bits).putLong(at + 8, 0x7FFF_0000).putInt(at + 24, checksum(file, at, 24));
                }
            });
        }
        Map<String, String> parts =
                new TreeMap<>(Map.of("OHDR", "chunks/free", "BTHD", "chunks/free", "FRHP", "chunks/free"));
        parts.putAll(Map.of(
                "BTLF", "chunks/free", "FAHD", "chunks/plain", "FADB", "chunks/plain", "EAHD", "chunks/growing"));
        for (Map.Entry<String, String> entry : parts.entrySet()) {
            String part = entry.getKey();
            add("signature of all " + part, "storage_latest.h5", entry.getValue(), file -> {
                for (int at = 0; at + 4 <= file.capacity(); at++) {
                    if (file.slice(at, 4).equals(ByteBuffer.wrap(part.getBytes(StandardCharsets.US_ASCII)))) {
                        file.putInt(at, 0);
                    }
                }
            });
        }
    }

    private static int checksum(ByteBuffer file, int at, int length) {
        byte[] bytes = new byte[length];
        file.get(at, bytes);
        return ChecksumUtils.checksum(bytes);
    }
}
