package seli.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seli.backend.Backend;
import seli.backend.BackendInfo;
import seli.report.JsonFields;
import seli.report.JsonReport;
import seli.selftest.CaseResult;
import seli.selftest.Selftest;

/** {@code seli selftest}: every operation of a backend against the plain-Java reference, within derived bounds. */
@Command(
        name = "selftest",
        sortOptions = false,
        description = "Check every operation of a backend on this machine against plain Java, within derived error bounds.",
        footer = {"", "Example: seli selftest --backend cpu --op gemm"})
final class SelftestCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(
            names = "--op",
            paramLabel = "PART",
            description = "Only the cases whose name contains this, such as gemm (default: all).")
    private String filter = "";

    @Mixin
    private final BackendOptions backend = new BackendOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    SelftestCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        int cases = casesOf(filter);
        report.prepare();
        List<String> notes = new ArrayList<>();
        List<CaseResult> failures = new ArrayList<>();
        List<CaseResult> results;
        BackendInfo info;
        ProgressDisplay progress = report.startProgress(invocation, "selftest", cases);
        try (Backend device = backend.open(notes)) {
            info = device.info();
            results = run(device, failures, progress);
        } finally {
            progress.close();
        }
        failures.forEach(failure -> report.print(invocation, "failed " + failure.name() + ": " + failure.message() + "\n"));
        report.print(
                invocation,
                "%s backend, %s: %d passed, %d failed%n"
                        .formatted(info.name(), format(info), results.size() - failures.size(), failures.size()));
        report.write(
                invocation,
                JsonReport.of(
                        "selftest",
                        invocation.provenance().withBackend(info).withNotes(notes),
                        json -> writeTo(json, info, results)));
        return failures.isEmpty() ? ExitCode.SUCCESS : ExitCode.NOT_MET;
    }

    private static int casesOf(String part) {
        try {
            return Selftest.cases(part).size();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--op " + part + ": " + e.getMessage(), e);
        }
    }

    private List<CaseResult> run(Backend device, List<CaseResult> failures, ProgressDisplay progress) {
        List<CaseResult> results = new ArrayList<>();
        return Selftest.run(device, filter, result -> {
            results.add(result);
            if (!result.passed()) {
                failures.add(result);
            }
            progress.update(results.size(), "failed", failures.size());
        });
    }

    private static String format(BackendInfo info) {
        return info.precision().name().toLowerCase(Locale.ROOT);
    }

    private static void writeTo(JsonFields json, BackendInfo info, List<CaseResult> results) throws IOException {
        json.text("backend", info.name());
        json.text("precision", format(info));
        json.integer("passed", results.stream().filter(CaseResult::passed).count());
        json.integer("failed", results.stream().filter(result -> !result.passed()).count());
        json.list("cases", results.size(), (item, i) -> {
            item.text("name", results.get(i).name());
            item.flag("passed", results.get(i).passed());
            item.number("worst", results.get(i).worst());
            item.text("message", results.get(i).message());
        });
    }
}
