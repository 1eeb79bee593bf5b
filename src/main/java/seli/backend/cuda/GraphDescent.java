package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuGraphDestroy;
import static jcuda.driver.JCudaDriver.cuGraphExecDestroy;
import static jcuda.driver.JCudaDriver.cuGraphInstantiate;
import static jcuda.driver.JCudaDriver.cuGraphLaunch;
import static jcuda.driver.JCudaDriver.cuStreamBeginCapture;
import static jcuda.driver.JCudaDriver.cuStreamEndCapture;

import java.util.Arrays;
import java.util.Optional;
import jcuda.CudaException;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstreamCaptureMode;
import seli.backend.UfmKernels;
import seli.problem.VectorScalingLoss;

/**
 * Gradient descent whose step is recorded once as a CUDA graph and launched again and again:
 *
 * <pre>
 *   Z &lt;- W'H   (gemm),   losses and Z &lt;- dL/dZ   (one kernel),   loss &lt;- sum of the losses   (one kernel)
 *   gW &lt;- H Z',   gH &lt;- W Z   (two gemms),   W, H and their velocities   (one kernel)
 * </pre>
 *
 * <p>Rate, momentum and ridges stand in device memory, so that the graph holds for other values too. The first step is
 * launched piece by piece: the libraries may allocate then, which a recording forbids.
 */
final class GraphDescent implements UfmKernels.Descent {
    private static final int PARAMETERS = 4;

    private final CudaPoint point;
    private final CudaMatrix gradientW;
    private final CudaMatrix gradientH;
    private final CudaMatrix logits;
    private final CudaParts parts;
    private final CudaKernels operations;
    private final CudaKernels.Loss loss;
    private final long losses;
    private final long parameters;
    private final long total;
    private final long taken;
    private double[] present = new double[0];
    private boolean isWarm;
    private Optional<CUgraphExec> recorded = Optional.empty();

    /** A descent from the present entries of {@code point}; room for its results from {@code room}. */
    // waiver(parameters): what moves, three matrices of scratch, and the backend's parts
    GraphDescent(
            CudaPoint point,
            CudaMatrix gradientW,
            CudaMatrix gradientH,
            CudaMatrix logits,
            CudaParts parts,
            CudaKernels operations,
            CudaWorkspace room) {
        this.point = point;
        this.gradientW = gradientW;
        this.gradientH = gradientH;
        this.logits = logits;
        this.parts = parts;
        this.operations = operations;
        VectorScalingLoss only = point.losses().get(0);
        long table = room.numbers(4L * only.classes(), Double.BYTES);
        this.loss = new CudaKernels.Loss(table, only.hasPlainLogits(), 0);
        this.losses = room.numbers(logits.cols(), Double.BYTES);
        this.parameters = room.numbers(PARAMETERS, Double.BYTES);
        this.total = room.numbers(1, Double.BYTES);
        this.taken = room.numbers(1, Long.BYTES);
        parts.memory().upload(table, only.table());
        parts.memory().upload(taken, new long[] {0});
        room.onClose(this::discard);
    }

    private void discard() {
        recorded.ifPresent(graph -> parts.device().free(() -> cuGraphExecDestroy(graph)));
        recorded = Optional.empty();
    }

    @Override
    public void step(double rate, double momentum, double ridgeW, double ridgeH) {
        double[] wanted = {rate, momentum, ridgeW, ridgeH};
        if (!Arrays.equals(wanted, present)) {
            parts.memory().upload(parameters, wanted); // waits for the steps before
            present = wanted;
        }
        try {
            if (!isWarm) {
                enqueue();
                isWarm = true;
                return;
            }
            if (recorded.isEmpty()) {
                recorded = Optional.of(record());
            }
            cuGraphLaunch(recorded.get(), parts.device().stream());
        } catch (CudaException e) {
            throw parts.device().failure("a step of descent", e);
        }
    }

    private CUgraphExec record() {
        CUgraph graph = new CUgraph();
        cuStreamBeginCapture(parts.device().stream(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL);
        try {
            enqueue();
        } finally {
            cuStreamEndCapture(parts.device().stream(), graph);
        }
        try {
            CUgraphExec graphExec = new CUgraphExec();
            cuGraphInstantiate(graphExec, graph, 0L);
            return graphExec;
        } finally {
            cuGraphDestroy(graph);
        }
    }

    private void enqueue() {
        int d = point.w().rows();
        int k = logits.rows();
        int n = logits.cols();
        CudaCalls calls = parts.calls();
        calls.gemm(true, false, k, n, d, 1, point.w(), point.h(), 0, logits);
        operations.enqueueLossAndGradient(logits, point.labels(), loss, losses);
        parts.matrices().sum(losses, n, total);
        calls.gemm(false, true, d, k, n, 1, point.h(), logits, 0, gradientW);
        calls.gemm(false, false, d, n, k, 1, point.w(), logits, 0, gradientH);
        parts.kernels()
                .arguments()
                .add(point.w())
                .add(gradientW)
                .add(point.velocityW())
                .add((long) k)
                .add(point.h())
                .add(gradientH)
                .add(point.velocityH())
                .add((long) n)
                .add(d)
                .add(parameters)
                .add(total)
                .add(taken);
        parts.kernels().launch("update", "momentum_pair", parts.kernels().blocksFor((long) d * Math.max(k, n)));
    }

    @Override
    public UfmKernels.Progress progress() {
        if (!isWarm) {
            return new UfmKernels.Progress(0, Double.NaN);
        }
        double last = parts.memory().downloadDoubles(total, 1)[0];
        return new UfmKernels.Progress(parts.memory().downloadLongs(taken, 1)[0], last);
    }
}
