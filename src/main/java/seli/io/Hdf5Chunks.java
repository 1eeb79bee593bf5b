package seli.io;

import io.jhdf.ObjectHeader;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetLoader;
import io.jhdf.dataset.NoParent;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The chunks of a dataset in an open HDF5 file, put together to bands: all chunks with the same first rows. The library
 * finds a chunk, {@link Hdf5Filters} unpack it. Every chunk must be there, and all together must fit the file, so that
 * no small file makes a large array.
 */
final class Hdf5Chunks {
    private final String source;
    private final ChunkedDataset dataset;
    private final Hdf5Filters filters;
    private final int elementSize;
    private final List<Long> shape;
    private final List<Long> chunk;

    // waiver(parameters): one constructor of plain fields
    private Hdf5Chunks(
            String source,
            ChunkedDataset dataset,
            Hdf5Filters filters,
            int elementSize,
            List<Long> shape,
            List<Long> chunk) {
        this.source = source;
        this.dataset = dataset;
        this.filters = filters;
        this.elementSize = elementSize;
        this.shape = shape;
        this.chunk = chunk;
    }

    /**
     * The chunks of the dataset of a header.
     *
     * @throws MalformedFileException if they are not what the shape needs, or packed in a way that is not read
     */
    static Hdf5Chunks of(Hdf5Dataset.Place place, Hdf5File open, ObjectHeader header, ArrayLayout layout)
            throws IOException {
        String source = place.source();
        return Hdf5Guard.call(source, () -> {
            if (!(DatasetLoader.createDataset(open.storage(), header, "dataset", NoParent.INSTANCE)
                    instanceof ChunkedDataset dataset)) {
                throw new MalformedFileException(
                        source, "neither compact, contiguous nor in chunks; expected one of these");
            }
            List<Long> chunk = new ArrayList<>();
            for (int length : dataset.getChunkDimensions()) {
                chunk.add((long) length);
            }
            Hdf5Filters filters = Hdf5Filters.of(header, layout.type().size(), source);
            Hdf5Chunks chunks =
                    new Hdf5Chunks(source, dataset, filters, layout.type().size(), layout.shape(), chunk);
            chunks.requireConsistent(open.storage().fileLength(), layout);
            return chunks;
        });
    }

    private void requireConsistent(long fileLength, ArrayLayout layout) throws MalformedFileException {
        if (chunk.size() != shape.size() || chunk.isEmpty() || chunk.stream().anyMatch(length -> length < 1)) {
            throw new MalformedFileException(
                    source,
                    "chunks of shape " + chunk + " for " + layout.shapeText() + "; expected as many dimensions, each"
                            + " at least 1");
        }
        long count = 1;
        for (int d = 0; d < shape.size(); d++) {
            long along = shape.get(d) == 0 ? 0 : (shape.get(d) - 1) / chunk.get(d) + 1;
            count = Math.multiplyExact(count, along);
        }
        long least = Math.max(1, chunkBytes() / filters.mostRatio());
        if (count > fileLength / least) {
            throw new MalformedFileException(
                    source,
                    count + " chunks of shape " + chunk + " do not fit the file of " + fileLength
                            + " bytes; expected a dataset that was written in full");
        }
        long stored = count == 0 ? 0 : dataset.getStorageInBytes();
        if (stored > fileLength || layout.byteCount() / filters.mostRatio() > stored) {
            throw new MalformedFileException(
                    source,
                    "shape " + layout.shapeText() + " needs " + layout.byteCount() + " bytes, but its chunks take "
                            + stored + " of the file's " + fileLength
                            + "; expected a dataset that was written in full");
        }
        if (bandRows() * rowBytes() > Integer.MAX_VALUE - 8 || chunkBytes() > Integer.MAX_VALUE - 8) {
            throw new MalformedFileException(
                    source,
                    "one row of chunks takes " + bandRows() * rowBytes()
                            + " bytes; expected less than 2 GiB: save it in chunks of fewer rows");
        }
    }

    private long chunkBytes() {
        long bytes = elementSize;
        for (long length : chunk) {
            bytes = Math.multiplyExact(bytes, length);
        }
        return bytes;
    }

    private long rowBytes() {
        long bytes = elementSize;
        for (long length : shape.subList(1, shape.size())) {
            bytes = Math.multiplyExact(bytes, length);
        }
        return bytes;
    }

    /** Rows of a band, the last one may have fewer. */
    long bandRows() {
        return Math.min(chunk.get(0), shape.get(0));
    }

    /**
     * The bytes of the rows from {@code first}, a multiple of {@link #bandRows}, on.
     *
     * @throws MalformedFileException if a chunk is missing or damaged, or the heap has no room
     */
    ByteBuffer band(long first) throws IOException {
        long rows = Math.min(bandRows(), shape.get(0) - first);
        HeapRoom.require(rows * rowBytes() + 3 * chunkBytes(), source);
        Band band = new Band(first, rows);
        Hdf5Guard.call(source, () -> {
            band.fill(1, 0);
            return band;
        });
        return ByteBuffer.wrap(band.bytes);
    }

    private final class Band {
        private final long rows;
        private final int[] offset = new int[shape.size()];
        private final byte[] bytes;
        private byte[] content = new byte[0];

        Band(long first, long rows) {
            this.rows = rows;
            this.offset[0] = Math.toIntExact(first);
            this.bytes = new byte[(int) (rows * rowBytes())];
        }

        /** Goes through the chunks of the band, dimension by dimension; {@code to} is an element of the band. */
        void fill(int d, long to) throws IOException {
            if (d == shape.size()) {
                content = filters.decode(packed(), (int) chunkBytes());
                copy(0, 0, to);
                return;
            }
            for (long at = 0; at < shape.get(d); at += chunk.get(d)) {
                offset[d] = Math.toIntExact(at);
                fill(d + 1, to + at * stride(shape, d));
            }
        }

        private byte[] packed() throws MalformedFileException {
            try {
                ByteBuffer raw = dataset.getRawChunkBuffer(offset);
                byte[] packed = new byte[raw.remaining()];
                raw.get(packed);
                return packed;
            } catch (HdfException e) {
                throw new MalformedFileException(
                        source,
                        "the chunk at " + Arrays.toString(offset)
                                + " is missing or outside the file; expected a dataset that was written in full",
                        e);
            }
        }

        /** Copies the part of the chunk that lies inside the array, in runs of the last dimension. */
        private void copy(int d, long from, long to) {
            long length = d == 0 ? rows : Math.min(chunk.get(d), shape.get(d) - offset[d]);
            if (d == shape.size() - 1) {
                System.arraycopy(
                        content, (int) from * elementSize, bytes, (int) to * elementSize, (int) length * elementSize);
                return;
            }
            for (long i = 0; i < length; i++) {
                copy(d + 1, from + i * stride(chunk, d), to + i * stride(shape, d));
            }
        }
    }

    private static long stride(List<Long> lengths, int d) {
        long stride = 1;
        for (long length : lengths.subList(d + 1, lengths.size())) {
            stride *= length;
        }
        return stride;
    }
}
