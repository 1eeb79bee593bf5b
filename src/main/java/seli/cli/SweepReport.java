package seli.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import seli.io.AtomicFile;
import seli.io.CsvTable;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.report.JsonFields;
import seli.report.JsonReport;
import seli.report.NumberText;
import seli.report.TextTable;

/** What a sweep found: a table for people, {@code sweep.csv} and {@code result.json}. */
final class SweepReport {
    private static final int MOST_ROWS = 12;
    private static final int MOST_FAULTS = 50;

    private final SweepGrid grid;
    private final List<SweepRow> rows;
    private final int before;
    private final boolean isWhole;

    /**
     * A report.
     *
     * @param rows in the order of the problems; fewer than these if the sweep was interrupted
     * @param before how many of them an earlier run had finished
     * @param isWhole whether the sweep came to its end
     */
    SweepReport(SweepGrid grid, List<SweepRow> rows, int before, boolean isWhole) {
        this.grid = grid;
        this.rows = List.copyOf(rows);
        this.before = before;
        this.isWhole = isWhole;
    }

    /** Whether all problems were done and gave what was asked for. */
    boolean isMet() {
        return isWhole && rows.stream().allMatch(SweepRow::isMet);
    }

    /** Writes {@code sweep.csv} and {@code result.json}, each whole or not at all. */
    void write(Invocation invocation, SweepFolder folder) throws IOException {
        StringBuilder table = new StringBuilder(CsvTable.line(SweepRow.columns(grid.kind())));
        rows.forEach(row -> table.append(CsvTable.line(row.cells())));
        AtomicFile.writeText(folder.file("sweep.csv"), table.toString());
        json(invocation).writeTo(folder.file("result.json"));
    }

    JsonReport json(Invocation invocation) {
        return JsonReport.of("sweep", invocation.provenance(), this::writeTo);
    }

    private void writeTo(JsonFields json) throws IOException {
        List<Map.Entry<String, ClassCounts>> counts = List.copyOf(grid.counts().entrySet());
        json.list("distributions", counts.size(), (item, i) -> {
            item.text("text", counts.get(i).getKey());
            writeCounts(item, counts.get(i).getValue());
        });
        json.text("kind", grid.kind().toString());
        json.flag("complete", isWhole);
        json.integer("total", grid.problems().size());
        json.integer("finished", rows.size());
        json.integer("failed", rows.stream().filter(SweepRow::isFailed).count());
        json.integer("missed", rows.stream().filter(row -> !row.isMet()).count());
        json.object("grid", inner -> {
            for (Map.Entry<SweepKey, List<String>> axis : grid.values().entrySet()) {
                inner.texts(axis.getKey().toString(), axis.getValue());
            }
        });
        json.texts("unused", grid.unused().stream().map(SweepKey::toString).toList());
        json.list("problems", rows.size(), (item, i) -> rows.get(i).writeTo(item));
    }

    private static void writeCounts(JsonFields json, ClassCounts counts) throws IOException {
        List<CountGroup> groups = counts.groups();
        json.integer("classes", counts.classes());
        json.integer("samples", counts.samples());
        json.list("groups", groups.size(), (group, g) -> {
            group.integer("count", groups.get(g).count());
            group.integer("classes", groups.get(g).classes());
        });
    }

    String text() {
        StringBuilder text = new StringBuilder();
        int total = grid.problems().size();
        text.append(
                "sweep of %d problem%s (%s): %s%n".formatted(total, total == 1 ? "" : "s", grid.kind(), statuses()));
        if (before > 0) {
            text.append("%d of them were finished before%n".formatted(before));
        }
        if (!isWhole) {
            text.append("interrupted with %d to do; the same command goes on%n".formatted(total - rows.size()));
        }
        for (SweepKey key : grid.unused()) {
            text.append("%s has no meaning for these problems and was left out%n".formatted(key));
        }
        return text.append('\n').append(table()).append(faults()).toString();
    }

    /** Such as {@code 98 OPTIMAL, 2 FAILED}. */
    private String statuses() {
        Map<String, Long> counted =
                rows.stream().collect(Collectors.groupingBy(SweepRow::status, TreeMap::new, Collectors.counting()));
        return counted.isEmpty()
                ? "none done"
                : counted.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }

    /** The first, the last and evenly spaced rows between. */
    private String table() {
        TextTable table = TextTable.of(
                "problem", "counts", "loss", "lambda", "seed", "status", "objective", "rel. gap", "W: SELI", "M: SELI");
        int last = rows.size() - 1;
        for (int i = 0; i < rows.size(); i++) {
            boolean isShown = last < MOST_ROWS
                    || i == 0
                    || (long) i * (MOST_ROWS - 1) / last != (long) (i - 1) * (MOST_ROWS - 1) / last;
            if (isShown) {
                table.row(cells(rows.get(i)));
            }
        }
        return table.toString();
    }

    private static List<String> cells(SweepRow row) {
        SweepProblem problem = row.problem();
        boolean isSolve = problem.kind() == SweepKind.SOLVE;
        String before = isSolve ? "distance." : "history.distance.";
        String gamma = problem.value(SweepKey.GAMMA).map(value -> " " + value).orElse("");
        return List.of(
                problem.name(),
                problem.value(SweepKey.COUNTS).orElse(""),
                problem.value(SweepKey.LOSS).orElse("") + gamma,
                problem.value(SweepKey.LAMBDA)
                        .or(() -> problem.value(SweepKey.WEIGHT_DECAY))
                        .orElse("-"),
                problem.value(SweepKey.SEED).orElse("-"),
                row.status(),
                NumberText.of(row.number(isSolve ? "objective" : "certificate.objective")),
                NumberText.rough(row.number(isSolve ? "relativeGap" : "certificate.relativeGap")),
                NumberText.of(row.number(before + "classifier.seli")),
                NumberText.of(row.number(before + "embedding.seli")));
    }

    /** The problems that failed or missed what was asked for, one on a line. */
    private String faults() {
        List<SweepRow> faults = rows.stream().filter(row -> !row.isMet()).toList();
        if (faults.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder("\nfailed or not as asked for:\n");
        for (SweepRow row : faults.subList(0, Math.min(MOST_FAULTS, faults.size()))) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s %s%s%n",
                    row.problem().folder(),
                    row.status(),
                    row.message().isEmpty() ? "" : ": " + row.message()));
        }
        int more = faults.size() - MOST_FAULTS;
        return more > 0
                ? text.append("  and %d more, all in sweep.csv%n".formatted(more))
                        .toString()
                : text.toString();
    }
}
