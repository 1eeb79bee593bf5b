package seli.reproduce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import seli.backend.Backend;
import seli.backend.BackendProvider;
import seli.io.OutputFolder;
import seli.report.Provenance;

/**
 * Runs experiments into a folder with one folder for each of them. Parts that are done with the same settings and by
 * the same version of the program are not run again, and an experiment all of whose parts are done is left as it is: a
 * run that was interrupted loses at most the part that it was at, and of training no more than the steps since its last
 * checkpoint.
 */
public final class Reproduction {
    private final Plan plan;
    private final List<Experiment> wanted;
    private final Path folder;

    private Reproduction(Plan plan, List<Experiment> wanted, Path folder) {
        this.plan = plan;
        this.wanted = wanted;
        this.folder = folder;
    }

    /**
     * The experiments of these names, into a folder that is made when they are run.
     *
     * @throws IllegalArgumentException if there is no experiment of a name
     */
    public static Reproduction of(Plan plan, List<String> names, Path folder) {
        return new Reproduction(plan, Catalogue.named(names), folder);
    }

    /**
     * Checks that {@code folder} holds nothing, or results of this command.
     *
     * @throws IllegalArgumentException if it has a result.json of another
     * @throws IOException if that cannot be read
     */
    public static void requireFolder(Path folder) throws IOException {
        if (ExperimentFolder.isOfAnotherCommand(folder.resolve("result.json"))) {
            throw new IllegalArgumentException(
                    "%s has a result.json that 'seli reproduce' did not write; expected a new".formatted(folder)
                            + " folder, or one of an earlier 'seli reproduce'");
        }
    }

    /** Told how far a run is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Called now and then; must be cheap.
         *
         * @param done units of work that are done, of those of {@link Reproduction#units}
         * @param part how many parts are done
         */
        void advanced(long done, int part);
    }

    /**
     * Where and under what name the work is done.
     *
     * @param backend where to compute
     * @param request what opens the like of it again
     * @param provenance of the command, on this backend
     */
    public record Workplace(Backend backend, BackendProvider.Request request, Provenance provenance) {}

    /** Units of work, of about a millisecond, of the experiments that can be run here. */
    public long units() {
        long units = 0;
        for (Experiment experiment : wanted) {
            if (experiment.missing(plan).isEmpty()) {
                units += experiment.parts(plan).stream().mapToLong(Part::units).sum();
            }
        }
        return units;
    }

    /**
     * The experiments of which there are parts that will not be used, since they are of another preset, seed or version
     * of the program, or damaged.
     *
     * @throws IOException if a file cannot be read
     */
    public List<String> outdated(Provenance provenance) throws IOException {
        List<String> names = new ArrayList<>();
        for (Experiment experiment : wanted) {
            ExperimentFolder store = new ExperimentFolder(folder.resolve(experiment.name()), provenance);
            if (experiment.missing(plan).isEmpty() && store.isOutdated(experiment.parts(plan))) {
                names.add(experiment.name());
            }
        }
        return names;
    }

    /**
     * Runs what is not there yet, and writes the page of everything that is.
     *
     * @throws IOException if a file cannot be read or written
     */
    public ReproductionOutcome run(Workplace at, Listener listener) throws IOException {
        OutputFolder.prepare(folder);
        Progress progress = new Progress(listener);
        List<ExperimentOutcome> outcomes = new ArrayList<>();
        List<ReproductionPages.Shown> shown = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (Experiment experiment : Catalogue.all()) {
            boolean isWanted = wanted.contains(experiment);
            Optional<ReproductionPages.Shown> kept =
                    experiment.missing(plan).isPresent() ? Optional.empty() : kept(experiment, at.provenance());
            if (kept.isPresent()) {
                shown.add(kept.get());
                if (isWanted) {
                    outcomes.add(kept.get().outcome());
                    experiment.parts(plan).forEach(part -> progress.finish(part.units()));
                }
            } else if (isWanted) {
                Ran ran = run(experiment, at, progress);
                outcomes.add(ran.outcome());
                remarks.addAll(ran.remarks());
                ran.shown().ifPresent(shown::add);
            } else if (new ExperimentFolder(folder.resolve(experiment.name()), at.provenance()).hasResult()) {
                remarks.add(experiment.name() + " in the folder is of another preset, seed or version of the program,"
                        + " and is not on the page of all");
            }
        }
        boolean interrupted = Thread.interrupted(); // what is left to do is short, and is to be done
        if (interrupted || !isPageUpToDate(shown)) {
            List<ExperimentOutcome> others = outcomes.stream()
                    .filter(outcome -> shown.stream()
                            .noneMatch(one -> one.experiment().name().equals(outcome.name())))
                    .toList();
            ReproductionPages.writeAll(folder.resolve("index.html"), shown, others, at.provenance());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new ReproductionOutcome(outcomes, remarks.stream().distinct().toList());
    }

    /** Whether the page of all is there, with every experiment done, and none was finished after it. */
    private boolean isPageUpToDate(List<ReproductionPages.Shown> shown) throws IOException {
        Path page = folder.resolve("index.html");
        if (!Files.exists(page)) {
            return false;
        }
        FileTime written = Files.getLastModifiedTime(page);
        for (ReproductionPages.Shown one : shown) {
            Path result = folder.resolve(one.experiment().name()).resolve("result.json");
            if (Files.getLastModifiedTime(result).compareTo(written) > 0) {
                return false;
            }
        }
        return true;
    }

    /** An outcome with what it shows, unless it was skipped or interrupted. */
    private record Ran(ExperimentOutcome outcome, Optional<ReproductionPages.Shown> shown, List<String> remarks) {}

    /** An experiment that is done. */
    private Optional<ReproductionPages.Shown> kept(Experiment experiment, Provenance provenance) throws IOException {
        ExperimentFolder store = new ExperimentFolder(folder.resolve(experiment.name()), provenance);
        List<Part> parts = experiment.parts(plan);
        if (!store.isFinished(ExperimentFolder.hash(plan, parts))) {
            return Optional.empty();
        }
        List<PartNumbers> numbers = new ArrayList<>();
        for (Part part : parts) {
            store.load(part).ifPresent(numbers::add);
        }
        return numbers.size() < parts.size()
                ? Optional.empty()
                : Optional.of(shown(experiment, numbers, ExperimentOutcome.Status.KEPT, 0));
    }

    private ReproductionPages.Shown shown(
            Experiment experiment, List<PartNumbers> numbers, ExperimentOutcome.Status status, int partsRun) {
        Findings findings = experiment.present(plan, numbers);
        ExperimentOutcome outcome = new ExperimentOutcome(
                experiment.name(), experiment.title(), status, "", findings.comparisons(), partsRun);
        return new ReproductionPages.Shown(experiment, outcome, findings);
    }

    private Ran run(Experiment experiment, Workplace at, Progress progress) throws IOException {
        Optional<String> missing = experiment.missing(plan);
        if (missing.isPresent()) {
            return unfinished(experiment, ExperimentOutcome.Status.SKIPPED, missing.get(), 0);
        }
        if (Thread.currentThread().isInterrupted()) {
            String where = "before it began; the same command goes on";
            return unfinished(experiment, ExperimentOutcome.Status.INTERRUPTED, where, 0);
        }
        ExperimentFolder store = new ExperimentFolder(folder.resolve(experiment.name()), at.provenance());
        store.prepare();
        store.reopen();
        List<Part> parts = experiment.parts(plan);
        List<PartNumbers> numbers = new ArrayList<>();
        int partsRun = 0;
        for (Part part : parts) {
            Optional<PartNumbers> known = store.load(part);
            Optional<PartNumbers> found = known.isPresent() ? known : run(part, store, at, progress);
            if (found.isEmpty()) {
                String where = "at part " + part.name() + "; the same command goes on from there";
                return unfinished(experiment, ExperimentOutcome.Status.INTERRUPTED, where, partsRun);
            }
            partsRun += known.isPresent() ? 0 : 1;
            numbers.add(found.get());
            progress.finish(part.units());
        }
        ReproductionPages.Shown shown = shown(experiment, numbers, ExperimentOutcome.Status.RAN, partsRun);
        List<String> remarks = ReproductionPages.write(store.file("."), shown, at.provenance());
        store.finish(
                ExperimentFolder.hash(plan, parts),
                at.provenance(),
                json -> ReproductionPages.writeTo(json, shown, plan, parts));
        return new Ran(shown.outcome(), Optional.of(shown), remarks);
    }

    private static Ran unfinished(Experiment experiment, ExperimentOutcome.Status status, String reason, int partsRun) {
        ExperimentOutcome outcome =
                new ExperimentOutcome(experiment.name(), experiment.title(), status, reason, List.of(), partsRun);
        return new Ran(outcome, Optional.empty(), List.of());
    }

    private static Optional<PartNumbers> run(Part part, ExperimentFolder store, Workplace at, Progress progress)
            throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            return Optional.empty();
        }
        Bench bench = new Bench(at.backend(), at.request(), store.run(part), progress::within);
        Optional<PartNumbers> numbers = part.run(bench);
        if (numbers.isEmpty() || Thread.currentThread().isInterrupted()) { // what it came to may be half of it
            return Optional.empty();
        }
        store.save(part, numbers.get(), at.provenance());
        return numbers;
    }

    /** Units of work that are done, with the part that is being run. */
    private static final class Progress {
        private final Listener listener;
        private long done;
        private int parts;

        Progress(Listener listener) {
            this.listener = listener;
        }

        void within(long units) {
            listener.advanced(done + units, parts);
        }

        void finish(long units) {
            done += units;
            parts++;
            listener.advanced(done, parts);
        }
    }
}
