package seli.io;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an array is to be loaded from: {@code FILE[:MEMBER]} as users write it. The kind of the file is told by its
 * name: {@code FILE.npy}, {@code FILE.npz:MEMBER}, {@code FILE.safetensors:TENSOR}, {@code FILE.h5:/path/to/dataset}
 * (or {@code .hdf5}), an IDX file ({@code -ubyte} or {@code .idx}, also with {@code .gz}; images become rows), or a
 * text file of numbers ({@code .csv .tsv .txt}). A member need not be named where there is only one.
 */
public final class ArraySource {
    private final Path file;
    private final String member;

    private ArraySource(Path file, String member) {
        this.file = file;
        this.member = member;
    }

    /** A whole file. */
    public static ArraySource of(Path file) {
        return new ArraySource(file, "");
    }

    /** A member of an archive. */
    public static ArraySource of(Path file, String member) {
        return new ArraySource(file, member);
    }

    /**
     * Splits {@code FILE[:MEMBER]}. An existing file of the whole name wins, then the longest existing file before a
     * colon; if there is none, the text before a colon is the file if it ends as files with members do. The colon of a
     * Windows drive is no separator. The file need not exist.
     *
     * @throws IllegalArgumentException if the text is blank or cannot be a path
     */
    public static ArraySource parse(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("empty file name; expected FILE or FILE:MEMBER");
        }
        try {
            if (Files.exists(Path.of(text))) {
                return of(Path.of(text));
            }
            for (int colon = text.length() - 1; colon > 0; colon--) {
                if (isSplit(text, colon) && Files.isRegularFile(Path.of(text.substring(0, colon)))) {
                    return of(Path.of(text.substring(0, colon)), text.substring(colon + 1));
                }
            }
            int colon = FileKind.colon(text);
            return colon < 0 ? of(Path.of(text)) : of(Path.of(text.substring(0, colon)), text.substring(colon + 1));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "file name " + UnusableFileException.quote(text) + " is not possible here: " + e.getReason(), e);
        }
    }

    private static boolean isSplit(String text, int colon) {
        boolean drive = colon == 1
                && Character.isLetter(text.charAt(0))
                && text.length() > 2
                && (text.charAt(2) == '\\' || text.charAt(2) == '/');
        return text.charAt(colon) == ':' && !drive;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** The name of the member, empty if none is given. */
    public String member() {
        return member;
    }

    /** Whether the file is a text file by its name. */
    public boolean isText() {
        return member.isEmpty() && FileKind.of(file).equals(Optional.of(FileKind.TEXT));
    }

    /**
     * Loads the array.
     *
     * @throws UnusableFileException if the file is missing, of another kind, has no such member, or several and none is
     *     named; the message lists them
     * @throws MalformedFileException if the content is damaged or not an array of numbers, or the heap has no room
     */
    public NpyArray load() throws UnusableFileException {
        return find().load();
    }

    /**
     * The rows of the matrix, to be read in blocks; n values in one dimension are an n x 1 matrix. Reads the header of
     * the file only, or, of a text file, all of it once to count the rows. Memory: a block and some MiB; more only for
     * an array in Fortran order in a {@code .npz} (the array in its own type) and for HDF5 in chunks (one row of
     * chunks).
     *
     * @throws UnusableFileException as {@link #load}
     * @throws MalformedFileException as {@link #load}, or if it is no matrix with at least one column
     */
    public RowBlocks rows() throws UnusableFileException {
        return find().rows();
    }

    private FoundArray find() throws UnusableFileException {
        InputFile.requireRegular(file);
        FileKind kind = FileKind.of(file)
                .orElseThrow(() -> new UnusableFileException(
                        file + " is of an unknown kind; expected a name ending with " + FileKind.EXPECTED));
        if (!member.isEmpty() && !kind.hasMembers()) {
            throw new UnusableFileException(file + " is no .npz archive and has no member "
                    + UnusableFileException.quote(member) + "; expected only the file");
        }
        return switch (kind) {
            case NPY -> NpyFile.find(file);
            case NPZ -> {
                NpzArchive archive = NpzArchive.open(file);
                yield archive.find(only(archive.members()));
            }
            case SAFETENSORS -> {
                SafetensorsFile tensors = SafetensorsFile.open(file);
                yield tensors.find(only(tensors.names()));
            }
            case HDF5 -> Hdf5Dataset.find(file, member);
            case IDX -> IdxFile.find(file);
            case TEXT -> new TextArray(file);
        };
    }

    /** The member that is named, or the only one. */
    private String only(List<String> names) throws UnusableFileException {
        if (member.isEmpty() && names.size() != 1) {
            throw MemberNames.ambiguous(file.toString(), names);
        }
        return member.isEmpty() ? names.get(0) : member;
    }

    /** Equal file and member. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ArraySource that && file.equals(that.file) && member.equals(that.member);
    }

    @Override
    public int hashCode() {
        return Objects.hash(file, member);
    }

    /** {@code FILE} or {@code FILE:MEMBER}. */
    @Override
    public String toString() {
        return member.isEmpty() ? file.toString() : file + ":" + member;
    }
}
