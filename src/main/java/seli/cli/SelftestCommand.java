package seli.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seli.backend.Backend;
import seli.report.JsonReport;
import seli.report.Provenance;
import seli.selftest.CaseResult;
import seli.selftest.Selftest;

/** {@code seli selftest}: every operation of a backend against the plain-Java reference, within derived bounds. */
@Command(
        name = "selftest",
        sortOptions = false,
        description = "Check every operation of a backend here against plain Java, within derived bounds.",
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
        SelftestReport found;
        Provenance run;
        ProgressDisplay progress = report.startProgress(invocation, "selftest", cases);
        try (Backend device = backend.open(notes)) {
            found = new SelftestReport(device.info(), run(device, progress));
            run = invocation.provenance().withBackend(device).withNotes(notes);
        } finally {
            progress.close();
        }
        report.print(invocation, found.text());
        report.write(invocation, JsonReport.of("selftest", run, found::writeTo));
        return found.exitCode();
    }

    private static int casesOf(String part) {
        try {
            return Selftest.cases(part).size();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--op " + part + ": " + e.getMessage(), e);
        }
    }

    private List<CaseResult> run(Backend device, ProgressDisplay progress) {
        int[] done = new int[2]; // cases, failures
        return Selftest.run(device, filter, result -> {
            done[0]++;
            done[1] += result.passed() ? 0 : 1;
            progress.update(done[0], "failed", done[1]);
        });
    }
}
