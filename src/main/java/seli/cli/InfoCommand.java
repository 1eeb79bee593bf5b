package seli.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seli.backend.Backend;
import seli.backend.BackendInfo;
import seli.backend.BackendUnavailableException;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.objective.LogitTiles;
import seli.report.BuildInfo;
import seli.report.JsonFields;
import seli.report.JsonReport;
import seli.report.Machine;
import seli.report.Provenance;
import seli.report.TextTable;

/** {@code seli info}: the program, the machine, and every backend with why it was refused. */
@Command(
        name = "info",
        sortOptions = false,
        description = "Version, machine and backends: found or refused, why, and what to do.")
final class InfoCommand implements Callable<Integer> {
    private static final List<Backends.Choice> CANDIDATES =
            List.of(Backends.Choice.CUDA, Backends.Choice.CPU, Backends.Choice.REFERENCE);

    private static final int CLASSES = 1000;

    private final Invocation invocation;
    private final List<Found> found = new ArrayList<>();
    private final List<BackendUnavailableException> refused = new ArrayList<>();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Processor threads that backends are opened with (default: one for each core).")
    private int threads; // 0: not given

    InfoCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        report.prepare();
        for (Backends.Choice candidate : CANDIDATES) {
            try (Backend backend = Backends.open(candidate, Precision.FLOAT64, threads)) {
                int samples = LogitTiles.samplesAtOnce(backend, CLASSES);
                found.add(new Found(backend.info(), backend.memoryUse().budgetBytes(), samples));
            } catch (BackendUnavailableException refusal) {
                refused.add(refusal);
            }
        }
        report.print(invocation, text());
        report.write(invocation, JsonReport.of("info", invocation.provenance(), this::writeTo));
        return ExitCode.SUCCESS;
    }

    private String text() {
        Provenance run = invocation.provenance();
        BuildInfo build = run.build();
        Machine machine = run.machine();
        TextTable about = TextTable.ofPairs()
                .row("version", build.version())
                .row("commit", build.commit() + (build.isDirty() ? ", changed since" : ""))
                .row("java", machine.java())
                .row("system", machine.os())
                .row("processor", "%s, %d threads".formatted(machine.cpu(), machine.processors()))
                .row(
                        "memory",
                        gibibytes(Machine.memoryBytes()) + ", Java heap at most " + gibibytes(machine.heapBytes()));
        libraries().forEach(about::row);
        TextTable backends = TextTable.ofPairs();
        found.forEach(each -> backends.row(each.info().name(), each.describe()));
        refused.forEach(
                refusal -> backends.row(refusal.backend(), "refused: " + refusal.reason() + "; " + refusal.remedy()));
        return about + "\nbackends\n" + backends;
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }

    /**
     * A backend that works here.
     *
     * @param info what it is
     * @param budgetBytes bytes that matrices may take
     * @param samples how many samples' logits it makes at a time with {@value #CLASSES} classes
     */
    private record Found(BackendInfo info, long budgetBytes, int samples) {
        String describe() {
            String tiles = samples == Integer.MAX_VALUE
                    ? "all logits at a time as far as they fit"
                    : "logits of %d samples at a time with %d classes".formatted(samples, CLASSES);
            return "ready: %s, %d %s, %s for matrices, %s"
                    .formatted(
                            info.device(),
                            info.threads(),
                            info.threads() == 1 ? "thread" : "threads",
                            gibibytes(budgetBytes),
                            tiles);
        }
    }

    private Map<String, String> libraries() {
        Map<String, String> libraries = new TreeMap<>();
        found.forEach(each -> libraries.putAll(each.info().libraries()));
        return libraries;
    }

    private void writeTo(JsonFields json) throws IOException {
        Machine machine = invocation.provenance().machine();
        json.inlineObject("memory", memory -> {
            memory.integer("physicalBytes", Machine.memoryBytes());
            memory.integer("heapBytes", machine.heapBytes());
        });
        json.integer("processors", machine.processors());
        json.object("libraries", inner -> {
            for (Map.Entry<String, String> library : libraries().entrySet()) {
                inner.text(library.getKey(), library.getValue());
            }
        });
        json.list("backends", found.size(), (item, i) -> {
            item.text("name", found.get(i).info().name());
            item.text("device", found.get(i).info().device());
            item.integer("threads", found.get(i).info().threads());
            item.integer("budgetBytes", found.get(i).budgetBytes());
            item.integer("samplesAtOnce", found.get(i).samples());
        });
        json.list("refused", refused.size(), (item, i) -> {
            item.text("name", refused.get(i).backend());
            item.text("reason", refused.get(i).reason());
            item.text("remedy", refused.get(i).remedy());
        });
    }
}
