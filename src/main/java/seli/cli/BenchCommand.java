package seli.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seli.backend.Backend;
import seli.job.BenchJob;
import seli.job.BenchOp;
import seli.job.BenchSettings;
import seli.report.JsonReport;
import seli.report.Provenance;

/** {@code seli bench}: throughput of a backend, beside the ceilings of this machine that the same run measures. */
@Command(
        name = "bench",
        sortOptions = false,
        description = "Measure a backend's throughput beside this machine's ceilings, measured in the same run.",
        footer = {"", "Example: seli bench --backend cpu --op step --sizes 100,5000,128 --seconds 1"})
final class BenchCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(
            names = "--op",
            paramLabel = "OP",
            description = "What to measure: step, gemm, copy, svd, eigen, small or all (default: all).")
    private BenchOp op = BenchOp.ALL;

    @Option(
            names = "--sizes",
            paramLabel = "K,N,D[;K,N,D...]",
            converter = BenchSizesText.class,
            description =
                    "Problems for step and gemm (default: what suits the backend, on a GPU up to k = n = 131072).")
    private BenchSizesText.Sizes sizes = BenchSizesText.Sizes.NONE;

    @Option(
            names = "--small-sizes",
            paramLabel = "K,N,D[;K,N,D...]",
            converter = BenchSizesText.class,
            description = "Problems for small, d at least k - 1 (default: 10,100,10;10,275,20;100,1000,100).")
    private BenchSizesText.Sizes small = BenchSizesText.Sizes.NONE;

    @Option(
            names = "--orders",
            paramLabel = "M[,M...]",
            converter = BenchOrdersText.class,
            description = "Orders of the matrices for svd and eigen (default: what suits the backend).")
    private BenchOrdersText.Orders orders = BenchOrdersText.Orders.NONE;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            converter = Numbers.Positive.class,
            description = "Seconds for one measurement (default: 2).")
    private double seconds = 2;

    @Option(
            names = "--budget",
            paramLabel = "S",
            converter = Numbers.Positive.class,
            description = "Seconds for the whole run; what is foreseen to exceed them is left out (default: no limit).")
    private double budget = Double.POSITIVE_INFINITY;

    @Mixin
    private final BackendOptions backend = new BackendOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    BenchCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        report.prepare();
        List<String> notes = new ArrayList<>();
        BenchReport found;
        Provenance run;
        ProgressDisplay progress = report.startProgress(invocation, "bench", 0);
        try (Backend device = backend.open(notes)) {
            BenchSettings settings = settings(device.info().name());
            int[] done = new int[1];
            found = new BenchReport(
                    device.info(),
                    settings,
                    BenchJob.run(
                            device,
                            settings,
                            result -> progress.update(
                                    ++done[0], "seconds", result.timing().median())),
                    openBlasVariables());
            run = invocation.provenance().withBackend(device).withNotes(notes);
        } finally {
            progress.close();
        }
        report.print(invocation, found.text());
        report.write(invocation, JsonReport.of("bench", run, found::writeTo));
        return found.outcome().hasFailure() ? ExitCode.NOT_MET : ExitCode.SUCCESS;
    }

    /** What is set that makes OpenBLAS choose other kernels, threads or block sizes than it would by itself. */
    private static List<String> openBlasVariables() {
        return System.getenv().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("OPENBLAS_")
                        || entry.getKey().equals("OMP_NUM_THREADS")
                        || entry.getKey().equals("GOTO_NUM_THREADS"))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toList();
    }

    private BenchSettings settings(String name) {
        return new BenchSettings(
                op,
                sizes.list().isEmpty() ? BenchSettings.usualSizes(name) : sizes.list(),
                orders.list().isEmpty() ? BenchSettings.usualOrders(name) : orders.list(),
                small.list().isEmpty() ? BenchSettings.usualSmall() : small.list(),
                seconds,
                budget);
    }
}
