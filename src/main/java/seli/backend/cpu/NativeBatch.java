package seli.backend.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import seli.backend.UfmKernels;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;

/** Many small problems, shared among the threads, each on one: the result does not depend on how many there are. */
final class NativeBatch implements UfmKernels.BatchDescent {
    private final NativeLoops loops;
    private final List<SmallSteps> problems = new ArrayList<>();
    private final long[] addresses;
    private final long[] taken;
    private final double[] losses;
    private boolean isStored = true;

    NativeBatch(NativeLoops loops, MemoryLedger ledger, UfmKernels.BatchPoint batch, CpuWorkspace room) {
        this.loops = loops;
        int[] labels = SmallSteps.labels(HostLabels.of(ledger, batch.labels()));
        for (int p = 0; p < batch.problems(); p++) {
            problems.add(SmallSteps.of(loops, ledger, batch, p, labels, room));
        }
        this.addresses = problems.stream().mapToLong(SmallSteps::address).toArray();
        this.taken = new long[batch.problems()];
        this.losses = new double[batch.problems()];
        Arrays.fill(losses, Double.NaN);
    }

    @Override
    public void steps(long count, List<UfmKernels.StepRule> rules) {
        double[] by = UfmKernels.StepRule.numbers(rules, problems.size());
        if (count <= 0) {
            return;
        }
        long[] more = new long[addresses.length];
        NativeKernels.smallBatch(loops.build(), loops.isDouble(), addresses, count, by, more, losses, loops.threads());
        for (int p = 0; p < more.length; p++) {
            taken[p] += more[p];
        }
        isStored = false;
    }

    @Override
    public List<UfmKernels.Progress> progress() {
        if (!isStored) {
            problems.forEach(SmallSteps::store);
            isStored = true;
        }
        List<UfmKernels.Progress> progress = new ArrayList<>();
        for (int p = 0; p < taken.length; p++) {
            progress.add(new UfmKernels.Progress(taken[p], losses[p]));
        }
        return progress;
    }
}
