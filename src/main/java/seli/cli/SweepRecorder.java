package seli.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns each problem that ends into its row, and shows how far the sweep is. One thread. */
final class SweepRecorder {
    private final List<SweepProblem> problems;
    private final SweepFolder folder;
    private final Map<Integer, SweepRow> rows;
    private final ProgressDisplay progress;
    private long done;
    private long failed;

    SweepRecorder(
            List<SweepProblem> problems, SweepFolder folder, Map<Integer, SweepRow> rows, ProgressDisplay progress) {
        this.problems = problems;
        this.folder = folder;
        this.rows = rows;
        this.progress = progress;
    }

    /** Records a problem; its row is made from the result that it left on disk, or from its failure. */
    void ended(int index, Optional<Throwable> failure) {
        SweepProblem problem = problems.get(index);
        SweepRow row = failure.isPresent() ? failed(problem, SweepWork.reason(failure.get())) : finished(problem);
        rows.put(index, row);
        done++;
        failed += row.isFailed() ? 1 : 0;
        progress.update(done, "failed", failed);
    }

    private SweepRow finished(SweepProblem problem) {
        Optional<Map<String, String>> found = folder.result(problem);
        if (found.isEmpty()) {
            return failed(problem, "its result is gone from " + problem.folder() + "; run the sweep again");
        }
        try {
            folder.forgetFailure(problem);
        } catch (IOException e) { // an old note beside a good result
            return SweepRow.of(problem, found.get());
        }
        return SweepRow.of(problem, found.get());
    }

    private SweepRow failed(SweepProblem problem, String message) {
        try {
            folder.noteFailure(problem, message);
        } catch (IOException e) { // such as a full disk: the row says it
            return SweepRow.failed(problem, message + " (" + SweepWork.reason(e) + ")");
        }
        return SweepRow.failed(problem, message);
    }
}
