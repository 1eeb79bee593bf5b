package seli.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.objective.FactorPair;
import seli.problem.VectorScalingLoss;

/**
 * Steps from the backend's operations, with the logits made, used and dropped in tiles of some of the samples: for
 * problems whose logits do not fit the memory, or that the solver does not take because d is below k - 1.
 */
final class BenchTileSteps implements BenchSteps {
    private final Backend backend;
    private final FactorPair x;
    private final FactorPair velocity;
    private final FactorPair gradient;
    private final DenseMatrix logits;
    private final VectorScalingLoss loss;
    private final List<LabelVector> labels = new ArrayList<>();
    private long peak;

    BenchTileSteps(Backend backend, Workspace workspace, BenchSize size, int tile) {
        this.backend = backend;
        BenchPoint point = BenchPoint.of(backend, workspace, size);
        this.x = point.x();
        this.velocity = point.velocity();
        this.gradient = x.zerosLike(workspace);
        this.logits = workspace.zeros(size.classes(), tile);
        this.loss = VectorScalingLoss.crossEntropy(size.classes());
        int[] all = size.counts().labels();
        for (int first = 0; first < all.length; first += tile) {
            labels.add(workspace.labels(
                    Arrays.copyOfRange(all, first, Math.min(all.length, first + tile)), size.classes()));
        }
    }

    @Override
    public void take(long steps) {
        UfmKernels kernels = backend.kernels();
        for (long i = 0; i < steps; i++) {
            double value = evaluate();
            if (!Double.isFinite(value)) {
                throw new ArithmeticException("the loss is " + value);
            }
            update(kernels, x.classifier(), gradient.classifier(), velocity.classifier());
            update(kernels, x.embeddings(), gradient.embeddings(), velocity.embeddings());
        }
        peak = Math.max(peak, backend.liveBytes());
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

    private static void update(UfmKernels kernels, DenseMatrix x, DenseMatrix g, DenseMatrix v) {
        kernels.momentumStep(x, g, v, BenchPoint.RATE, BenchPoint.MOMENTUM, BenchPoint.RIDGE);
    }

    @Override
    public long peakBytes() {
        return peak;
    }

    @Override
    public String note() {
        return labels.size() == 1
                ? "by single operations"
                : "by single operations, logits in tiles of %d samples".formatted(logits.cols());
    }
}
