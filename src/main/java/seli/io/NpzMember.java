package seli.io;

import java.nio.file.Path;

/**
 * The bytes of an array that is a member of a {@code .npz} archive, behind the header of the array; read in order, and
 * its CRC checked at the end of each pass.
 *
 * @param file the archive
 * @param member the member
 * @param headerLength bytes of the array's header
 * @param source {@code FILE:MEMBER}
 */
record NpzMember(Path file, ZipMember member, int headerLength, String source) implements ArrayBytes {
    @Override
    public boolean isSeekable() {
        return false;
    }

    @Override
    public void read(Reader reader) throws UnusableFileException {
        InputFile.read(file, open -> {
            try (ZipMemberStream content = new ZipMemberStream(open, member, source)) {
                content.readNBytes(headerLength);
                reader.read(new StreamInput(content, source));
                content.finish();
                return true;
            }
        });
    }
}
