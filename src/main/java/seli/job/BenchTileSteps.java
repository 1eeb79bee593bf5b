package seli.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.objective.FactorPair;
import seli.problem.VectorScalingLoss;

/**
 * Steps of problems that the solver does not take because d is below k - 1, or whose logits do not fit the memory: the
 * backend's own steps where it has such; else steps from its operations. The logits are made, used and dropped in tiles
 * of some of the samples.
 */
final class BenchTileSteps implements BenchSteps {
    private final Backend backend;
    private final FactorPair x;
    private final FactorPair gradient; // and velocity: without momentum it is the last step's gradient
    private final DenseMatrix logits;
    private final VectorScalingLoss loss;
    private final List<LabelVector> labels = new ArrayList<>();
    private final List<UfmKernels.Descent> own; // none or one
    private long peak;

    BenchTileSteps(Backend backend, Workspace workspace, BenchSize size, int tile) {
        this.backend = backend;
        BenchPoint point = BenchPoint.of(backend, workspace, size);
        this.x = point.x();
        this.gradient = point.velocity();
        int width = Math.min(tile, backend.tileColumns(size.classes()));
        this.logits = workspace.zeros(size.classes(), width);
        this.loss = VectorScalingLoss.crossEntropy(size.classes());
        int[] all = size.counts().labels();
        for (int first = 0; first < all.length; first += width) {
            labels.add(workspace.labels(
                    Arrays.copyOfRange(all, first, Math.min(all.length, first + width)), size.classes()));
        }
        LabelVector whole = labels.size() == 1 ? labels.get(0) : workspace.labels(all, size.classes());
        this.own = own(workspace, whole).stream().toList();
    }

    private Optional<UfmKernels.Descent> own(Workspace workspace, LabelVector whole) {
        return backend.kernels()
                .descent(
                        new UfmKernels.DescentPoint(
                                x.classifier(),
                                x.embeddings(),
                                gradient.classifier(),
                                gradient.embeddings(),
                                gradient.classifier(),
                                gradient.embeddings(),
                                logits,
                                whole,
                                loss),
                        workspace);
    }

    /** Number of samples whose logits are made at a time. */
    int width() {
        return logits.cols();
    }

    @Override
    public void take(long steps) {
        for (long i = 0; i < steps; i++) {
            if (own.isEmpty()) {
                step();
            } else {
                own.get(0).step(BenchPoint.RATE, BenchPoint.MOMENTUM, BenchPoint.RIDGE, BenchPoint.RIDGE);
            }
        }
        for (UfmKernels.Descent descent : own) {
            requireFinite(descent.progress().loss());
        }
        peak = Math.max(peak, backend.liveBytes());
    }

    private void step() {
        UfmKernels kernels = backend.kernels();
        requireFinite(evaluate());
        update(kernels, x.classifier(), gradient.classifier());
        update(kernels, x.embeddings(), gradient.embeddings());
    }

    private static void requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new ArithmeticException("the loss is " + value);
        }
    }

    private double evaluate() {
        DenseAlgebra algebra = backend.algebra();
        double value = 0;
        int first = 0;
        for (LabelVector y : labels) {
            DenseMatrix h = x.embeddings().columns(first, y.samples());
            DenseMatrix z = logits.columns(0, y.samples());
            algebra.gemm(true, false, 1, x.classifier(), h, 0, z);
            value += backend.kernels().lossAndGradient(z, y, loss);
            algebra.gemm(false, true, 1, h, z, first == 0 ? 0 : 1, gradient.classifier());
            algebra.gemm(
                    false, false, 1, x.classifier(), z, 0, gradient.embeddings().columns(first, y.samples()));
            first += y.samples();
        }
        return value;
    }

    private static void update(UfmKernels kernels, DenseMatrix x, DenseMatrix g) {
        kernels.momentumStep(x, g, g, BenchPoint.RATE, BenchPoint.MOMENTUM, BenchPoint.RIDGE);
    }

    @Override
    public long peakBytes() {
        return peak;
    }

    @Override
    public String note() {
        String tiles = labels.size() == 1 ? "" : "logits in tiles of %d samples".formatted(logits.cols());
        if (!own.isEmpty()) {
            return tiles;
        }
        return tiles.isEmpty() ? "by single operations" : "by single operations, " + tiles;
    }
}
