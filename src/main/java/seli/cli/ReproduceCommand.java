package seli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import seli.backend.Backend;
import seli.report.JsonReport;
import seli.report.Provenance;
import seli.reproduce.Catalogue;
import seli.reproduce.Plan;
import seli.reproduce.Preset;
import seli.reproduce.Reproduction;
import seli.reproduce.ReproductionOutcome;

/** {@code seli reproduce}: the paper's experiments and figures. */
@Command(
        name = "reproduce",
        sortOptions = false,
        header = "The paper's experiments and figures: theory, run and published numbers side by side.",
        description = {
            "Runs experiments into --out: for each a folder with index.html, figures (SVG, PNG, CSV), comparisons.csv and",
            "result.json; and index.html with all of them. What is done is not run again; after a kill the same command goes on.",
            "Exit code 0 if every number is within its stated band, 2 if one is not."
        },
        footer = {
            "",
            "Examples: seli reproduce --list",
            "          seli reproduce --all --preset quick --out out/paper",
            "          seli reproduce closed-form ridge-path --out out/paper"
        })
final class ReproduceCommand implements Callable<Integer> {
    private final Invocation invocation;
    private final List<String> refusals = new ArrayList<>();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Experiments, by the names that --list shows.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "All experiments.")
    private boolean all;

    @Option(names = "--list", description = "List the experiments with what they show and cost, and end.")
    private boolean list;

    @Option(
            names = "--preset",
            paramLabel = "PRESET",
            description =
                    "quick: all within two minutes on two cores; full: the published protocols, hours (default: quick).")
    private Preset preset = Preset.QUICK;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            converter = FileName.class,
            description = "Folder of published networks (default: $SELI_DATA, else ../shared/data).")
    private String data = ""; // not given

    @Mixin
    private final SeedOption seed = new SeedOption();

    @Mixin
    private final BackendOptions backend = new BackendOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    ReproduceCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        requireNames();
        Plan plan = Plan.of(preset, seed.seed(), data());
        ReproduceReport result = new ReproduceReport(plan);
        if (list) {
            report.prepare();
            report.print(invocation, result.list());
            report.write(invocation, JsonReport.of("reproduce", invocation.provenance(), result::writeList));
            return ExitCode.SUCCESS;
        }
        if (!all && names.isEmpty()) {
            throw new IllegalArgumentException(
                    "no experiment is named; expected --all, or names out of %s (--list tells more)"
                            .formatted(Catalogue.names()));
        }
        if (!report.hasFolder()) {
            throw new IllegalArgumentException("--out is missing; expected --out DIR, the folder for the results");
        }
        return run(plan, result);
    }

    private void requireNames() {
        if (all && !names.isEmpty()) {
            throw new IllegalArgumentException(
                    "--all with the name %s; expected --all or names".formatted(names.get(0)));
        }
        for (String name : names) {
            if (!Catalogue.names().contains(name)) {
                throw new IllegalArgumentException("no experiment '%s'%s; expected names out of %s"
                        .formatted(name, Nearest.hint(name, Catalogue.names()), Catalogue.names()));
            }
        }
    }

    private Path data() {
        if (!data.isEmpty() && !Files.isDirectory(Path.of(data))) {
            throw new IllegalArgumentException(
                    "--data %s is no folder; expected the one that holds the folders of published networks"
                            .formatted(data));
        }
        return Path.of(
                data.isEmpty() ? Optional.ofNullable(System.getenv("SELI_DATA")).orElse("../shared/data") : data);
    }

    private int run(Plan plan, ReproduceReport result) throws IOException {
        report.prepare();
        Reproduction.requireFolder(report.place());
        ReproductionOutcome outcome;
        try (Backend device = backend.open(refusals)) {
            Path folder = report.folder().orElseThrow();
            Reproduction reproduction = Reproduction.of(plan, all ? Catalogue.names() : names, folder);
            List<String> outdated = reproduction.outdated(provenance());
            if (!outdated.isEmpty()) {
                report.remark(
                        invocation,
                        "%s has results of another preset, seed or version of the program, or damaged ones, of %s: they are computed again"
                                .formatted(folder, String.join(", ", outdated)));
            }
            outcome = run(reproduction, device);
        }
        report.print(invocation, result.text(outcome));
        for (String remark : outcome.remarks()) {
            report.remark(invocation, remark);
        }
        report.write(invocation, JsonReport.of("reproduce", provenance(), json -> result.writeTo(json, outcome)));
        return outcome.agrees() ? ExitCode.SUCCESS : ExitCode.NOT_MET;
    }

    private Provenance provenance() {
        return invocation.provenance().withSeed(seed.seed()).withNotes(refusals);
    }

    private ReproductionOutcome run(Reproduction reproduction, Backend device) throws IOException {
        ProgressDisplay progress = report.startProgress(invocation, "reproduce", reproduction.units());
        InterruptOnExit onExit = InterruptOnExit.ofCurrentThread();
        try {
            Reproduction.Workplace at = new Reproduction.Workplace(
                    device, backend.requestOf(device), provenance().withBackend(device));
            return reproduction.run(at, (done, part) -> progress.update(done, "parts", part));
        } finally {
            onExit.close();
            progress.close();
        }
    }
}
