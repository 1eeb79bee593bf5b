package seli.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of one member of an open ZIP archive. Gives at most the bytes that the directory says; {@link #finish}
 * then checks that there are no more and that their CRC is right.
 */
final class ZipMemberStream extends InputStream {
    private static final int CHUNK = 1 << 15;

    private final ZipMember member;
    private final String source;
    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final byte[] chunk = new byte[CHUNK];
    private final CRC32 crc = new CRC32();
    private long count;

    /**
     * Starts reading {@code member}.
     *
     * @throws MalformedFileException if its local header does not agree with the directory
     */
    ZipMemberStream(RandomAccessFile file, ZipMember member, String source) throws IOException {
        this.member = member;
        this.source = source;
        byte[] bytes = new byte[ZipFormat.LOCAL_SIZE];
        file.seek(member.headerAt());
        file.readFully(bytes);
        ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long dataAt = member.headerAt()
                + ZipFormat.LOCAL_SIZE
                + (header.getShort(26) & 0xFFFF)
                + (header.getShort(28) & 0xFFFF);
        int method = header.getShort(8);
        if (header.getInt(0) != ZipFormat.LOCAL_SIGNATURE
                || method != (member.deflated() ? ZipFormat.DEFLATED : ZipFormat.STORED)
                || member.packed() > member.dataEnd() - dataAt) {
            throw malformed("its header at byte " + member.headerAt() + " does not agree with the ZIP directory");
        }
        this.packed = InputFile.section(file, dataAt, dataAt + member.packed());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int wanted = (int) Math.min(length, member.unpacked() - count);
        if (wanted == 0) {
            return length == 0 ? 0 : -1;
        }
        int got = member.deflated() ? inflate(target, offset, wanted) : packed.read(target, offset, wanted);
        if (got > 0) {
            crc.update(target, offset, got);
            count += got;
        }
        return got;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        try {
            int got = inflater.inflate(target, offset, length);
            while (got == 0 && !inflater.finished()) {
                int more = inflater.needsInput() ? packed.read(chunk, 0, CHUNK) : -1;
                if (more <= 0) {
                    throw malformed("the compressed data end too early; the archive is damaged");
                }
                inflater.setInput(chunk, 0, more);
                got = inflater.inflate(target, offset, length);
            }
            return got == 0 ? -1 : got;
        } catch (DataFormatException e) {
            throw malformed("the compressed data are damaged after " + count + " bytes");
        }
    }

    /**
     * Checks that the content is read to its end, that nothing follows, and its CRC.
     *
     * @throws MalformedFileException if not
     */
    void finish() throws IOException {
        if (member.deflated() && inflate(new byte[1], 0, 1) >= 0) {
            throw malformed("it unpacks to more than the " + member.unpacked() + " bytes that the directory says");
        }
        if ((int) crc.getValue() != member.crc() || count != member.unpacked()) {
            throw malformed("wrong checksum: got CRC-32 " + Integer.toHexString((int) crc.getValue()) + ", expected "
                    + Integer.toHexString(member.crc()) + "; the archive is damaged");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, problem);
    }
}
