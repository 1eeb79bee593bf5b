package seli.io;

import io.jhdf.ObjectHeader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bytes of a dataset in chunks, read in order, one row of chunks at a time.
 *
 * @param place where the dataset is
 * @param fileLength length of the file when it was looked at first; another length is refused
 */
record Hdf5ChunkBytes(Hdf5Dataset.Place place, long fileLength) implements ArrayBytes {
    @Override
    public boolean isSeekable() {
        return false;
    }

    @Override
    public void read(Reader reader) throws UnusableFileException {
        Hdf5File.read(place.file(), open -> {
            InputFile.requireLength(place.file(), open.storage().fileLength(), fileLength);
            ObjectHeader header = open.find(place.name());
            ArrayLayout layout = Hdf5Guard.call(place.source(), () -> Hdf5Dataset.layout(header, place.source()));
            reader.read(new Input(Hdf5Chunks.of(place, open, header, layout)));
            return true;
        });
    }

    private static final class Input implements ByteInput {
        private final Hdf5Chunks chunks;
        private ByteBuffer band = ByteBuffer.allocate(0);
        private long nextRow;

        Input(Hdf5Chunks chunks) {
            this.chunks = chunks;
        }

        @Override
        public ByteBuffer next(int length) throws IOException {
            if (!band.hasRemaining() && length > 0) {
                advance();
            }
            if (band.remaining() >= length) {
                ByteBuffer bytes = band.slice(band.position(), length);
                band.position(band.position() + length);
                return bytes;
            }
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (!band.hasRemaining()) {
                    advance();
                }
                int part = Math.min(bytes.remaining(), band.remaining());
                bytes.put(band.slice(band.position(), part));
                band.position(band.position() + part);
            }
            return bytes.flip();
        }

        private void advance() throws IOException {
            band = ByteBuffer.allocate(0); // free before the next one is made
            band = chunks.band(nextRow);
            nextRow += chunks.bandRows();
        }
    }
}
