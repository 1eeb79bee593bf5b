package seli.io;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the central directory of a ZIP archive, with or without ZIP64, and refuses what it does not describe
 * completely: archives in several parts, encrypted members, other methods than stored and deflated, names that lead out
 * of a folder.
 */
final class ZipDirectory {
    private static final int MAX_COMMENT = 0xFFFF;
    /** Some 300,000 members. */
    private static final int MAX_DIRECTORY = 32 << 20;
    /** Deflate makes at most 258 bytes out of two bits. */
    private static final long MAX_DEFLATE_RATIO = 1032;

    private static final int ENCRYPTED_FLAGS = 1 | (1 << 6) | (1 << 13);

    private final RandomAccessFile file;
    private final long fileLength;
    private final String source;

    private ZipDirectory(RandomAccessFile file, String source) throws IOException {
        this.file = file;
        this.fileLength = file.length();
        this.source = source;
    }

    /**
     * The members in the order of the directory.
     *
     * @throws MalformedFileException if the file is not a whole ZIP archive of readable members
     */
    static List<ZipMember> read(RandomAccessFile file, String source) throws IOException {
        ZipDirectory directory = new ZipDirectory(file, source);
        return directory.members(directory.end());
    }

    /** Where the directory is and how many members it has. */
    private record Extent(long entries, long size, long start) {}

    private Extent end() throws IOException {
        if (fileLength < 4 || (bytes(0, 2).getShort() & 0xFFFF) != ('P' | ('K' << 8))) {
            throw malformed("not a ZIP archive (.npz): it does not start with PK; expected a file of numpy.savez");
        }
        int tailLength = (int) Math.min(fileLength, ZipFormat.END_SIZE + MAX_COMMENT);
        long tailStart = fileLength - tailLength;
        ByteBuffer tail = bytes(tailStart, tailLength);
        for (int at = tailLength - ZipFormat.END_SIZE; at >= 0; at--) {
            if (tail.getInt(at) == ZipFormat.END_SIGNATURE
                    && (tail.getShort(at + 20) & 0xFFFF) == tailLength - at - ZipFormat.END_SIZE) {
                return end(tail, at, tailStart + at);
            }
        }
        throw malformed("the ZIP archive has no end record; it was cut short, or something was appended to it");
    }

    private Extent end(ByteBuffer tail, int at, long endAt) throws IOException {
        int entries = tail.getShort(at + 10) & 0xFFFF;
        long size = tail.getInt(at + 12) & 0xFFFFFFFFL;
        long start = tail.getInt(at + 16) & 0xFFFFFFFFL;
        boolean zip64 =
                entries == ZipFormat.IN_ZIP64_16 || size == ZipFormat.IN_ZIP64_32 || start == ZipFormat.IN_ZIP64_32;
        if (zip64) {
            return end64(endAt);
        }
        requireOnePart(tail.getShort(at + 4) == 0 && tail.getShort(at + 6) == 0);
        return requireInside(new Extent(entries, size, start), endAt);
    }

    private Extent end64(long endAt) throws IOException {
        long locatorAt = endAt - ZipFormat.LOCATOR64_SIZE;
        ByteBuffer locator = inside(locatorAt, ZipFormat.LOCATOR64_SIZE, endAt, "ZIP64 locator");
        if (locator.getInt(0) != ZipFormat.LOCATOR64_SIGNATURE) {
            throw malformed("the ZIP64 locator is missing; the archive is damaged");
        }
        long recordAt = locator.getLong(8);
        ByteBuffer end = inside(recordAt, ZipFormat.END64_SIZE, locatorAt, "ZIP64 end record");
        if (end.getInt(0) != ZipFormat.END64_SIGNATURE) {
            throw malformed("the ZIP64 end record is missing; the archive is damaged");
        }
        requireOnePart(end.getInt(16) == 0 && end.getInt(20) == 0);
        return requireInside(new Extent(end.getLong(32), end.getLong(40), end.getLong(48)), recordAt);
    }

    private void requireOnePart(boolean onePart) throws MalformedFileException {
        if (!onePart) {
            throw malformed("the ZIP archive has several parts; expected a single file");
        }
    }

    private Extent requireInside(Extent extent, long limit) throws MalformedFileException {
        if (extent.start < 0 || extent.size < 0 || extent.start > limit || extent.size > limit - extent.start) {
            throw malformed("the ZIP directory of " + extent.size + " bytes at " + extent.start
                    + " does not fit the file; expected it to end before byte " + limit);
        }
        if (extent.size > MAX_DIRECTORY) {
            throw malformed("the ZIP directory has " + extent.size + " bytes; expected at most " + MAX_DIRECTORY);
        }
        return extent;
    }

    private List<ZipMember> members(Extent extent) throws IOException {
        HeapRoom.require(8 * extent.size, source);
        ByteBuffer directory = bytes(extent.start, (int) extent.size);
        List<ZipMember> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (directory.remaining() >= ZipFormat.CENTRAL_SIZE) {
            ZipMember member = member(directory, extent.start);
            if (!names.add(member.name())) {
                throw malformed("two members are called " + UnusableFileException.quote(member.name()));
            }
            members.add(member);
        }
        if (directory.hasRemaining() || members.size() != extent.entries) {
            throw malformed("the ZIP directory holds " + members.size() + " members; expected " + extent.entries);
        }
        return members;
    }

    private ZipMember member(ByteBuffer directory, long directoryStart) throws MalformedFileException {
        int at = directory.position();
        int nameLength = directory.getShort(at + 28) & 0xFFFF;
        int extraLength = directory.getShort(at + 30) & 0xFFFF;
        int length = ZipFormat.CENTRAL_SIZE + nameLength + extraLength + (directory.getShort(at + 32) & 0xFFFF);
        if (directory.getInt(at) != ZipFormat.CENTRAL_SIGNATURE || length > directory.remaining()) {
            throw malformed("the ZIP directory is damaged at byte " + (directoryStart + at));
        }
        int flags = directory.getShort(at + 8);
        byte[] nameBytes = new byte[nameLength];
        directory.get(at + ZipFormat.CENTRAL_SIZE, nameBytes);
        boolean utf8 = (flags & ZipFormat.UTF8_FLAG) != 0;
        String name = new String(nameBytes, utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        requireSafeName(name);
        int method = directory.getShort(at + 10) & 0xFFFF;
        requireReadable(name, flags, method);
        ByteBuffer extra = directory
                .slice(at + ZipFormat.CENTRAL_SIZE + nameLength, extraLength)
                .order(ByteOrder.LITTLE_ENDIAN);
        Extra64 zip64 = new Extra64(extra, source + ":" + name);
        long unpacked = zip64.resolve(directory.getInt(at + 24));
        long packed = zip64.resolve(directory.getInt(at + 20));
        long headerAt = zip64.resolve(directory.getInt(at + 42));
        directory.position(at + length);
        boolean deflated = method == ZipFormat.DEFLATED;
        int crc = directory.getInt(at + 16);
        ZipMember member = new ZipMember(name, deflated, crc, packed, unpacked, headerAt, directoryStart);
        requireSizes(member);
        return member;
    }

    private void requireSafeName(String name) throws MalformedFileException {
        boolean unsafe = name.isEmpty() || name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf(0) >= 0;
        for (String part : name.split("/", -1)) {
            unsafe |= part.equals("..");
        }
        if (unsafe) {
            throw malformed("member name " + UnusableFileException.quote(name)
                    + " is empty or leads out of the archive; expected a plain name");
        }
    }

    private void requireReadable(String name, int flags, int method) throws MalformedFileException {
        if ((flags & ENCRYPTED_FLAGS) != 0) {
            throw new MalformedFileException(source + ":" + name, "encrypted; expected a plain member");
        }
        if (method != ZipFormat.STORED && method != ZipFormat.DEFLATED) {
            throw new MalformedFileException(
                    source + ":" + name, "compression method " + method + "; expected 0 (stored) or 8 (deflated)");
        }
    }

    private void requireSizes(ZipMember member) throws MalformedFileException {
        String memberSource = source + ":" + member.name();
        long room = member.dataEnd() - member.headerAt() - ZipFormat.LOCAL_SIZE;
        if (member.headerAt() < 0 || member.packed() < 0 || member.packed() > room) {
            throw new MalformedFileException(
                    memberSource,
                    "claims " + member.packed() + " bytes at " + member.headerAt()
                            + "; expected them before the directory at byte " + member.dataEnd());
        }
        long most = member.deflated() ? member.packed() * MAX_DEFLATE_RATIO : member.packed();
        if (member.unpacked() < 0 || member.unpacked() > most || (!member.deflated() && member.unpacked() != most)) {
            throw new MalformedFileException(
                    memberSource,
                    "claims to unpack to " + member.unpacked() + " bytes; expected "
                            + (member.deflated() ? "at most " : "") + most + " from " + member.packed());
        }
    }

    /** The ZIP64 field of a directory entry: values, in a fixed order, of those that are too large for 32 bits. */
    private static final class Extra64 {
        private final ByteBuffer extra;
        private final String source;
        private int at = -1;
        private int end = -1;

        Extra64(ByteBuffer extra, String source) {
            this.extra = extra;
            this.source = source;
            for (int start = 0; start + 4 <= extra.limit() && at < 0; ) {
                int length = extra.getShort(start + 2) & 0xFFFF;
                if (extra.getShort(start) == ZipFormat.EXTRA64_ID) {
                    at = start + 4;
                    end = Math.min(extra.limit(), at + length);
                }
                start += 4 + length;
            }
        }

        long resolve(int field) throws MalformedFileException {
            long value = field & 0xFFFFFFFFL;
            if (value != ZipFormat.IN_ZIP64_32) {
                return value;
            }
            if (at < 0 || at + Long.BYTES > end) {
                throw new MalformedFileException(source, "a ZIP64 size is missing; the directory is damaged");
            }
            at += Long.BYTES;
            return extra.getLong(at - Long.BYTES);
        }
    }

    private ByteBuffer inside(long start, int length, long limit, String what) throws IOException {
        if (start < 0 || start > limit - length) {
            throw malformed("the " + what + " should be at byte " + start + "; expected it before byte " + limit);
        }
        return bytes(start, length);
    }

    private ByteBuffer bytes(long start, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(start);
        file.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, problem);
    }
}
