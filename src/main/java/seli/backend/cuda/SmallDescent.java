package seli.backend.cuda;

import seli.backend.UfmKernels;

/** Descent on one small problem: steps are only counted here and launched many at a time. */
final class SmallDescent implements UfmKernels.Descent {
    /** Steps that wait at most. */
    private static final int MOST_PENDING = 4096;

    private final SmallProblems problem;
    private int pending;
    private UfmKernels.Progress progress = new UfmKernels.Progress(0, Double.NaN);

    /** A descent from the present entries of a single problem. */
    SmallDescent(SmallProblems problem) {
        this.problem = problem;
    }

    @Override
    public void step(double rate, double momentum, double ridgeW, double ridgeH) {
        double[] wanted = {rate, momentum, ridgeW, ridgeH};
        if (problem.isNew(wanted)) {
            problem.launch(pending);
            pending = 0;
            problem.setRules(wanted);
        }
        pending++;
        if (pending > MOST_PENDING) {
            problem.launch(MOST_PENDING);
            pending -= MOST_PENDING;
        }
    }

    @Override
    public UfmKernels.Progress progress() {
        if (pending > 0) {
            problem.launch(pending - 1);
            problem.launchWithLoss();
            pending = 0;
            progress = problem.progress().get(0);
        }
        return progress;
    }
}
