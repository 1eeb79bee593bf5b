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

    private final Invocation invocation;
    private final List<BackendInfo> found = new ArrayList<>();
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
                found.add(backend.info());
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
        found.forEach(info -> backends.row(info.name(), describe(info)));
        refused.forEach(
                refusal -> backends.row(refusal.backend(), "refused: " + refusal.reason() + "; " + refusal.remedy()));
        return about + "\nbackends\n" + backends;
    }

    private static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }

    private static String describe(BackendInfo info) {
        return "ready: %s, %d %s".formatted(info.device(), info.threads(), info.threads() == 1 ? "thread" : "threads");
    }

    private Map<String, String> libraries() {
        Map<String, String> libraries = new TreeMap<>();
        found.forEach(info -> libraries.putAll(info.libraries()));
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
            item.text("name", found.get(i).name());
            item.text("device", found.get(i).device());
            item.integer("threads", found.get(i).threads());
        });
        json.list("refused", refused.size(), (item, i) -> {
            item.text("name", refused.get(i).backend());
            item.text("reason", refused.get(i).reason());
            item.text("remedy", refused.get(i).remedy());
        });
    }
}
