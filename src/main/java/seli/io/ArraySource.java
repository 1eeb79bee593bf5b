package seli.io;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Where an array is to be loaded from: {@code FILE[:MEMBER]} as users write it. The file is a {@code .npy}, a
 * {@code .npz} with the name of a member (not needed if it has only one), or a text file of numbers ({@code .csv .tsv
 * .txt}).
 */
public final class ArraySource {
    private static final List<String> TEXT_SUFFIXES = List.of(".csv", ".tsv", ".txt");

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
     * colon; if there is none, the text before a colon is the file if it ends with {@code .npz}. The colon of a Windows
     * drive is no separator. The file need not exist.
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
            int suffix = text.toLowerCase(Locale.ROOT).indexOf(".npz:");
            return suffix < 0
                    ? of(Path.of(text))
                    : of(Path.of(text.substring(0, suffix + 4)), text.substring(suffix + 5));
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
        return member.isEmpty() && TEXT_SUFFIXES.stream().anyMatch(this::endsWith);
    }

    /**
     * Loads the array; the kind of the file is told by its name.
     *
     * @throws UnusableFileException if the file is missing, of another kind, has no such member, or several and none is
     *     named; the message lists them
     * @throws MalformedFileException if the content is damaged or not an array of numbers
     */
    public NpyArray load() throws UnusableFileException {
        InputFile.requireRegular(file);
        if (endsWith(".npz")) {
            return fromArchive(NpzArchive.open(file));
        }
        if (!member.isEmpty()) {
            throw new UnusableFileException(file + " is no .npz archive and has no member "
                    + UnusableFileException.quote(member) + "; expected only the file");
        }
        if (endsWith(".npy")) {
            return NpyArray.read(file);
        }
        if (isText()) {
            return MatrixFile.read(file);
        }
        throw new UnusableFileException(
                file + " is of an unknown kind; expected a name ending with .npy, .npz or .csv");
    }

    private NpyArray fromArchive(NpzArchive archive) throws UnusableFileException {
        if (!member.isEmpty()) {
            return archive.read(member);
        }
        List<String> members = archive.members();
        if (members.size() != 1) {
            throw new UnusableFileException(
                    file + ": several arrays or none: " + archive.list() + "; expected " + file + ":MEMBER");
        }
        return archive.read(members.get(0));
    }

    private boolean endsWith(String suffix) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(suffix);
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
