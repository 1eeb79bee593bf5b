package seli.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of files that arrays are read from, told by the end of the file's name. */
enum FileKind {
    NPY(false, ".npy"),
    NPZ(true, ".npz"),
    SAFETENSORS(true, ".safetensors"),
    HDF5(true, ".h5", ".hdf5"),
    IDX(false, "-ubyte", "-ubyte.gz", ".idx", ".idx.gz"),
    TEXT(false, ".csv", ".tsv", ".txt");

    /** All ends of names, for messages. */
    static final String EXPECTED = ".npy, .npz, .safetensors, .h5, .hdf5, -ubyte, .idx (both also with .gz) or .csv";

    private final boolean hasMembers;
    private final List<String> suffixes;

    FileKind(boolean hasMembers, String... suffixes) {
        this.hasMembers = hasMembers;
        this.suffixes = List.of(suffixes);
    }

    /** The kind of a file by its name, letter case aside; empty if it is unknown. */
    static Optional<FileKind> of(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        for (FileKind kind : values()) {
            if (kind.suffixes.stream().anyMatch(name::endsWith)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** Whether such files hold several arrays by name. */
    boolean hasMembers() {
        return hasMembers;
    }

    /** Where the colon stands in {@code FILE:MEMBER} by the look of FILE; negative if there is none. */
    static int colon(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int first = -1;
        for (FileKind kind : values()) {
            for (String suffix : kind.hasMembers ? kind.suffixes : List.<String>of()) {
                int at = lower.indexOf(suffix + ":");
                int colon = at + suffix.length();
                first = at >= 0 && (first < 0 || colon < first) ? colon : first;
            }
        }
        return first;
    }
}
