package seli.backend.cuda;

import java.util.List;
import seli.problem.VectorScalingLoss;

/**
 * What descents move: one problem, or several of one shape side by side, as in
 * {@link seli.backend.UfmKernels.BatchPoint}.
 *
 * @param w classifiers
 * @param h embeddings
 * @param velocityW velocity of w
 * @param velocityH velocity of h
 * @param labels labels of all columns of h
 * @param losses the loss of each problem
 */
record CudaPoint(
        CudaMatrix w,
        CudaMatrix h,
        CudaMatrix velocityW,
        CudaMatrix velocityH,
        CudaLabels labels,
        List<VectorScalingLoss> losses) {
    int problems() {
        return losses.size();
    }

    int featureDim() {
        return w.rows();
    }

    int classes() {
        return labels.classes();
    }

    /** Samples of one problem. */
    int samples() {
        return labels.samples() / problems();
    }

    /** Whether no matrix has rows below its columns that do not belong to it. */
    boolean isDense() {
        int d = featureDim();
        return w.leading() == d && h.leading() == d && velocityW.leading() == d && velocityH.leading() == d;
    }
}
