package seli.backend.cuda;

import jcuda.Pointer;
import jcuda.jcublas.cublasOperation;
import jcuda.jcusolver.cusolverEigMode;
import jcuda.jcusolver.gesvdjInfo;
import seli.backend.Precision;

/**
 * The calls of cuBLAS and cuSOLVER that differ by precision. Matrices are column-major device memory; every call only
 * enqueues. Scalars and results on the host are in direct or pinned memory, never in heap arrays.
 */
sealed interface CudaCalls permits CudaDoubles, CudaFloats {
    /** The calls for {@code precision} on {@code device}. */
    static CudaCalls of(CudaDevice device, Precision precision) {
        return switch (precision) {
            case FLOAT64 -> new CudaDoubles(device);
            case FLOAT32 -> new CudaFloats(device, false);
            case TF32 -> new CudaFloats(device, true);
        };
    }

    /** cuBLAS's word for a matrix or its transpose. */
    static int operation(boolean transposed) {
        return transposed ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
    }

    /** cuSOLVER's word for values with vectors or alone. */
    static int mode(boolean vectors) {
        return vectors ? cusolverEigMode.CUSOLVER_EIG_MODE_VECTOR : cusolverEigMode.CUSOLVER_EIG_MODE_NOVECTOR;
    }

    /** {@code c <- alpha op(a) op(b) + beta c} with c of m x n and {@code inner} terms; beta = 0 does not read c. */
    // waiver(parameters): the shape of BLAS gemm
    void gemm(
            boolean transA,
            boolean transB,
            long m,
            long n,
            long inner,
            double alpha,
            CudaMatrix a,
            CudaMatrix b,
            double beta,
            CudaMatrix c);

    /** Upper triangle of {@code c <- alpha a a' + beta c}, a of n x inner. */
    void rankUpdate(double alpha, CudaMatrix a, double beta, CudaMatrix c);

    /** Numbers of workspace that {@link #symmetricEigen} wants. */
    int eigenWorkspace(boolean vectors, CudaMatrix a, Pointer values);

    /** syevd on the upper triangle of {@code a}, which receives the vectors. */
    // waiver(parameters): the shape of cuSOLVER syevd
    void symmetricEigen(boolean vectors, CudaMatrix a, Pointer values, Pointer work, int size, Pointer info);

    /** Numbers of workspace that {@link #svd} wants. */
    int svdWorkspace(int m, int n);

    /** gesvd, thin, m >= n; destroys {@code a}. */
    // waiver(parameters): the shape of cuSOLVER gesvd
    void svd(
            boolean vectors,
            CudaMatrix a,
            Pointer values,
            CudaMatrix u,
            CudaMatrix vt,
            Pointer work,
            int size,
            Pointer info);

    /** Numbers of workspace that {@link #jacobiSvd} wants. */
    // waiver(parameters): the shape of cuSOLVER gesvdj
    int jacobiWorkspace(boolean vectors, CudaMatrix a, Pointer values, CudaMatrix u, CudaMatrix v, gesvdjInfo settings);

    /** gesvdj, thin; destroys {@code a}; V (n x r), not its transpose. */
    // waiver(parameters): the shape of cuSOLVER gesvdj
    void jacobiSvd(
            boolean vectors,
            CudaMatrix a,
            Pointer values,
            CudaMatrix u,
            CudaMatrix v,
            Pointer work,
            int size,
            Pointer info,
            gesvdjInfo settings);
}
