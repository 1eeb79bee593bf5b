package seli.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import seli.backend.Backend;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.problem.VectorScalingLoss;

/**
 * The parts of a step, one by one: its three products, the fused loss with gradient, the update. Where the logits do
 * not fit, only the first samples are taken.
 */
final class BenchProducts {
    private final Backend backend;
    private final BenchClock clock;
    private final BenchSize size;
    private final DenseMatrix w;
    private final DenseMatrix h;
    private final DenseMatrix z;
    private final DenseMatrix dw;
    private final DenseMatrix dh;
    private final LabelVector labels;
    private final BenchMatrices.Shape left;
    private final BenchMatrices.Shape right;

    /** Matrices of a problem of {@code size}, with its first {@code samples} samples, in {@code workspace}. */
    BenchProducts(Backend backend, BenchClock clock, Workspace workspace, BenchSize size, int samples) {
        this.backend = backend;
        this.clock = clock;
        this.size = size;
        int d = size.featureDim();
        double scale = BenchPoint.scale(size);
        this.left = new BenchMatrices.Shape(d, size.classes(), scale);
        this.right = new BenchMatrices.Shape(d, samples, scale);
        this.z = workspace.zeros(size.classes(), samples); // the largest first: it may not fit
        this.w = BenchMatrices.repeating(backend, workspace, left, 0);
        this.h = BenchMatrices.repeating(backend, workspace, right, 1);
        this.dw = workspace.zeros(d, size.classes());
        this.dh = workspace.zeros(d, samples);
        this.labels = workspace.labels(Arrays.copyOf(size.counts().labels(), samples), size.classes());
    }

    /** The three products, in the order of a step. */
    List<BenchResult> products() {
        DenseAlgebra algebra = backend.algebra();
        List<BenchResult> results = new ArrayList<>();
        results.add(product("Z = W'H", () -> algebra.gemm(true, false, 1, w, h, 0, z)));
        requireRight();
        results.add(product("dW = H Z'", () -> algebra.gemm(false, true, 1, h, z, 0, dw)));
        results.add(product("dH = W Z", () -> algebra.gemm(false, false, 1, w, z, 0, dh)));
        return results;
    }

    private BenchResult product(String name, Runnable call) {
        return new BenchResult(
                BenchOp.GEMM,
                name,
                size,
                measure(call),
                BenchFigures.ofFlops(size.productFlops() * right.cols() / size.samples()));
    }

    private BenchTiming measure(Runnable call) {
        BenchTiming timing = clock.measure(BenchClock.repeat(call));
        return right.cols() == size.samples()
                ? timing
                : timing.withNote("the first %d samples".formatted(right.cols()));
    }

    /** Compares a few logits with sums over the entries in double, within the rounding of the precision. */
    private void requireRight() {
        Precision precision = backend.info().precision();
        double sums = precision == Precision.FLOAT64 ? precision.roundoff() : Precision.FLOAT32.roundoff();
        int i = left.cols() - 1;
        for (int j : new int[] {0, right.cols() / 2, right.cols() - 1}) {
            double found = z.columns(j, 1).download().get(i, 0);
            double truth = 0;
            double sizes = 0;
            for (int r = 0; r < size.featureDim(); r++) {
                double term = BenchMatrices.repeated(left, r, i, 0) * BenchMatrices.repeated(right, r, j, 1);
                truth += term;
                sizes += Math.abs(term);
            }
            double bound = (4 * precision.roundoff() + 2 * size.featureDim() * sums) * sizes;
            if (!(Math.abs(found - truth) <= bound)) {
                throw new ArithmeticException(String.format(
                        Locale.ROOT, "logit of sample %d is %s, expected %s within %.1e", j, found, truth, bound));
            }
        }
    }

    /** The fused operations; the logits become gradients at the first call, which changes no duration. */
    List<BenchResult> fusedParts() {
        VectorScalingLoss loss = VectorScalingLoss.crossEntropy(size.classes());
        int bytes = backend.info().precision().bytes();
        double logits = (double) size.classes() * right.cols();
        double numbers = (double) size.featureDim() * right.cols();
        BenchTiming gradient = measure(() -> backend.kernels().lossAndGradient(z, labels, loss));
        try (Workspace scratch = backend.openWorkspace()) {
            DenseMatrix v = scratch.zeros(right.rows(), right.cols());
            BenchTiming update =
                    measure(() -> backend.kernels().momentumStep(h, dh, v, BenchPoint.RATE, BenchPoint.MOMENTUM, 0));
            return List.of(
                    part("loss and gradient", gradient, 2 * logits * bytes),
                    part("update of H", update, 5 * numbers * bytes));
        }
    }

    private BenchResult part(String name, BenchTiming timing, double bytes) {
        return new BenchResult(BenchOp.STEP, name, size, timing, BenchFigures.ofBytes(bytes));
    }
}
