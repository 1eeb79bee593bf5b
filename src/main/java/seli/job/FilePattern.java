package seli.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import seli.io.UnusableFileException;

/**
 * Names of files with a {@code *}, which stands for any text within the name of a file or folder: {@code w_*.npy},
 * {@code epoch*.npz:W}, {@code run*}{@code /w.npy}.
 */
final class FilePattern {
    private static final char STAR = '*';

    private FilePattern() {}

    /** Whether the text has a star and is not itself the name of a file. */
    static boolean isPattern(String text) {
        return text.indexOf(STAR) >= 0 && !new File(text).exists();
    }

    /**
     * The sources that a pattern with one star matches, by the text that the star stands for, in natural order.
     *
     * @throws IllegalArgumentException if there is more than one star
     * @throws UnusableFileException if the folder cannot be listed or nothing matches
     */
    static Map<String, String> sources(String pattern) throws UnusableFileException {
        int star = pattern.indexOf(STAR);
        if (pattern.indexOf(STAR, star + 1) >= 0) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' has more than one *; expected one, which pairs files");
        }
        int start = lastSeparator(pattern, star) + 1;
        int end = componentEnd(pattern, star + 1);
        String prefix = pattern.substring(start, star);
        String suffix = pattern.substring(star + 1, end);
        String folder = pattern.substring(0, start);
        Map<String, String> found = new TreeMap<>(new NaturalOrder());
        for (String name : names(folder, pattern)) {
            boolean matches = name.startsWith(prefix)
                    && name.endsWith(suffix)
                    && name.length() >= prefix.length() + suffix.length();
            if (matches) {
                found.put(
                        name.substring(prefix.length(), name.length() - suffix.length()),
                        folder + name + pattern.substring(end));
            }
        }
        if (found.isEmpty()) {
            throw nothing(pattern);
        }
        return found;
    }

    private static UnusableFileException nothing(String pattern) {
        return new UnusableFileException("no file matches '" + pattern + "'; expected at least one");
    }

    private static int lastSeparator(String text, int before) {
        int slash = text.lastIndexOf('/', before);
        return Math.max(slash, text.lastIndexOf(File.separatorChar, before));
    }

    /** Where the name of the file or folder ends: before a separator or the colon of a member. */
    private static int componentEnd(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/' || c == File.separatorChar || c == ':') {
                return i;
            }
        }
        return text.length();
    }

    private static List<String> names(String folder, String pattern) throws UnusableFileException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder.isEmpty() ? "." : folder))) {
            for (Path entry : entries) {
                names.add(String.valueOf(entry.getFileName()));
            }
        } catch (IOException | InvalidPathException e) {
            throw new UnusableFileException("no folder '" + folder + "' for '" + pattern + "'; check its name", e);
        }
        return names;
    }

    /**
     * The archives that an argument names: the file itself, the {@code .npz} files in a folder, or those that a pattern
     * of stars and question marks in the last part of the name matches.
     *
     * @throws UnusableFileException if a folder cannot be listed, or nothing is found
     */
    static List<Path> archives(String argument) throws UnusableFileException {
        boolean isGlob = argument.matches(".*[*?].*") && !new File(argument).exists();
        if (isGlob) {
            int start = lastSeparator(argument, argument.length()) + 1;
            return listed(argument.substring(0, start), argument.substring(start), argument);
        }
        if (new File(argument).isDirectory()) {
            return listed(argument, "*.npz", argument);
        }
        return List.of(Path.of(argument));
    }

    private static List<Path> listed(String folder, String glob, String argument) throws UnusableFileException {
        List<Path> found = new ArrayList<>();
        Path where = Path.of(folder);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(folder.isEmpty() ? "." : folder), glob)) {
            for (Path entry : entries) {
                found.add(where.resolve(String.valueOf(entry.getFileName())));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UnusableFileException("cannot list '" + argument + "': no such folder or no pattern", e);
        }
        if (found.isEmpty()) {
            throw new UnusableFileException("'" + argument + "' has no .npz archive; expected at least one");
        }
        return found;
    }
}
