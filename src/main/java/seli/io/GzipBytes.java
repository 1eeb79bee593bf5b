package seli.io;

import java.io.EOFException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * The bytes of an array that fill the rest of a gzip file behind a header; read in order.
 *
 * @param file the file
 * @param headerLength bytes of its content before the array
 * @param length bytes of the array
 */
record GzipBytes(Path file, int headerLength, long length) implements ArrayBytes {
    @Override
    public boolean isSeekable() {
        return false;
    }

    @Override
    public void read(Reader reader) throws UnusableFileException {
        String source = file.toString();
        InputFile.read(file, open -> {
            try (InputStream in = IdxFile.unpacked(open)) {
                in.readNBytes(headerLength);
                reader.read(new StreamInput(in, source));
                if (in.read() >= 0) {
                    throw new MalformedFileException(
                            source, "it unpacks to more than the " + length + " bytes that its header says");
                }
                return true;
            } catch (ZipException | EOFException e) {
                throw new MalformedFileException(source, "the gzip data are damaged: " + InputFile.reason(e), e);
            }
        });
    }
}
