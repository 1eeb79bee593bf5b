package seli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import seli.io.AtomicFile;
import seli.io.OutputFolder;
import seli.io.UnusableFileException;
import seli.job.SweepResultFile;

/**
 * A sweep on disk, complete at any moment: {@code job.json} (the grid, written first), one folder for each problem,
 * {@code problems/00017/result.json}, which is there whole when the problem is done, and the tables {@code sweep.csv}
 * and {@code result.json}, which are made from these.
 */
final class SweepFolder {
    static final String JOB = "job.json";
    private static final String PROBLEMS = "problems";
    private static final String RESULT = "result.json";
    private static final String ERROR = "error.txt";

    private final Path folder;

    private SweepFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * The folder of this grid, made if need be, or gone on with if it holds the same grid.
     *
     * @throws UnusableFileException if it holds another sweep or cannot be written
     * @throws IOException if writing fails
     */
    static SweepFolder open(Path folder, SweepGrid grid, int most) throws IOException {
        Path job = folder.resolve(JOB);
        if (Files.exists(job)) {
            requireSame(job, grid, most);
        } else if (Files.exists(folder.resolve(PROBLEMS))) {
            throw new UnusableFileException(
                    "%s holds problems but no %s that says which; expected a folder of the same sweep or a new one"
                            .formatted(folder, JOB));
        }
        OutputFolder.prepare(folder);
        AtomicFile.deleteLeftovers(folder);
        if (!Files.exists(job)) {
            SweepJobText.freeze(grid, job);
        }
        return new SweepFolder(folder);
    }

    private static void requireSame(Path job, SweepGrid grid, int most) throws IOException {
        SweepJobText found;
        try {
            found = SweepJobText.read(job);
        } catch (UnusableFileException e) {
            throw new UnusableFileException(
                    "%s is not the job of a sweep; expected a folder of the same sweep or a new one (%s)"
                            .formatted(job, e.getMessage()),
                    e);
        }
        if (found.digest().equals(SweepJobText.digest(grid))) {
            return;
        }
        throw new UnusableFileException(
                "%s holds another sweep: %s; expected the same values to go on with it, or another folder"
                        .formatted(job.toAbsolutePath().getParent(), difference(found, grid, most)));
    }

    private static String difference(SweepJobText found, SweepGrid grid, int most) throws IOException {
        if (found.kind() != grid.kind()) {
            return "its kind is " + found.kind() + ", not " + grid.kind();
        }
        Map<SweepKey, List<String>> values = grid.values();
        for (SweepKey key : SweepKey.values()) {
            List<String> there = found.given().getOrDefault(key, List.of()).stream()
                    .flatMap(text -> text.values(key.form(found.kind()), most).stream())
                    .toList();
            if (!there.equals(values.getOrDefault(key, List.of()))) {
                return "its %s is %s, not %s".formatted(key, shown(there), shown(values.getOrDefault(key, List.of())));
            }
        }
        return "its label files held other labels";
    }

    private static String shown(List<String> values) {
        String text = values.isEmpty() ? "not given" : String.join(",", values);
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** The values of a finished problem; empty if it is still to be done, or its file is damaged. */
    Optional<Map<String, String>> result(SweepProblem problem) {
        Path file = file(problem.folder()).resolve(RESULT);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            Map<String, String> values = SweepResultFile.read(file);
            return values.containsKey("status") ? Optional.of(values) : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** Makes the folder of a problem, without what a killed process may have left in it. */
    Path start(SweepProblem problem) throws IOException {
        Path own = OutputFolder.prepare(file(problem.folder()));
        AtomicFile.deleteLeftovers(own);
        return own;
    }

    /** Where the result of a problem is. */
    Path resultFile(SweepProblem problem) {
        return file(problem.folder()).resolve(RESULT);
    }

    /** Leaves the reason why a problem failed in its folder. */
    void noteFailure(SweepProblem problem, String message) throws IOException {
        Path own = file(problem.folder());
        Files.createDirectories(own);
        AtomicFile.writeText(own.resolve(ERROR), message + "\n");
    }

    /** Takes away the note of an earlier failure. */
    void forgetFailure(SweepProblem problem) throws IOException {
        Files.deleteIfExists(file(problem.folder()).resolve(ERROR));
    }
}
