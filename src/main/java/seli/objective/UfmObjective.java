package seli.objective;

import java.util.Optional;
import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.LossValue;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

/**
 * Value and gradient of a {@link UfmProblem} at a {@link FactorPair} on one backend. Two forms:
 *
 * <ul>
 *   <li>{@link #perSample}: x = (W, H) with one column for each sample, F(x) as the problem states it;
 *   <li>{@link #collapsed}: x = (a W, M N^(1/2) / a) with one column for each class and a = (lambdaW / lambdaH)^(1/4),
 *       and F / lambda as value, so that both ridge weights are 1 and all numbers keep their size as lambda falls. Its
 *       minimisers are those of the first form, since every optimal embedding sits on its class mean (derived in docs).
 * </ul>
 *
 * <p>One evaluation: Z = W'H (gemm), loss and gradient in place of Z (one fused pass), dW = H Z' + lambdaW W, dH = W Z
 * + lambdaH H (two gemms). Where the k x n logits would take more than a fifth of the room that the backend has, they
 * are made, used and dropped a tile of columns after the other ({@link LogitTiles}). Owns its logits through the
 * workspace that it is given; not thread-safe.
 */
public final class UfmObjective {
    private final Backend backend;
    private final DenseAlgebra algebra;
    private final UfmProblem problem;
    private final VectorScalingLoss loss;
    private final Ridge ridge;
    private final LabelVector labels;
    private final LogitTiles tiles;
    private final boolean collapsed;

    private UfmObjective(Backend backend, Workspace workspace, UfmProblem problem, boolean collapsed) {
        this.backend = backend;
        this.algebra = backend.algebra();
        this.problem = problem;
        this.collapsed = collapsed;
        int k = problem.classes();
        double lambda = problem.ridge().lambda();
        this.loss = collapsed ? problem.loss().collapsed(problem.counts()).times(1 / lambda) : problem.loss();
        this.ridge = collapsed ? Ridge.of(1) : problem.ridge();
        this.labels =
                workspace.labels(collapsed ? identity(k) : problem.counts().labels(), k);
        this.tiles = collapsed ? LogitTiles.whole(workspace, labels) : LogitTiles.of(backend, workspace, labels);
    }

    /** The objective over all n samples, sorted by class; holds k x n logits, or a tile of them. */
    public static UfmObjective perSample(Backend backend, Workspace workspace, UfmProblem problem) {
        return new UfmObjective(backend, workspace, problem, false);
    }

    /**
     * The objective over class means, divided by lambda; holds k x k logits.
     *
     * @throws IllegalArgumentException if the problem has no ridge
     */
    public static UfmObjective collapsed(Backend backend, Workspace workspace, UfmProblem problem) {
        if (problem.ridge().isZero()) {
            throw new IllegalArgumentException("ridge is 0; the collapsed objective needs a positive lambda");
        }
        return new UfmObjective(backend, workspace, problem, true);
    }

    private static int[] identity(int classes) {
        int[] labels = new int[classes];
        for (int c = 0; c < classes; c++) {
            labels[c] = c;
        }
        return labels;
    }

    /** The backend that it runs on. */
    public Backend backend() {
        return backend;
    }

    /** The problem that it states. */
    public UfmProblem problem() {
        return problem;
    }

    /** The loss of a column as the value has it: where collapsed, with omega n / lambda and tau / n^(1/2). */
    public VectorScalingLoss columnLoss() {
        return loss;
    }

    /** Labels of the columns of H. */
    public LabelVector labels() {
        return labels;
    }

    /** Whether H has one column for each class. */
    public boolean isCollapsed() {
        return collapsed;
    }

    /** Number of columns of H: n, or k where collapsed. */
    public int columns() {
        return labels.samples();
    }

    /** What the value must be multiplied by to be F: 1, or lambda where collapsed. */
    public double valueScale() {
        return collapsed ? problem.ridge().lambda() : 1;
    }

    /**
     * F (or F / lambda) at {@code x}, and its gradient into {@code gradient} (overwritten); {@code x} is read.
     * Synchronizes.
     */
    public double valueAndGradient(FactorPair x, FactorPair gradient) {
        double value = lossAndGradient(x, gradient);
        algebra.axpby(ridge.lambdaW(), x.classifier(), 1, gradient.classifier());
        algebra.axpby(ridge.lambdaH(), x.embeddings(), 1, gradient.embeddings());
        return value + penalty(x);
    }

    /** The loss without ridge at {@code x}, and its gradient into {@code gradient} (overwritten). Synchronizes. */
    public double lossAndGradient(FactorPair x, FactorPair gradient) {
        double loss = 0;
        for (LogitTiles.Tile tile : tiles.list()) {
            loss += lossAndGradient(
                    tile.columnsOf(x), tile.labels(), tile.logits(), tile.columnsOf(gradient), tile.isFirst() ? 0 : 1);
        }
        return loss;
    }

    /**
     * Loss and gradient as {@link #lossAndGradient}, both times exp(-logScale), with {@code logScale} at most 0: near
     * the logarithm of the loss all numbers are of order one however small it is. Overwrites {@code gradient}; one more
     * pass over the logits. Synchronizes.
     */
    public ScaledLoss scaledLossAndGradient(FactorPair x, FactorPair gradient, double logScale) {
        double value = 0;
        double largest = 0;
        for (LogitTiles.Tile tile : tiles.list()) {
            FactorPair of = tile.columnsOf(x);
            FactorPair to = tile.columnsOf(gradient);
            DenseMatrix z = tile.logits();
            algebra.gemm(true, false, 1, of.classifier(), of.embeddings(), 0, z);
            value += backend.kernels().lossAndGradient(z, tile.labels(), loss, logScale);
            largest = Math.max(largest, algebra.largest(z)); // NaN stays
            algebra.gemm(false, true, 1, of.embeddings(), z, tile.isFirst() ? 0 : 1, to.classifier());
            algebra.gemm(false, false, 1, of.classifier(), z, 0, to.embeddings());
        }
        return new ScaledLoss(value, largest);
    }

    /**
     * A loss and the size of its gradient, both times exp(-logScale).
     *
     * @param value the loss
     * @param largestEntry largest magnitude of an entry of dL/dZ
     */
    public record ScaledLoss(double value, double largestEntry) {}

    /**
     * The loss of some of the samples and its gradient: {@code x} and {@code gradient} (overwritten) hold the columns
     * of those samples, at most as many as the objective has, with {@code batchLabels}. Synchronizes.
     */
    public double batchLossAndGradient(FactorPair x, LabelVector batchLabels, FactorPair gradient) {
        int n = batchLabels.samples();
        int width = tiles.room().cols();
        if (n <= width) {
            return lossAndGradient(x, batchLabels, tiles.room().columns(0, n), gradient, 0);
        }
        double sum = 0;
        for (int first = 0; first < n; first += width) {
            int count = Math.min(width, n - first);
            try (Workspace scratch = backend.openWorkspace()) {
                LabelVector part = LogitTiles.part(batchLabels, first, count, scratch);
                sum += lossAndGradient(
                        columns(x, first, count),
                        part,
                        tiles.room().columns(0, count),
                        columns(gradient, first, count),
                        first == 0 ? 0 : 1);
            }
        }
        return sum;
    }

    private static FactorPair columns(FactorPair of, int first, int count) {
        return new FactorPair(of.classifier(), of.embeddings().columns(first, count));
    }

    /** With the classifier's gradient added to what is there if {@code kept} is 1 and not 0. */
    private double lossAndGradient(FactorPair x, LabelVector y, DenseMatrix z, FactorPair gradient, double kept) {
        algebra.gemm(true, false, 1, x.classifier(), x.embeddings(), 0, z);
        double value = backend.kernels().lossAndGradient(z, y, loss);
        algebra.gemm(false, true, 1, x.embeddings(), z, kept, gradient.classifier());
        algebra.gemm(false, false, 1, x.classifier(), z, 0, gradient.embeddings());
        return value;
    }

    /**
     * The gradient of the loss with respect to the logits at {@code x} (k x n), as a new matrix of {@code workspace}.
     */
    public DenseMatrix logitGradient(FactorPair x, Workspace workspace) {
        DenseMatrix residual = workspace.zeros(problem.classes(), labels.samples());
        algebra.gemm(true, false, 1, x.classifier(), x.embeddings(), 0, residual);
        backend.kernels().lossAndGradient(residual, labels, loss);
        return residual;
    }

    /**
     * Enqueued steps of gradient descent on {@code x} with {@code velocity}, where the backend has such;
     * {@code gradient} is room, and so are the logits of one tile.
     */
    public Optional<UfmKernels.Descent> descent(
            FactorPair x, FactorPair velocity, FactorPair gradient, Workspace workspace) {
        return backend.kernels()
                .descent(
                        new UfmKernels.DescentPoint(
                                x.classifier(),
                                x.embeddings(),
                                velocity.classifier(),
                                velocity.embeddings(),
                                gradient.classifier(),
                                gradient.embeddings(),
                                tiles.room(),
                                labels,
                                loss),
                        workspace);
    }

    /** The loss without ridge at {@code x} and its logarithm. Synchronizes. */
    public LossValue loss(FactorPair x) {
        LossValue sum = new LossValue(0, Double.NEGATIVE_INFINITY);
        for (LogitTiles.Tile tile : tiles.list()) {
            algebra.gemm(true, false, 1, x.classifier(), tile.columnsOf(x).embeddings(), 0, tile.logits());
            sum = sum.plus(backend.kernels().loss(tile.logits(), tile.labels(), loss));
        }
        return sum;
    }

    /** {@code lambdaW/2 |W|^2 + lambdaH/2 |H|^2} in the units of the value; 0 without a ridge, whatever the norms. */
    public double penalty(FactorPair x) {
        if (ridge.isZero()) {
            return 0;
        }
        double w = algebra.norm(x.classifier());
        double h = algebra.norm(x.embeddings());
        return 0.5 * (ridge.lambdaW() * w * w + ridge.lambdaH() * h * h);
    }

    /** The classifier W (d x k) of the problem at {@code x}, on the host. */
    public HostMatrix classifier(FactorPair x) {
        HostMatrix w = x.classifier().download();
        return collapsed ? w.times(1 / balance()) : w;
    }

    /** The class means M (d x k) of the problem at {@code x}, on the host. */
    public HostMatrix classMeans(FactorPair x) {
        if (collapsed) {
            HostMatrix weighted = x.embeddings().download();
            return HostMatrix.generate(
                    weighted.rows(), weighted.cols(), (i, c) -> weighted.get(i, c) * balance() / rootCount(c));
        }
        try (Workspace scratch = backend.openWorkspace()) {
            DenseMatrix means = scratch.zeros(x.classifier().rows(), problem.classes());
            backend.kernels().classMeans(x.embeddings(), labels, means);
            return means.download();
        }
    }

    /**
     * Sets the collapsed point {@code x} from a classifier W and class means M of the problem (both d x k).
     *
     * @throws IllegalStateException if this objective is not collapsed
     */
    public void assign(FactorPair x, HostMatrix classifier, HostMatrix classMeans) {
        if (!collapsed) {
            throw new IllegalStateException("only the collapsed objective is set from class means");
        }
        x.classifier().upload(classifier.times(balance()));
        x.embeddings()
                .upload(HostMatrix.generate(
                        classMeans.rows(),
                        classMeans.cols(),
                        (i, c) -> classMeans.get(i, c) * rootCount(c) / balance()));
    }

    private double balance() {
        return Math.sqrt(
                Math.sqrt(problem.ridge().lambdaW()) / Math.sqrt(problem.ridge().lambdaH()));
    }

    private double rootCount(int c) {
        return Math.sqrt(problem.counts().count(c));
    }
}
