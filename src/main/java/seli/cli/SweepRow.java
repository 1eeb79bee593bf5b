package seli.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import seli.io.CsvTable;
import seli.report.JsonFields;
import seli.solver.SolverStatus;

/**
 * What came of one problem of a sweep: a row of {@code sweep.csv} and an entry of {@code result.json}.
 *
 * @param problem the problem
 * @param status a {@link SolverStatus}, or FAILED
 * @param message why it failed; empty if it did not
 * @param found the numbers of its result by their names in {@code result.json}
 */
record SweepRow(SweepProblem problem, String status, String message, Map<String, String> found) {
    private static final String FAILED = "FAILED";
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    /** Columns whose values are measured: name, and where the number is in the results of solve and of train. */
    private record Measured(String name, String inSolve, String inTrain) {
        String path(SweepKind kind) {
            return kind == SweepKind.SOLVE ? inSolve : inTrain;
        }
    }

    private static final List<Measured> MEASURED = List.of(
            new Measured("objective", "objective", "certificate.objective"),
            new Measured("dualBound", "dualBound", "certificate.dualBound"),
            new Measured("gap", "gap", "certificate.gap"),
            new Measured("relativeGap", "relativeGap", "certificate.relativeGap"),
            new Measured("rank", "rank", ""),
            new Measured("nuclearNorm", "nuclearNorm", ""),
            new Measured("iterations", "iterations", "steps"),
            new Measured("finalLoss", "", "loss"),
            new Measured("logLoss", "", "logLoss"),
            new Measured("gradientNorm", "", "history.gradientNorm"),
            new Measured("nc1", "", "history.nc1"));

    /** Distances as in solve: column, and the two or three parts of the path. */
    private static final List<List<String>> DISTANCES = List.of(
            List.of("classifierSeli", "classifier", "seli"),
            List.of("classifierEtf", "classifier", "etf"),
            List.of("embeddingSeli", "embedding", "seli"),
            List.of("embeddingEtf", "embedding", "etf"),
            List.of("logitsSeli", "logits", "seli"));

    private static final List<SweepKey> AXES = Arrays.stream(SweepKey.values())
            .filter(SweepKey::isAxis)
            .filter(key -> key != SweepKey.COUNTS && key != SweepKey.DIM)
            .toList();

    /** Copies the map. */
    SweepRow {
        found = Map.copyOf(found);
    }

    /** The row of a problem whose result was written. */
    static SweepRow of(SweepProblem problem, Map<String, String> result) {
        String status = result.getOrDefault("status", FAILED);
        if (status.equals(SolverStatus.NON_FINITE.name())) {
            return new SweepRow(problem, FAILED, SolverStatus.NON_FINITE.sentence(), result);
        }
        return new SweepRow(problem, status, "", result);
    }

    /** The row of a problem that could not be done. */
    static SweepRow failed(SweepProblem problem, String message) {
        return new SweepRow(problem, FAILED, message, Map.of());
    }

    boolean isFailed() {
        return status.equals(FAILED);
    }

    /** Whether it is what was asked for: certified optimal, or all steps taken. */
    boolean isMet() {
        SolverStatus wanted = problem.kind() == SweepKind.SOLVE ? SolverStatus.OPTIMAL : SolverStatus.MAX_ITERATIONS;
        return status.equals(wanted.name());
    }

    /** Column heads of the table of a kind. */
    static List<String> columns(SweepKind kind) {
        List<String> heads = new ArrayList<>(List.of("index", "counts", "k", "n", "dim"));
        AXES.stream().filter(key -> key.fits(kind)).forEach(key -> heads.add(camel(key)));
        heads.add("status");
        MEASURED.stream().filter(m -> !m.path(kind).isEmpty()).forEach(m -> heads.add(m.name()));
        DISTANCES.forEach(distance -> heads.add(distance.get(0)));
        heads.addAll(List.of("seconds", "folder", "message"));
        return heads;
    }

    /** The cells of the row; empty where there is no value. */
    List<String> cells() {
        SweepKind kind = problem.kind();
        List<String> cells = new ArrayList<>();
        cells.add(CsvTable.cell(problem.index()));
        cells.add(problem.value(SweepKey.COUNTS).orElse(""));
        cells.add(CsvTable.cell(problem.counts().classes()));
        cells.add(CsvTable.cell(problem.counts().samples()));
        cells.add(dim());
        AXES.stream().filter(key -> key.fits(kind)).forEach(key -> cells.add(parameter(key)));
        cells.add(status);
        MEASURED.stream()
                .filter(m -> !m.path(kind).isEmpty())
                .forEach(m -> cells.add(value(m.path(kind)).orElse("")));
        DISTANCES.forEach(distance -> cells.add(value(path(distance)).orElse("")));
        cells.add(value("seconds").orElse(""));
        cells.add(problem.folder());
        cells.add(message);
        return cells;
    }

    private String dim() {
        return value("dim")
                .or(() -> problem.value(SweepKey.DIM))
                .orElse(Integer.toString(problem.counts().classes()));
    }

    /** The method is the one that was used, where there is a result. */
    private String parameter(SweepKey key) {
        Optional<String> used = key == SweepKey.METHOD ? value("method") : Optional.empty();
        return used.or(() -> problem.value(key)).orElse("");
    }

    private String path(List<String> distance) {
        String before = problem.kind() == SweepKind.SOLVE ? "distance." : "history.distance.";
        return before + distance.get(1) + "." + distance.get(2);
    }

    private Optional<String> value(String path) {
        return Optional.ofNullable(found.get(path));
    }

    /** A number of the result, NaN if there is none. */
    double number(String path) {
        String text = found.getOrDefault(path, "");
        return NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
    }

    private static String camel(SweepKey key) {
        String[] words = key.toString().split("-", -1);
        StringBuilder name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return name.toString();
    }

    /** The members of the problem's entry in {@code result.json}. */
    void writeTo(JsonFields json) throws IOException {
        SweepKind kind = problem.kind();
        json.integer("index", problem.index());
        json.text("counts", problem.value(SweepKey.COUNTS).orElse(""));
        json.integer("classes", problem.counts().classes());
        json.integer("samples", problem.counts().samples());
        json.integer("dim", Long.parseLong(dim()));
        for (SweepKey key : AXES) {
            if (key.fits(kind)) {
                write(json, camel(key), parameter(key));
            }
        }
        json.text("status", status);
        for (Measured measured : MEASURED) {
            if (!measured.path(kind).isEmpty()) {
                write(json, measured.name(), value(measured.path(kind)).orElse(""));
            }
        }
        json.inlineObject("distance", this::writeDistances);
        write(json, "seconds", value("seconds").orElse(""));
        json.text("folder", problem.folder());
        if (isFailed()) {
            json.text("message", message);
        } else {
            json.nothing("message");
        }
    }

    private void writeDistances(JsonFields json) throws IOException {
        for (String part : List.of("classifier", "embedding", "logits")) {
            json.inlineObject(part, pair -> {
                for (List<String> distance : DISTANCES) {
                    if (distance.get(1).equals(part)) {
                        pair.number(distance.get(2), number(path(distance)));
                    }
                }
            });
        }
    }

    private static void write(JsonFields json, String name, String text) throws IOException {
        if (text.isEmpty()) {
            json.nothing(name);
        } else if (WHOLE.matcher(text).matches()) {
            json.integer(name, Long.parseLong(text));
        } else if (NUMBER.matcher(text).matches()) {
            json.number(name, Double.parseDouble(text));
        } else {
            json.text(name, text);
        }
    }
}
