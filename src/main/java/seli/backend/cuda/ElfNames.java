package seli.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * The names of the libraries that a 64-bit little-endian ELF file needs, changed in place: the names of JCuda's natives
 * for CUDA 12 and those of CUDA 13 are equally long, so that the file keeps its layout.
 *
 * <pre>
 *   .dynstr          the names themselves, which both the needed libraries and the symbol versions point to
 *   .gnu.version_r   for each needed symbol version its name and the hash of the name
 *   .dynamic         for each needed library its name
 * </pre>
 */
final class ElfNames {
    private static final int DYNAMIC = 6;
    private static final int DYNAMIC_SYMBOLS = 11;
    private static final int NEEDED_VERSIONS = 0x6ffffffe;
    private static final int NEEDED = 1;

    private final byte[] file;
    private final ByteBuffer bytes;

    private ElfNames(byte[] file) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 64 || bytes.getInt(0) != 0x464c457f || file[4] != 2) {
            throw new IllegalArgumentException("%d bytes that are no 64-bit ELF file".formatted(file.length));
        }
    }

    /**
     * Replaces each key of {@code names} by its value, and the hashes of the versions so named; overwrites
     * {@code file}.
     *
     * @return how many names were replaced
     * @throws IllegalArgumentException if it is no ELF file, or a name and its replacement differ in length
     */
    static int rename(byte[] file, Map<String, String> names) {
        ElfNames elf = new ElfNames(file);
        int strings = elf.strings();
        int end = strings + elf.stringsLength();
        int replaced = 0;
        for (Map.Entry<String, String> name : names.entrySet()) {
            byte[] from = terminated(name.getKey());
            byte[] to = terminated(name.getValue());
            if (from.length != to.length) {
                throw new IllegalArgumentException(
                        "%s and %s; expected names of equal length".formatted(name.getKey(), name.getValue()));
            }
            for (int at = strings + 1; at + from.length <= end; at++) {
                if (file[at - 1] == 0 && Arrays.equals(file, at, at + from.length, from, 0, from.length)) {
                    System.arraycopy(to, 0, file, at, to.length);
                    replaced++;
                }
            }
        }
        elf.rehash();
        return replaced;
    }

    /**
     * Makes every reference to the library {@code from} one to {@code to}, of which the file already has the name;
     * overwrites {@code file}.
     *
     * @throws IllegalArgumentException if it is no ELF file, or lacks one of the names
     */
    static void redirect(byte[] file, String from, String to) {
        ElfNames elf = new ElfNames(file);
        int source = elf.nameOffset(from);
        int target = elf.nameOffset(to);
        int dynamic = elf.section(DYNAMIC);
        int start = elf.offset(dynamic);
        for (int at = start; at < start + elf.size(dynamic); at += 16) {
            if (elf.bytes.getLong(at) == NEEDED && elf.bytes.getLong(at + 8) == source) {
                elf.bytes.putLong(at + 8, target);
            }
        }
        elf.forEachVersion((library, version) -> {
            if (elf.bytes.getInt(library + 4) == source) {
                elf.bytes.putInt(library + 4, target);
            }
            if (elf.bytes.getInt(version + 8) == source) {
                elf.bytes.putInt(version + 8, target);
            }
        });
        elf.rehash();
    }

    private static byte[] terminated(String name) {
        return (name + '\0').getBytes(StandardCharsets.ISO_8859_1);
    }

    private int section(int type) {
        int start = (int) bytes.getLong(0x28);
        int each = bytes.getShort(0x3a) & 0xffff;
        int count = bytes.getShort(0x3c) & 0xffff;
        for (int i = 0; i < count; i++) {
            if (bytes.getInt(start + i * each + 4) == type) {
                return start + i * each;
            }
        }
        throw new IllegalArgumentException("ELF file without a section of type %#x".formatted(type));
    }

    private int offset(int section) {
        return (int) bytes.getLong(section + 0x18);
    }

    private int size(int section) {
        return (int) bytes.getLong(section + 0x20);
    }

    /** The section of the dynamic symbols' names. */
    private int stringSection() {
        int link = bytes.getInt(section(DYNAMIC_SYMBOLS) + 0x28);
        return (int) bytes.getLong(0x28) + link * (bytes.getShort(0x3a) & 0xffff);
    }

    private int strings() {
        return offset(stringSection());
    }

    private int stringsLength() {
        return size(stringSection());
    }

    private int nameOffset(String name) {
        byte[] wanted = terminated(name);
        int strings = strings();
        for (int at = 1; at + wanted.length <= stringsLength(); at++) {
            int from = strings + at;
            if (file[from - 1] == 0 && Arrays.equals(file, from, from + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new IllegalArgumentException("ELF file without the name " + name);
    }

    /** An entry of the needed versions and the library that it belongs to, by their places. */
    private interface VersionVisitor {
        void visit(int library, int version);
    }

    private void forEachVersion(VersionVisitor visitor) {
        int library = offset(section(NEEDED_VERSIONS));
        int next;
        do {
            int versions = bytes.getShort(library + 2) & 0xffff;
            int version = library + bytes.getInt(library + 8);
            for (int i = 0; i < versions; i++) {
                visitor.visit(library, version);
                version += bytes.getInt(version + 12);
            }
            next = bytes.getInt(library + 12);
            library += next;
        } while (next != 0);
    }

    private void rehash() {
        int strings = strings();
        forEachVersion((library, version) -> {
            int from = strings + bytes.getInt(version + 8);
            int end = from;
            while (file[end] != 0) {
                end++;
            }
            bytes.putInt(version, hash(from, end));
        });
    }

    /** The hash of the System V ABI. */
    private int hash(int from, int end) {
        int hash = 0;
        for (int i = from; i < end; i++) {
            hash = (hash << 4) + (file[i] & 0xff);
            int high = hash & 0xf0000000;
            hash = (hash ^ high >>> 24) & ~high;
        }
        return hash;
    }
}
