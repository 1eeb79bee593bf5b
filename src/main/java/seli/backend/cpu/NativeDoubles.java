package seli.backend.cpu;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgesdd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dpotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dcopy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_dsyrk;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import seli.backend.Precision;

/** Double precision: numbers move as they are. */
final class NativeDoubles implements NativeNumbers {
    @Override
    public Precision precision() {
        return Precision.FLOAT64;
    }

    @Override
    public DataType type() {
        return DataType.DOUBLE;
    }

    @Override
    public Pointer at(Pointer base, long offset) {
        return ((DoublePointer) base).getPointer(offset);
    }

    @Override
    public void read(Pointer from, long offset, double[] into, int start, int count) {
        DoublePointer source = (DoublePointer) from;
        source.position(offset).get(into, start, count);
        source.position(0);
    }

    @Override
    public void write(double[] from, int start, Pointer to, long offset, int count) {
        DoublePointer target = (DoublePointer) to;
        target.position(offset).put(from, start, count);
        target.position(0);
    }

    @Override
    public void spread(int count, Pointer from, long fromOffset, Pointer to, long toOffset, int stride) {
        DoublePointer source = (DoublePointer) at(from, fromOffset);
        cblas_dcopy(count, source, 1, (DoublePointer) at(to, toOffset), stride);
    }

    @Override
    public void gemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            double alpha,
            Pointer a,
            int lda,
            Pointer b,
            int ldb,
            double beta,
            Pointer c,
            int ldc) {
        cblas_dgemm(
                OpenBlas.COLUMN_MAJOR,
                OpenBlas.transpose(transA),
                OpenBlas.transpose(transB),
                m,
                n,
                k,
                alpha,
                (DoublePointer) a,
                lda,
                (DoublePointer) b,
                ldb,
                beta,
                (DoublePointer) c,
                ldc);
    }

    @Override
    public void gram(boolean tall, int r, int inner, Pointer a, int lda, Pointer c, int ldc) {
        cblas_dsyrk(
                OpenBlas.COLUMN_MAJOR,
                OpenBlas.UPPER,
                OpenBlas.transpose(tall),
                r,
                inner,
                1,
                (DoublePointer) a,
                lda,
                0,
                (DoublePointer) c,
                ldc);
    }

    @Override
    public int cholesky(int m, Pointer a, int lda) {
        return LAPACKE_dpotrf(OpenBlas.COLUMN_MAJOR, (byte) 'U', m, (DoublePointer) a, lda);
    }

    @Override
    public int symmetricEigen(boolean vectors, int m, Pointer a, int lda, Pointer values) {
        byte job = (byte) (vectors ? 'V' : 'N');
        return LAPACKE_dsyevd(
                OpenBlas.COLUMN_MAJOR, job, (byte) 'U', m, (DoublePointer) a, lda, (DoublePointer) values);
    }

    @Override
    public int svd(
            boolean vectors, int m, int n, Pointer a, int lda, Pointer s, Pointer u, int ldu, Pointer vt, int ldvt) {
        byte job = (byte) (vectors ? 'S' : 'N');
        return LAPACKE_dgesdd(
                OpenBlas.COLUMN_MAJOR,
                job,
                m,
                n,
                (DoublePointer) a,
                lda,
                (DoublePointer) s,
                (DoublePointer) u,
                ldu,
                (DoublePointer) vt,
                ldvt);
    }
}
