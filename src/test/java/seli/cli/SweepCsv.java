package seli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads tables as RFC 4180 says, with nothing of the writer. */
final class SweepCsv {
    private SweepCsv() {}

    static List<List<String>> read(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean isQuoted = false;
        for (char c : text.toCharArray()) {
            if (c == '"') {
                isQuoted = !isQuoted; // no cell here holds a quote
            } else if (!isQuoted && (c == ',' || c == '\n')) {
                row.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
            if (c == '\n' && !isQuoted) {
                rows.add(row);
                row = new ArrayList<>();
            }
        }
        return rows;
    }

    /** All files below a folder with the times of their last change. */
    static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                found.add(folder.relativize(file) + " " + Files.getLastModifiedTime(file));
            }
            return found;
        }
    }
}
