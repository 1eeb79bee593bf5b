package seli.backend.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasFillMode;
import jcuda.jcublas.cublasOperation;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.gesvdjInfo;

/** Double precision. */
final class CudaDoubles implements CudaCalls {
    private final CudaDevice device;
    private final DoubleBuffer scalars = ByteBuffer.allocateDirect(2 * Double.BYTES)
            .order(ByteOrder.nativeOrder())
            .asDoubleBuffer();
    private final Pointer alphaPlace = Pointer.to(scalars);
    private final Pointer betaPlace = alphaPlace.withByteOffset(Double.BYTES);

    CudaDoubles(CudaDevice device) {
        this.device = device;
    }

    private void setScalars(double alpha, double beta) {
        scalars.put(0, alpha).put(1, beta);
    }

    @Override
    public void gemm(
            boolean transA,
            boolean transB,
            long m,
            long n,
            long inner,
            double alpha,
            CudaMatrix a,
            CudaMatrix b,
            double beta,
            CudaMatrix c) {
        setScalars(alpha, beta);
        JCublas2.cublasDgemm_v2_64(
                device.cublas(),
                CudaCalls.operation(transA),
                CudaCalls.operation(transB),
                m,
                n,
                inner,
                alphaPlace,
                a.pointer(),
                a.leading(),
                b.pointer(),
                b.leading(),
                betaPlace,
                c.pointer(),
                c.leading());
    }

    @Override
    public void rankUpdate(double alpha, CudaMatrix a, double beta, CudaMatrix c) {
        setScalars(alpha, beta);
        JCublas2.cublasDsyrk_v2_64(
                device.cublas(),
                cublasFillMode.CUBLAS_FILL_MODE_UPPER,
                cublasOperation.CUBLAS_OP_N,
                a.rows(),
                a.cols(),
                alphaPlace,
                a.pointer(),
                a.leading(),
                betaPlace,
                c.pointer(),
                c.leading());
    }

    @Override
    public int eigenWorkspace(boolean vectors, CudaMatrix a, Pointer values) {
        int[] size = new int[1];
        JCusolverDn.cusolverDnDsyevd_bufferSize(
                device.cusolver(),
                CudaCalls.mode(vectors),
                cublasFillMode.CUBLAS_FILL_MODE_UPPER,
                a.rows(),
                a.pointer(),
                a.leading(),
                values,
                size);
        return size[0];
    }

    @Override
    public void symmetricEigen(boolean vectors, CudaMatrix a, Pointer values, Pointer work, int size, Pointer info) {
        JCusolverDn.cusolverDnDsyevd(
                device.cusolver(),
                CudaCalls.mode(vectors),
                cublasFillMode.CUBLAS_FILL_MODE_UPPER,
                a.rows(),
                a.pointer(),
                a.leading(),
                values,
                work,
                size,
                info);
    }

    @Override
    public int svdWorkspace(int m, int n) {
        int[] size = new int[1];
        JCusolverDn.cusolverDnDgesvd_bufferSize(device.cusolver(), m, n, size);
        return size[0];
    }

    @Override
    public void svd(
            boolean vectors,
            CudaMatrix a,
            Pointer values,
            CudaMatrix u,
            CudaMatrix vt,
            Pointer work,
            int size,
            Pointer info) {
        char job = vectors ? 'S' : 'N';
        JCusolverDn.cusolverDnDgesvd(
                device.cusolver(),
                job,
                job,
                a.rows(),
                a.cols(),
                a.pointer(),
                a.leading(),
                values,
                u.pointer(),
                u.leading(),
                vt.pointer(),
                vt.leading(),
                work,
                size,
                new Pointer(),
                info);
    }

    @Override
    public int jacobiWorkspace(
            boolean vectors, CudaMatrix a, Pointer values, CudaMatrix u, CudaMatrix v, gesvdjInfo settings) {
        int[] size = new int[1];
        JCusolverDn.cusolverDnDgesvdj_bufferSize(
                device.cusolver(),
                CudaCalls.mode(vectors),
                1,
                a.rows(),
                a.cols(),
                a.pointer(),
                a.leading(),
                values,
                u.pointer(),
                u.leading(),
                v.pointer(),
                v.leading(),
                size,
                settings);
        return size[0];
    }

    @Override
    public void jacobiSvd(
            boolean vectors,
            CudaMatrix a,
            Pointer values,
            CudaMatrix u,
            CudaMatrix v,
            Pointer work,
            int size,
            Pointer info,
            gesvdjInfo settings) {
        JCusolverDn.cusolverDnDgesvdj(
                device.cusolver(),
                CudaCalls.mode(vectors),
                1,
                a.rows(),
                a.cols(),
                a.pointer(),
                a.leading(),
                values,
                u.pointer(),
                u.leading(),
                v.pointer(),
                v.leading(),
                work,
                size,
                info,
                settings);
    }
}
