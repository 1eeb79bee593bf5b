package seli.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import seli.backend.BackendInfo;
import seli.job.BenchOp;
import seli.job.BenchOutcome;
import seli.job.BenchResult;
import seli.job.BenchSettings;
import seli.job.BenchTiming;
import seli.report.JsonFields;
import seli.report.TextTable;

/**
 * What bench measured, as a table and as JSON.
 *
 * @param backend where
 * @param settings what was asked for
 * @param outcome what was measured
 * @param variables of the environment that change OpenBLAS, each as NAME=VALUE
 */
record BenchReport(BackendInfo backend, BenchSettings settings, BenchOutcome outcome, List<String> variables) {
    BenchReport {
        variables = List.copyOf(variables);
    }

    private static final double GIGA = 1e9;

    /** The ceilings, then one row for each measurement, then a line for each that was left out or failed. */
    String text() {
        StringBuilder text = new StringBuilder("%s, %s, %s\n".formatted(backend.name(), precision(), backend.device()));
        text.append("ceilings: products ")
                .append(amount(outcome.gemmCeiling() / GIGA, "%.1f"))
                .append(" GF/s, copy ")
                .append(amount(outcome.copyCeiling() / GIGA, "%.1f"))
                .append(" GB/s (read and written)\n\n");
        TextTable table = TextTable.of("", "size", "seconds", "spread", "rate", "", "ceiling", "floor/step", "memory");
        StringBuilder remarks = new StringBuilder();
        for (BenchResult result : outcome.results()) {
            if (result.timing().status() == BenchTiming.Status.MEASURED) {
                row(table, result);
            }
            if (!result.timing().note().isEmpty()) {
                remarks.append("%s %s, %s: %s%s\n"
                        .formatted(
                                word(result.op()),
                                result.size(),
                                result.name(),
                                prefix(result.timing().status()),
                                result.timing().note()));
            }
        }
        return text.append(table)
                .append(remarks.isEmpty() ? "" : "\n")
                .append(remarks)
                .toString();
    }

    private static String prefix(BenchTiming.Status status) {
        return switch (status) {
            case MEASURED -> "";
            case SKIPPED -> "skipped, ";
            case FAILED -> "FAILED, ";
        };
    }

    private void row(TextTable table, BenchResult result) {
        BenchTiming timing = result.timing();
        boolean bytes = Double.isFinite(result.figures().bytes());
        boolean small = result.op() == BenchOp.SMALL;
        double rate = bytes ? result.bytesPerSecond() / GIGA : result.flopsPerSecond() / GIGA;
        table.row(
                word(result.op()) + ": " + result.name(),
                result.size().toString(),
                amount(timing.median(), "%.3e"),
                amount(100 * timing.spread() / timing.median(), "%.1f %%"),
                small ? amount(result.perSecond(), "%.0f") : amount(rate, "%.1f"),
                small ? "steps/s" : bytes ? "GB/s" : "GF/s",
                small ? "" : amount(100 * ofCeiling(result), "%.1f %%"),
                amount(result.floorRatio(), "%.3f"),
                amount(result.figures().peakBytes() / result.figures().expectedBytes(), "%.3f"));
    }

    private double ofCeiling(BenchResult result) {
        return Double.isFinite(result.figures().bytes())
                ? result.bytesPerSecond() / outcome.copyCeiling()
                : result.flopsPerSecond() / outcome.gemmCeiling();
    }

    private static String amount(double value, String format) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "";
    }

    private static String word(BenchOp op) {
        return op.name().toLowerCase(Locale.ROOT);
    }

    private String precision() {
        return backend.precision().name().toLowerCase(Locale.ROOT);
    }

    void writeTo(JsonFields json) throws IOException {
        json.text("backend", backend.name());
        json.text("precision", precision());
        json.integer("threads", backend.threads());
        json.integer("processors", Runtime.getRuntime().availableProcessors());
        json.texts("openBlasVariables", variables);
        json.number("secondsPerMeasurement", settings.seconds());
        json.inlineObject("ceilings", inner -> {
            inner.number("flopsPerSecond", outcome.gemmCeiling());
            inner.number("copyBytesPerSecond", outcome.copyCeiling());
        });
        json.list(
                "results",
                outcome.results().size(),
                (item, i) -> write(item, outcome.results().get(i)));
    }

    private void write(JsonFields item, BenchResult result) throws IOException {
        BenchTiming timing = result.timing();
        item.text("op", word(result.op()));
        item.text("name", result.name());
        item.integer("k", result.size().classes());
        item.integer("n", result.size().samples());
        item.integer("d", result.size().featureDim());
        item.text("status", timing.status().name().toLowerCase(Locale.ROOT));
        item.text("note", timing.note());
        item.number("seconds", timing.median());
        item.number("spread", timing.spread());
        item.integer("problems", result.figures().problems());
        item.number("perSecond", result.perSecond());
        item.number("flops", result.figures().flops());
        item.number("flopsPerSecond", result.flopsPerSecond());
        item.number("bytes", result.figures().bytes());
        item.number("bytesPerSecond", result.bytesPerSecond());
        item.number("shareOfCeiling", ofCeiling(result));
        item.number("floorSeconds", result.figures().floorSeconds());
        item.number("floorRatio", result.floorRatio());
        item.number("peakBytes", result.figures().peakBytes());
        item.number("expectedBytes", result.figures().expectedBytes());
        item.numbers("samples", timing.samples().size(), timing.samples()::get);
    }
}
