package seli.backend.cpu;

import java.util.Optional;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.LossValue;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.problem.VectorScalingLoss;

/**
 * The model's fused operations: checks here, work in {@link NativeLoops} where there is native code, else in
 * {@link SoftmaxPass} and {@link BlockLoops}; class means in {@link ClassStatistics}.
 */
final class CpuKernels implements UfmKernels {
    private final MemoryLedger ledger;
    private final BlockLoops loops;
    private final Optional<NativeLoops> fast;
    private final SoftmaxPass softmax = new SoftmaxPass();
    private final ClassStatistics statistics;

    CpuKernels(MemoryLedger ledger, BlockLoops loops, Optional<NativeLoops> fast) {
        this.ledger = ledger;
        this.loops = loops;
        this.fast = fast;
        this.statistics = new ClassStatistics(ledger);
    }

    private CpuMatrix mine(DenseMatrix m) {
        return CpuMatrix.of(ledger, m);
    }

    @Override
    public double lossAndGradient(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss, double logScale) {
        CpuMatrix z = mine(logits);
        HostLabels y = HostLabels.of(ledger, labels);
        Shapes.requireLogits(logits, labels, loss);
        Shapes.requireLogScale(logScale);
        return fast.isPresent()
                ? fast.get().lossAndGradient(z, y, loss, logScale)
                : softmax.lossAndGradient(z, y, loss, logScale);
    }

    @Override
    public LossValue loss(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss) {
        CpuMatrix z = mine(logits);
        HostLabels y = HostLabels.of(ledger, labels);
        Shapes.requireLogits(logits, labels, loss);
        return fast.isPresent() ? fast.get().loss(z, y, loss) : softmax.loss(z, y, loss);
    }

    @Override
    public void momentumStep(DenseMatrix x, DenseMatrix g, DenseMatrix v, double rate, double momentum, double ridge) {
        CpuMatrix position = mine(x);
        CpuMatrix gradient = mine(g);
        CpuMatrix velocity = mine(v);
        Shapes.requireSame("g", g, x);
        Shapes.requireSame("v", v, x);
        boolean isInPlace = momentum == 0 && v.equals(g);
        Shapes.refuseOverlap(position.overlaps(gradient) || velocity.overlaps(gradient) && !isInPlace, "x or v", "g");
        Shapes.refuseOverlap(position.overlaps(velocity), "x", "v");
        if (fast.isPresent()) {
            fast.get().momentumStep(position, gradient, velocity, rate, momentum, ridge);
        } else {
            loops.momentumStep(position, gradient, velocity, rate, momentum, ridge);
        }
    }

    @Override
    public Optional<Descent> descent(DescentPoint point, Workspace workspace) {
        return fast.flatMap(loops -> loops.descent(point, (CpuWorkspace) workspace));
    }

    @Override
    public Optional<BatchDescent> descents(BatchPoint batch, Workspace workspace) {
        return fast.flatMap(loops -> loops.descents(batch, (CpuWorkspace) workspace));
    }

    @Override
    public void classMeans(DenseMatrix h, LabelVector labels, DenseMatrix means) {
        CpuMatrix from = mine(h);
        CpuMatrix to = mine(means);
        HostLabels y = HostLabels.of(ledger, labels);
        Shapes.requireMeans(h, labels, means);
        Shapes.refuseOverlap(to.overlaps(from), "means", "h");
        statistics.means(from, y, to);
    }

    @Override
    public void withinClassScatter(DenseMatrix h, LabelVector labels, DenseMatrix means, DenseMatrix scatter) {
        CpuMatrix x = mine(h);
        CpuMatrix m = mine(means);
        CpuMatrix result = mine(scatter);
        HostLabels y = HostLabels.of(ledger, labels);
        Shapes.requireMeans(h, labels, means);
        Shapes.require("scatter", scatter, h.rows(), h.rows());
        Shapes.refuseOverlap(result.overlaps(x) || result.overlaps(m), "scatter", "an input");
        statistics.withinClassScatter(x, y, m, result);
    }

    @Override
    public void gatherColumns(DenseMatrix source, int[] columns, DenseMatrix target) {
        CpuMatrix from = mine(source);
        CpuMatrix to = mine(target);
        Shapes.requireSelection(source, columns, target);
        Shapes.refuseOverlap(to.overlaps(from), "target", "source");
        for (int j = 0; j < columns.length; j++) {
            to.copyColumn(from, columns[j], j);
        }
    }

    @Override
    public void scatterColumns(DenseMatrix source, int[] columns, DenseMatrix target) {
        CpuMatrix from = mine(source);
        CpuMatrix to = mine(target);
        Shapes.requireSelection(target, columns, source);
        Shapes.refuseOverlap(to.overlaps(from), "target", "source");
        for (int j = 0; j < columns.length; j++) {
            to.copyColumn(from, j, columns[j]);
        }
    }
}
