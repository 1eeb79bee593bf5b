package seli.backend.cpu;

import seli.backend.UfmKernels;

/** Descent that counts steps and takes as many in one native call as last a twentieth of a second. */
final class NativeDescent implements UfmKernels.Descent {
    private static final double SECONDS = 0.05;
    private static final long MOST = 1 << 20;

    private final NativeSteps steps;
    private UfmKernels.StepRule rule = new UfmKernels.StepRule(0, 0, 0, 0);
    private long pending;
    private long atOnce = 1;
    private UfmKernels.Progress progress = new UfmKernels.Progress(0, Double.NaN);
    private boolean isStored = true;

    NativeDescent(NativeSteps steps) {
        this.steps = steps;
    }

    @Override
    public void step(double rate, double momentum, double ridgeW, double ridgeH) {
        boolean isSame = rate == rule.rate()
                && momentum == rule.momentum()
                && ridgeW == rule.ridgeW()
                && ridgeH == rule.ridgeH();
        if (!isSame) {
            take();
            rule = new UfmKernels.StepRule(rate, momentum, ridgeW, ridgeH);
        }
        pending++;
        if (pending >= atOnce) {
            take();
        }
    }

    private void take() {
        boolean hasStopped = progress.taken() > 0 && !Double.isFinite(progress.loss());
        if (pending == 0 || hasStopped) {
            pending = 0;
            return;
        }
        long began = System.nanoTime();
        UfmKernels.Progress taken = steps.take(pending, rule);
        double each = Math.max(1, System.nanoTime() - began) * 1e-9 / pending;
        atOnce = (long) Math.max(1, Math.min(Math.min(MOST, 2.0 * pending), SECONDS / each));
        pending = 0;
        isStored = false;
        progress = new UfmKernels.Progress(progress.taken() + taken.taken(), taken.loss());
    }

    @Override
    public UfmKernels.Progress progress() {
        take();
        if (!isStored) {
            steps.store();
            isStored = true;
        }
        return progress;
    }
}
