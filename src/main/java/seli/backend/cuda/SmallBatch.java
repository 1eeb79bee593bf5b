package seli.backend.cuda;

import java.util.Collections;
import java.util.List;
import seli.backend.UfmKernels;

/** Descent on many small problems of one shape, one block each, side by side. */
final class SmallBatch implements UfmKernels.BatchDescent {
    private final SmallProblems problems;
    private boolean hasMoved;

    /** A descent from the present entries of all problems. */
    SmallBatch(SmallProblems problems) {
        this.problems = problems;
    }

    @Override
    public void steps(long count, List<UfmKernels.StepRule> rules) {
        double[] wanted = UfmKernels.StepRule.numbers(rules, problems.problems());
        if (count <= 0) {
            return;
        }
        if (problems.isNew(wanted)) {
            problems.setRules(wanted);
        }
        problems.launch(count - 1);
        problems.launchWithLoss();
        hasMoved = true;
    }

    @Override
    public List<UfmKernels.Progress> progress() {
        return hasMoved
                ? problems.progress()
                : Collections.nCopies(problems.problems(), new UfmKernels.Progress(0, Double.NaN));
    }
}
