package seli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;

/**
 * Throughput of a backend beside the ceilings that the same run measures: products, copies, whole steps of gradient
 * descent, decompositions, small problems. What does not fit the memory or the time is left out with a line that says
 * so; a wrong result is a failure.
 */
public final class BenchJob {
    private static final long COPY_BYTES = 1L << 30;
    private static final int COPY_ROWS = 4096;
    /** Nominal flops of a full singular value decomposition and of a symmetric eigendecomposition, over m^3. */
    private static final double SVD_FLOPS = 21;

    private static final double EIGEN_FLOPS = 9;
    private static final int PRODUCT_CALLS = 12;

    private final Backend backend;
    private final BenchSettings settings;
    private final BenchClock clock;
    private final Consumer<BenchResult> listener;
    private final List<BenchResult> results = new ArrayList<>();

    private BenchJob(Backend backend, BenchSettings settings, Consumer<BenchResult> listener) {
        this.backend = backend;
        this.settings = settings;
        this.clock = new BenchClock(backend, settings);
        this.listener = listener;
    }

    /** Measures what the settings ask for; tells {@code listener} of each result when it is there. */
    public static BenchOutcome run(Backend backend, BenchSettings settings, Consumer<BenchResult> listener) {
        BenchJob job = new BenchJob(backend, settings, listener);
        job.measure();
        return new BenchOutcome(job.results);
    }

    private void measure() {
        BenchOp op = settings.op();
        if (op.includes(BenchOp.COPY) || op == BenchOp.STEP) {
            attempt(BenchOp.COPY, "axpby, beta 0", copySize(), 0, () -> List.of(copy(copySize())));
        }
        if (op.includes(BenchOp.SMALL)) {
            for (BenchSize size : settings.small()) {
                attempt(BenchOp.SMALL, "one problem", size, 0, () -> List.of(small(size)));
                attempt(
                        BenchOp.SMALL,
                        BenchBatch.name(backend),
                        size,
                        0,
                        () -> List.of(BenchBatch.measure(backend, clock, size)));
            }
        }
        for (BenchSize size : settings.sizes()) {
            if (op.includes(BenchOp.GEMM) || op == BenchOp.STEP) {
                double seconds = PRODUCT_CALLS * size.productFlops() / ceiling();
                attempt(BenchOp.GEMM, "three products", size, seconds, () -> parts(size));
            }
            if (op.includes(BenchOp.STEP)) {
                double floor = floorSeconds(size);
                attempt(BenchOp.STEP, "whole step", size, 1.3 * floor, () -> List.of(step(size, floor)));
            }
        }
        for (int order : settings.orders()) {
            BenchSize size = BenchSize.square(order);
            if (op.includes(BenchOp.EIGEN)) {
                attempt(BenchOp.EIGEN, "eigen", size, foreseen(BenchOp.EIGEN, order), () -> List.of(eigen(size)));
            }
            if (op.includes(BenchOp.SVD)) {
                attempt(BenchOp.SVD, "svd", size, foreseen(BenchOp.SVD, order), () -> List.of(svd(size)));
            }
        }
    }

    /** Runs one measurement whose calls are foreseen to take {@code callSeconds}, NaN if that is not known. */
    // waiver(parameters): what the result's line says if there is no result
    private void attempt(
            BenchOp op, String name, BenchSize size, double callSeconds, Supplier<List<BenchResult>> measurement) {
        double cost = clock.cost(Double.isNaN(callSeconds) ? 0 : callSeconds);
        if (cost > clock.left()) {
            String reason = String.format(
                    Locale.ROOT,
                    "foreseen to take %.0f s of the %.0f s that are left",
                    cost,
                    Math.max(0, clock.left()));
            add(new BenchResult(op, name, size, BenchTiming.skipped(reason), BenchFigures.ofFlops(Double.NaN)));
            return;
        }
        BenchTiming timing;
        try {
            measurement.get().forEach(this::add);
            return;
        } catch (IllegalArgumentException e) { // beyond the memory or the libraries' limits
            timing = BenchTiming.skipped(String.valueOf(e.getMessage()));
        } catch (ArithmeticException e) {
            timing = BenchTiming.failed(String.valueOf(e.getMessage()));
        }
        add(new BenchResult(op, name, size, timing, BenchFigures.ofFlops(Double.NaN)));
    }

    private void add(BenchResult result) {
        results.add(result);
        listener.accept(result);
    }

    private double ceiling() {
        return new BenchOutcome(results).gemmCeiling();
    }

    /** Seconds that a decomposition takes by the cube of the ratio to the last smaller one; NaN for the first. */
    private double foreseen(BenchOp op, int order) {
        double seconds = Double.NaN;
        for (BenchResult result : results) {
            if (result.op() == op) {
                double ratio = (double) order / result.size().classes();
                double cubic = ratio * ratio * ratio * result.timing().median();
                seconds = Double.isNaN(cubic) ? seconds : cubic;
            }
        }
        return seconds;
    }

    /** The logits of the largest size, or 1 GiB of them. */
    private BenchSize copySize() {
        long bytes = 1 << 16;
        for (BenchSize size : settings.sizes()) {
            bytes = Math.max(bytes, (long) backend.info().precision().bytes() * size.classes() * size.samples());
        }
        long numbers = Math.min(bytes, COPY_BYTES) / backend.info().precision().bytes();
        int rows = (int) Math.min(COPY_ROWS, Math.floor(Math.sqrt(numbers)));
        return new BenchSize(rows, (int) (numbers / rows), 1);
    }

    private BenchResult copy(BenchSize size) {
        try (Workspace workspace = backend.openWorkspace()) {
            BenchMatrices.Shape shape = new BenchMatrices.Shape(size.classes(), size.samples(), 1);
            DenseMatrix from = BenchMatrices.repeating(backend, workspace, shape, 2);
            DenseMatrix to = workspace.zeros(shape.rows(), shape.cols());
            BenchTiming timing =
                    clock.measure(BenchClock.repeat(() -> backend.algebra().axpby(1, from, 0, to)));
            int last = shape.cols() - 1;
            if (!from.columns(last, 1).download().equals(to.columns(last, 1).download())) {
                throw new ArithmeticException("the copy is not equal to its original");
            }
            double bytes = 2.0
                    * shape.rows()
                    * shape.cols()
                    * backend.info().precision().bytes();
            return new BenchResult(BenchOp.COPY, "axpby, beta 0", size, timing, BenchFigures.ofBytes(bytes));
        }
    }

    /** Products and, if steps are asked for, the fused parts, with as many samples as fit: n, n/2, n/4 ... */
    private List<BenchResult> parts(BenchSize size) {
        for (int samples = size.samples(); ; samples /= 2) {
            try (Workspace workspace = backend.openWorkspace()) {
                BenchProducts parts = new BenchProducts(backend, clock, workspace, size, samples);
                List<BenchResult> found = new ArrayList<>(parts.products());
                if (settings.op().includes(BenchOp.STEP)) {
                    found.addAll(parts.fusedParts());
                }
                return found;
            } catch (IllegalArgumentException e) {
                if (samples < 2) {
                    throw e;
                }
            }
        }
    }

    /** Seconds of the three products of a whole step, from their rates; NaN if they were not measured. */
    private double floorSeconds(BenchSize size) {
        double seconds = 0;
        int products = 0;
        for (BenchResult result : results) {
            if (result.op() == BenchOp.GEMM && result.size().equals(size)) {
                seconds += size.productFlops() / result.flopsPerSecond();
                products++;
            }
        }
        return products == 3 ? seconds : Double.NaN;
    }

    private BenchResult step(BenchSize size, double floor) {
        String refused = "";
        if (size.featureDim() >= size.classes() - 1) {
            try (Workspace workspace = backend.openWorkspace()) {
                return step(size, floor, size.samples(), new BenchSolverSteps(backend, workspace, size));
            } catch (IllegalArgumentException e) {
                refused = "; the solver refuses: " + e.getMessage();
            }
        }
        for (int tile = size.samples(); ; tile /= 2) {
            try (Workspace workspace = backend.openWorkspace()) {
                BenchTileSteps steps = new BenchTileSteps(backend, workspace, size, tile);
                BenchResult result = step(size, floor, steps.width(), steps);
                return refused.isEmpty() ? result : result.withNote(refused.substring(2));
            } catch (IllegalArgumentException e) {
                if (tile < 2) {
                    throw e;
                }
            }
        }
    }

    private BenchResult step(BenchSize size, double floor, int tile, BenchSteps steps) {
        BenchTiming timing = clock.measureRuns(steps::take).withNote(steps.note());
        double bytes = BenchPoint.bytes(backend.info().precision(), size, tile);
        return new BenchResult(
                BenchOp.STEP,
                "whole step",
                size,
                timing,
                BenchFigures.ofFlops(3 * size.productFlops()).withFloor(floor).withMemory(steps.peakBytes(), bytes));
    }

    private BenchResult small(BenchSize size) {
        try (Workspace workspace = backend.openWorkspace()) {
            BenchSteps steps = new BenchSolverSteps(backend, workspace, size);
            return new BenchResult(
                    BenchOp.SMALL,
                    "one problem",
                    size,
                    clock.measureRuns(steps::take),
                    BenchFigures.ofFlops(3 * size.productFlops()));
        }
    }

    private BenchResult eigen(BenchSize size) {
        int order = size.classes();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.upload(BenchMatrices.distinct(new BenchMatrices.Shape(order, order, 1), 3));
            DenseMatrix vectors = workspace.zeros(order, order);
            BenchTiming timing = clock.measure(
                    BenchClock.repeat(() -> requireFinite(backend.algebra().symmetricEigen(a, vectors))));
            return decomposition(BenchOp.EIGEN, "eigenvalues and vectors", size, timing, EIGEN_FLOPS);
        }
    }

    private BenchResult svd(BenchSize size) {
        int order = size.classes();
        try (Workspace workspace = backend.openWorkspace()) {
            DenseMatrix a = workspace.upload(BenchMatrices.distinct(new BenchMatrices.Shape(order, order, 1), 4));
            DenseMatrix u = workspace.zeros(order, order);
            DenseMatrix vt = workspace.zeros(order, order);
            double squares = Math.pow(backend.algebra().norm(a), 2);
            double bound = 100 * order * backend.info().precision().roundoff() * squares;
            BenchTiming timing = clock.measure(BenchClock.repeat(() -> {
                double sum = 0;
                for (double value : requireFinite(backend.algebra().svd(a, u, vt))) {
                    sum += value * value;
                }
                if (!(Math.abs(sum - squares) <= bound)) {
                    throw new ArithmeticException(
                            "squares of the singular values add up to %s, expected %s".formatted(sum, squares));
                }
            }));
            return decomposition(BenchOp.SVD, "values and both sides", size, timing, SVD_FLOPS);
        }
    }

    // waiver(parameters): the parts of a result
    private static BenchResult decomposition(
            BenchOp op, String name, BenchSize size, BenchTiming timing, double flops) {
        double cube = (double) size.classes() * size.classes() * size.classes();
        return new BenchResult(op, name, size, timing, BenchFigures.ofFlops(flops * cube));
    }

    private static double[] requireFinite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new ArithmeticException("a value of the decomposition is " + value);
            }
        }
        return values;
    }
}
