package seli.backend.cuda;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jcuda.CudaException;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.LossValue;
import seli.backend.Precision;
import seli.backend.UfmKernels;
import seli.backend.Workspace;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.problem.VectorScalingLoss;

/** The model's fused operations: checks here, numbers in the kernels of {@code cuda/kernels}. */
final class CudaKernels implements UfmKernels {
    /** Columns of centred embeddings that one product adds to the scatter. */
    private static final int TILE = 4096;

    private final CudaParts parts;
    private final DeviceMemory memory;
    private final MemoryLedger ledger;
    private final Precision precision;
    private final KernelSet kernels;
    private final MatrixKernels matrices;
    private final CudaCalls doubles;
    private final LossTable table;
    private final GrowingMemory columns; // one or two numbers for each column of the logits
    private final GrowingMemory selection; // numbers of columns
    private final int sharedBytes;

    CudaKernels(CudaParts parts) {
        this.parts = parts;
        this.memory = parts.memory();
        this.ledger = parts.ledger();
        this.precision = parts.precision();
        this.kernels = parts.kernels();
        this.matrices = parts.matrices();
        this.doubles = CudaCalls.of(parts.device(), Precision.FLOAT64);
        this.table = new LossTable(memory);
        this.columns = new GrowingMemory(memory);
        this.selection = new GrowingMemory(memory);
        this.sharedBytes = parts.device().sharedBytes();
    }

    void free() {
        table.free();
        columns.free();
        selection.free();
    }

    private CudaMatrix mine(DenseMatrix m) {
        return CudaMatrix.of(ledger, m);
    }

    private CudaWorkspace scratch(Precision of) {
        return new CudaWorkspace(ledger, memory, of, 0);
    }

    @Override
    public double lossAndGradient(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss, double logScale) {
        CudaMatrix z = mine(logits);
        CudaLabels y = CudaLabels.of(ledger, labels);
        Shapes.requireLogits(logits, labels, loss);
        Shapes.requireLogScale(logScale);
        if (z.isEmpty()) {
            return 0;
        }
        long losses = columns.atLeast((long) z.cols() * Double.BYTES);
        enqueueLossAndGradient(z, y, new Loss(table.address(loss), loss.hasPlainLogits(), logScale), losses);
        matrices.sum(losses, z.cols(), matrices.results());
        return matrices.result(0);
    }

    /**
     * A loss on the device.
     *
     * @param table address of its parameters
     * @param isPlain whether u = z
     * @param logScale loss and gradient are multiplied by exp(-logScale)
     */
    record Loss(long table, boolean isPlain, double logScale) {}

    /** Enqueues the gradient of the logits, in place, and the loss of each column into {@code losses}. */
    void enqueueLossAndGradient(CudaMatrix z, CudaLabels y, Loss loss, long losses) {
        int column = Math.multiplyExact(z.rows(), precision.bytes());
        boolean isStaged = column <= sharedBytes;
        kernels.arguments()
                .add(z)
                .add(z.rows())
                .add((long) z.cols())
                .add(y.labels())
                .add(loss.table())
                .add(loss.isPlain())
                .add(isStaged)
                .add(loss.logScale())
                .add(losses);
        kernels.launch("softmax", "softmax_loss_gradient", z.cols(), KernelSet.THREADS, isStaged ? column : 0);
    }

    @Override
    public Optional<Descent> descent(DescentPoint point, Workspace workspace) {
        if (point.logits().rows() == 0 || point.logits().cols() == 0) {
            return Optional.empty();
        }
        CudaLabels y = CudaLabels.of(ledger, point.labels());
        if (point.logits().cols() < point.labels().samples()) {
            return Optional.empty();
        }
        Shapes.requireLogits(point.logits(), point.labels(), point.loss());
        CudaWorkspace room = (CudaWorkspace) workspace;
        CudaPoint moved = new CudaPoint(
                mine(point.w()),
                mine(point.h()),
                mine(point.velocityW()),
                mine(point.velocityH()),
                y,
                List.of(point.loss()));
        if (SmallProblems.fit(moved, parts)) {
            return Optional.of(new SmallDescent(new SmallProblems(moved, parts, room)));
        }
        return Optional.of(new GraphDescent(
                moved, mine(point.gradientW()), mine(point.gradientH()), mine(point.logits()), parts, this, room));
    }

    @Override
    public Optional<BatchDescent> descents(BatchPoint batch, Workspace workspace) {
        CudaPoint moved = new CudaPoint(
                mine(batch.w()),
                mine(batch.h()),
                mine(batch.velocityW()),
                mine(batch.velocityH()),
                CudaLabels.of(ledger, batch.labels()),
                batch.losses());
        if (!SmallProblems.fit(moved, parts)) {
            return Optional.empty();
        }
        return Optional.of(new SmallBatch(new SmallProblems(moved, parts, (CudaWorkspace) workspace)));
    }

    @Override
    public LossValue loss(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss) {
        CudaMatrix z = mine(logits);
        CudaLabels y = CudaLabels.of(ledger, labels);
        Shapes.requireLogits(logits, labels, loss);
        if (z.isEmpty()) {
            return new LossValue(0, Double.NEGATIVE_INFINITY);
        }
        long losses = columns.atLeast(2L * z.cols() * Double.BYTES);
        long logs = losses + (long) z.cols() * Double.BYTES;
        kernels.arguments()
                .add(z)
                .add(z.rows())
                .add((long) z.cols())
                .add(y.labels())
                .add(table.address(loss))
                .add(loss.hasPlainLogits())
                .add(losses)
                .add(logs);
        kernels.launch("softmax", "softmax_loss", z.cols());
        matrices.sum(losses, z.cols(), matrices.results());
        kernels.arguments().add(logs).add((long) z.cols()).add(matrices.results() + Double.BYTES);
        kernels.launch("reduce", "log_sum_partials", 1);
        double value = matrices.result(0);
        return new LossValue(value, matrices.result(1));
    }

    @Override
    public void momentumStep(DenseMatrix x, DenseMatrix g, DenseMatrix v, double rate, double momentum, double ridge) {
        CudaMatrix position = mine(x);
        CudaMatrix gradient = mine(g);
        CudaMatrix velocity = mine(v);
        Shapes.requireSame("g", g, x);
        Shapes.requireSame("v", v, x);
        boolean isInPlace = momentum == 0 && v.equals(g);
        Shapes.refuseOverlap(position.overlaps(gradient) || velocity.overlaps(gradient) && !isInPlace, "x or v", "g");
        Shapes.refuseOverlap(position.overlaps(velocity), "x", "v");
        kernels.arguments()
                .add(position)
                .add(gradient)
                .add(velocity)
                .add(x.rows())
                .add((long) x.cols())
                .add(rate)
                .add(momentum)
                .add(ridge);
        kernels.launch("update", "momentum_step", kernels.blocksFor((long) x.rows() * x.cols()));
    }

    @Override
    public void classMeans(DenseMatrix h, LabelVector labels, DenseMatrix means) {
        CudaMatrix from = mine(h);
        CudaMatrix to = mine(means);
        CudaLabels y = CudaLabels.of(ledger, labels);
        Shapes.requireMeans(h, labels, means);
        Shapes.refuseOverlap(to.overlaps(from), "means", "h");
        kernels.arguments()
                .add(from)
                .add(from.rows())
                .add(y.order())
                .add(y.starts())
                .add(y.classes())
                .add(to);
        kernels.launch("classes", "class_means", to.isEmpty() ? 0 : y.classes());
    }

    @Override
    public void withinClassScatter(DenseMatrix h, LabelVector labels, DenseMatrix means, DenseMatrix scatter) {
        CudaMatrix x = mine(h);
        CudaMatrix m = mine(means);
        CudaMatrix result = mine(scatter);
        CudaLabels y = CudaLabels.of(ledger, labels);
        Shapes.requireMeans(h, labels, means);
        Shapes.require("scatter", scatter, h.rows(), h.rows());
        Shapes.refuseOverlap(result.overlaps(x) || result.overlaps(m), "scatter", "an input");
        int d = h.rows();
        int n = h.cols();
        if (x.isEmpty()) {
            result.clear();
            return;
        }
        try (CudaWorkspace scratch = scratch(Precision.FLOAT64)) {
            CudaMatrix sum = scratch.zeros(d, d);
            CudaMatrix tile = scratch.uninitialized(d, Math.min(TILE, n));
            for (int first = 0; first < n; first += TILE) {
                int count = Math.min(TILE, n - first);
                kernels.arguments()
                        .add(x)
                        .add(d)
                        .add((long) first)
                        .add(count)
                        .add(y.labels())
                        .add(m)
                        .add(tile);
                kernels.launch("classes", "centre_columns", kernels.blocksFor((long) d * count));
                addSquare((CudaMatrix) tile.columns(0, count), sum);
            }
            kernels.arguments().add(sum).add(result).add(d).add((double) n);
            kernels.launch("classes", "mirror_scaled", kernels.blocksFor((long) d * d));
        }
    }

    private void addSquare(CudaMatrix tile, CudaMatrix sum) {
        try {
            doubles.rankUpdate(1, tile, 1, sum);
        } catch (CudaException e) {
            throw parts.device().failure("syrk", e);
        }
    }

    @Override
    public void gatherColumns(DenseMatrix source, int[] columns, DenseMatrix target) {
        CudaMatrix from = mine(source);
        CudaMatrix to = mine(target);
        Shapes.requireSelection(source, columns, target);
        Shapes.refuseOverlap(to.overlaps(from), "target", "source");
        if (to.isEmpty()) {
            return;
        }
        matrices.gatherColumns(from, uploaded(columns), columns.length, to);
    }

    @Override
    public void scatterColumns(DenseMatrix source, int[] columns, DenseMatrix target) {
        CudaMatrix from = mine(source);
        CudaMatrix to = mine(target);
        Shapes.requireSelection(target, columns, source);
        Shapes.refuseOverlap(to.overlaps(from), "target", "source");
        if (from.isEmpty()) {
            return;
        }
        matrices.scatterColumns(from, uploaded(winners(columns)), columns.length, to);
    }

    /** The address of {@code columns} on the device, until the next call. */
    private long uploaded(int[] columns) {
        long address = selection.atLeast((long) columns.length * Integer.BYTES);
        memory.upload(address, columns);
        return address;
    }

    /** The columns, with -1 in place of every one that comes again later: the last one wins. */
    private static int[] winners(int[] columns) {
        Set<Integer> later = new HashSet<>();
        int[] winners = new int[columns.length];
        for (int j = columns.length - 1; j >= 0; j--) {
            winners[j] = later.add(columns[j]) ? columns[j] : -1;
        }
        return winners;
    }
}
