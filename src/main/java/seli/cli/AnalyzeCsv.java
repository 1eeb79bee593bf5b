package seli.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import seli.io.AtomicFile;
import seli.io.CsvTable;
import seli.job.TrajectoryPoint;
import seli.metric.ClassTable;
import seli.metric.Convention;

/** The classes and the checkpoints of {@code analyze} as CSV; an empty cell is a number that does not exist. */
final class AnalyzeCsv {
    private AnalyzeCsv() {}

    /** One line for each class. */
    static void writeClasses(Path file, ClassTable classes) throws IOException {
        AtomicFile.write(file, out -> {
            Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            StringBuilder line = new StringBuilder("class,count");
            for (ClassTable.Column column : ClassTable.Column.values()) {
                line.append(',').append(column.key());
            }
            text.append(line).append('\n');
            long[] counts = classes.counts().toArray();
            for (int c = 0; c < counts.length; c++) {
                line.setLength(0);
                line.append(c).append(',').append(counts[c]);
                for (ClassTable.Column column : ClassTable.Column.values()) {
                    append(line, classes.value(column, c));
                }
                text.append(line).append('\n');
            }
            text.flush();
        });
    }

    /** One line for each checkpoint, one column for each convention, named by its place in the JSON report. */
    static String ofTrajectory(List<TrajectoryPoint> points) {
        StringBuilder text = new StringBuilder("name,step");
        for (Convention convention : Convention.values()) {
            text.append(',').append(convention.key());
        }
        text.append('\n');
        for (TrajectoryPoint point : points) {
            text.append(quoted(point.name())).append(',').append(point.step());
            for (Convention convention : Convention.values()) {
                append(text, point.value(convention));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String quoted(String name) {
        boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    private static void append(StringBuilder line, double value) {
        line.append(',');
        if (Double.isFinite(value)) {
            line.append(CsvTable.cell(value));
        }
    }
}
