package seli.io;

import io.jhdf.Superblock;
import io.jhdf.exceptions.HdfException;
import io.jhdf.storage.HdfBackingStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * The bytes of an open HDF5 file for the library, within limits: no read reaches beyond the file, and all reads
 * together are as many and as long as a sound file of this length could need, so that parts that refer to each other in
 * a circle, or to the same part many times, come to an end.
 */
final class Hdf5Storage implements HdfBackingStorage {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final int MAX_SUPERBLOCK = 256;
    /** The smallest part of a file has some 24 bytes and is read three times. */
    private static final int BYTES_PER_READ = 4;

    private static final int READS_PER_BYTE = 16;
    private static final long FREE_READS = 100_000;
    private static final long FREE_BYTES = 1 << 24;

    private final RandomAccessFile open;
    private final long fileLength;
    private final Superblock superblock;
    private long reads;
    private long bytes;

    private Hdf5Storage(RandomAccessFile open, long fileLength, Superblock superblock) {
        this.open = open;
        this.fileLength = fileLength;
        this.superblock = superblock;
    }

    /** Finds the superblock, at byte 0, 512, 1024, 2048, ...; throws what the library throws. */
    static Hdf5Storage of(RandomAccessFile open, String source) throws IOException {
        long length = open.length();
        for (long at = 0; at + SIGNATURE.length <= length; at = at == 0 ? 512 : 2 * at) {
            byte[] start = new byte[(int) Math.min(MAX_SUPERBLOCK, length - at)];
            open.seek(at);
            open.readFully(start);
            ByteBuffer buffer = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
            if (buffer.slice(0, SIGNATURE.length).equals(ByteBuffer.wrap(SIGNATURE))) {
                Superblock superblock = Superblock.readSuperblock(buffer);
                if (superblock.getBaseAddressByte() != at) {
                    throw new HdfException(
                            "the superblock at byte " + at + " says that it is at " + superblock.getBaseAddressByte());
                }
                return new Hdf5Storage(open, length, superblock);
            }
        }
        throw new MalformedFileException(source, "no HDF5 file: its signature is missing");
    }

    /** Where in the file the bytes at an address are, which all lie inside the file. */
    long position(long address, long length) {
        long at = address + superblock.getBaseAddressByte();
        if (address < 0 || at < 0 || length < 0 || at > fileLength || length > fileLength - at) {
            throw new HdfException(
                    length + " bytes at " + address + " lie outside the file of " + fileLength + " bytes");
        }
        return at;
    }

    /** Length of the file. */
    long fileLength() {
        return fileLength;
    }

    @Override
    public ByteBuffer readBufferFromAddress(long address, int length) {
        long at = position(address, length);
        reads++;
        bytes += length;
        if (reads > FREE_READS + fileLength / BYTES_PER_READ || bytes > FREE_BYTES + READS_PER_BYTE * fileLength) {
            throw new HdfException("its parts refer to each other without end");
        }
        byte[] content = new byte[length];
        try {
            open.seek(at);
            open.readFully(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        requireModestArray(buffer);
        return buffer;
    }

    /**
     * The library makes lists as long as the header of an array of chunks says; each entry takes a byte of the file at
     * least.
     */
    private void requireModestArray(ByteBuffer buffer) {
        int lengths = superblock.getSizeOfLengths();
        int fixed = 0x44484146; // FAHD
        int extensible = 0x44484145; // EAHD
        boolean header = buffer.limit() >= 12 + lengths && lengths == Long.BYTES;
        int signature = header ? buffer.getInt(0) : 0;
        int at = signature == fixed ? 8 : signature == extensible ? 12 + 4 * lengths : buffer.limit();
        if (at + lengths <= buffer.limit() && Long.compareUnsigned(buffer.getLong(at), fileLength) > 0) {
            throw new HdfException("an array of chunks has more entries than the file has bytes");
        }
    }

    @Override
    public ByteBuffer map(long address, long length) {
        return readBufferFromAddress(address, Math.toIntExact(length));
    }

    @Override
    public ByteBuffer mapNoOffset(long address, long length) {
        return map(address - superblock.getBaseAddressByte(), length);
    }

    @Override
    public long getUserBlockSize() {
        return superblock.getBaseAddressByte();
    }

    @Override
    public Superblock getSuperblock() {
        return superblock;
    }

    @Override
    public FileChannel getFileChannel() {
        throw new HdfException("no channel: the file is read through a buffer");
    }

    @Override
    public int getSizeOfOffsets() {
        return superblock.getSizeOfOffsets();
    }

    @Override
    public int getSizeOfLengths() {
        return superblock.getSizeOfLengths();
    }

    /** The file is closed by who opened it. */
    @Override
    public void close() {}

    @Override
    public long size() {
        return fileLength;
    }

    @Override
    public boolean inMemory() {
        return true;
    }
}
