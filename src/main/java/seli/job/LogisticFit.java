package seli.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.metric.LabeledFeatures;
import seli.metric.LinearClassifier;
import seli.metric.SampleStream;
import seli.objective.LogitTiles;
import seli.problem.VectorScalingLoss;
import seli.solver.VectorLbfgs;

/**
 * Multinomial logistic regression on given features h_i: the classifier that ends the training of a network whose
 * features are held fixed.
 *
 * <pre>
 *   min over W (d x k), b (k)   sum_i [ log sum_c exp(z_ic) - z_iy_i ] + lambda/2 |W|^2,    z_i = W'h_i + b
 * </pre>
 *
 * <p>Convex, and strictly in W, so that W is unique; b is unique with sum 0, which descent from 0 keeps. Features lie
 * in the backend's memory with a last row of ones, n (d + 1) numbers; logits are made in tiles. The bias is counted in
 * units of the features' root mean square. Cost of a step: 4 n d k flops.
 */
final class LogisticFit {
    private static final double LEAST_NOISE = 1e-14;

    private final Backend backend;
    private final DenseAlgebra algebra;
    private final Workspace workspace;
    private final List<Tile> tiles = new ArrayList<>();
    private final DenseMatrix point; // (d + 1) x k: W over the bias
    private final DenseMatrix slope;
    private final VectorScalingLoss loss;
    private final double lambda;
    private final int rows;
    private final int classes;
    private final double biasUnit; // of the last row: a feature of usual size makes the steps far fewer than 1 does

    private record Tile(DenseMatrix features, DenseMatrix logits, LabelVector labels) {}

    private LogisticFit(Backend backend, Workspace workspace, LabeledFeatures samples, double lambda) {
        this.backend = backend;
        this.algebra = backend.algebra();
        this.workspace = workspace;
        this.rows = samples.featureDim() + 1;
        this.classes = samples.counts().classes();
        this.loss = VectorScalingLoss.crossEntropy(classes);
        this.lambda = lambda;
        this.point = workspace.zeros(rows, classes);
        this.slope = workspace.zeros(rows, classes);
        DenseMatrix features = workspace.zeros(rows, samples.samples());
        double[] squares = new double[1];
        samples.stream().forEach(SampleStream.blockSize(rows), (first, block) -> {
            squares[0] += block.dot(block);
            features.columns(first, block.cols())
                    .upload(HostMatrix.generate(rows, block.cols(), (l, j) -> l < rows - 1 ? block.get(l, j) : 1));
        });
        double size = Math.sqrt(squares[0] / samples.featureDim() / samples.samples());
        this.biasUnit = size > 0 ? size : 1;
        cut(features, samples.labels());
    }

    private void cut(DenseMatrix features, int[] labels) {
        int width = Math.min(labels.length, LogitTiles.samplesAtOnce(backend, classes));
        DenseMatrix room = workspace.zeros(classes, width);
        for (int first = 0; first < labels.length; first += width) {
            int count = Math.min(width, labels.length - first);
            tiles.add(new Tile(
                    features.columns(first, count),
                    room.columns(0, count),
                    workspace.labels(Arrays.copyOfRange(labels, first, first + count), classes)));
        }
    }

    /** A classifier with how it was found. */
    record Fitted(LinearClassifier head, FitOutcome outcome) {}

    /**
     * Fits from W = 0, b = 0; reads the samples once.
     *
     * @throws IllegalArgumentException if the features do not fit the backend's memory
     */
    static Fitted run(Backend backend, LabeledFeatures samples, FitSettings settings) {
        try (Workspace workspace = backend.openWorkspace()) {
            LogisticFit fit = opened(backend, workspace, samples, settings.lambda());
            double[] x = new double[Math.multiplyExact(fit.rows, fit.classes)];
            double roundoff = backend.info().precision().roundoff();
            double noise = Math.max(LEAST_NOISE, 2 * Math.sqrt(samples.samples()) * roundoff);
            VectorLbfgs.Result result = VectorLbfgs.minimize(
                    fit::valueAndGradient,
                    x,
                    noise,
                    (at, norm) -> fit.relativeError(at, norm) <= settings.tolerance(),
                    settings.maxIterations());
            HostMatrix all = HostMatrix.of(fit.rows, fit.classes, x);
            int d = fit.rows - 1;
            LinearClassifier head = new LinearClassifier(
                    HostMatrix.generate(d, fit.classes, all::get),
                    HostMatrix.generate(fit.classes, 1, (c, j) -> fit.biasUnit * all.get(d, c)));
            return new Fitted(
                    head,
                    new FitOutcome(
                            settings,
                            result.status(),
                            result.iterations(),
                            result.value(),
                            result.gradientNorm(),
                            result.initialNorm(),
                            fit.relativeError(x, result.gradientNorm())));
        }
    }

    private static LogisticFit opened(Backend backend, Workspace workspace, LabeledFeatures samples, double lambda) {
        try {
            return new LogisticFit(backend, workspace, samples, lambda);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "--fit keeps all %d x %d features in memory: %s"
                            .formatted(samples.samples(), samples.featureDim(), e.getMessage()),
                    e);
        }
    }

    private double valueAndGradient(double[] x, double[] gradient) {
        point.upload(HostMatrix.generate(rows, classes, (l, c) -> (l < rows - 1 ? 1 : biasUnit) * x[c * rows + l]));
        double value = 0;
        double kept = 0;
        for (Tile tile : tiles) {
            algebra.gemm(true, false, 1, point, tile.features(), 0, tile.logits());
            value += backend.kernels().lossAndGradient(tile.logits(), tile.labels(), loss);
            algebra.gemm(false, true, 1, tile.features(), tile.logits(), kept, slope);
            kept = 1;
        }
        slope.download().copyColumns(0, classes, gradient);
        for (int i = 0; i < x.length; i++) {
            gradient[i] = isBias(i) ? biasUnit * gradient[i] : gradient[i] + lambda * x[i];
        }
        return value + lambda / 2 * squares(x);
    }

    private boolean isBias(int i) {
        return i % rows == rows - 1;
    }

    /** |W|^2. */
    private double squares(double[] x) {
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            squares += isBias(i) ? 0 : x[i] * x[i];
        }
        return squares;
    }

    private double relativeError(double[] x, double gradientNorm) {
        return gradientNorm / (lambda * Math.sqrt(squares(x)));
    }
}
