package seli.backend.cpu;

import static org.bytedeco.openblas.global.openblas.LAPACKE_sgesdd;
import static org.bytedeco.openblas.global.openblas.LAPACKE_spotrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_ssyevd;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_scopy;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_ssyrk;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import seli.backend.Precision;

/** Single precision: widened exactly on the way to the heap, rounded to nearest on the way back. */
final class NativeFloats implements NativeNumbers {
    private float[] scratch = new float[4096];

    @Override
    public Precision precision() {
        return Precision.FLOAT32;
    }

    @Override
    public DataType type() {
        return DataType.FLOAT;
    }

    @Override
    public Pointer at(Pointer base, long offset) {
        return ((FloatPointer) base).getPointer(offset);
    }

    @Override
    public void read(Pointer from, long offset, double[] into, int start, int count) {
        float[] block = scratch(count);
        FloatPointer source = (FloatPointer) from;
        source.position(offset).get(block, 0, count);
        source.position(0);
        for (int i = 0; i < count; i++) {
            into[start + i] = block[i];
        }
    }

    @Override
    public void write(double[] from, int start, Pointer to, long offset, int count) {
        float[] block = scratch(count);
        for (int i = 0; i < count; i++) {
            block[i] = (float) from[start + i];
        }
        FloatPointer target = (FloatPointer) to;
        target.position(offset).put(block, 0, count);
        target.position(0);
    }

    private float[] scratch(int count) {
        if (scratch.length < count) {
            scratch = new float[count];
        }
        return scratch;
    }

    @Override
    public void spread(int count, Pointer from, long fromOffset, Pointer to, long toOffset, int stride) {
        FloatPointer source = (FloatPointer) at(from, fromOffset);
        cblas_scopy(count, source, 1, (FloatPointer) at(to, toOffset), stride);
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
        cblas_sgemm(
                OpenBlas.COLUMN_MAJOR,
                OpenBlas.transpose(transA),
                OpenBlas.transpose(transB),
                m,
                n,
                k,
                (float) alpha,
                (FloatPointer) a,
                lda,
                (FloatPointer) b,
                ldb,
                (float) beta,
                (FloatPointer) c,
                ldc);
    }

    @Override
    public void gram(boolean tall, int r, int inner, Pointer a, int lda, Pointer c, int ldc) {
        cblas_ssyrk(
                OpenBlas.COLUMN_MAJOR,
                OpenBlas.UPPER,
                OpenBlas.transpose(tall),
                r,
                inner,
                1,
                (FloatPointer) a,
                lda,
                0,
                (FloatPointer) c,
                ldc);
    }

    @Override
    public int cholesky(int m, Pointer a, int lda) {
        return LAPACKE_spotrf(OpenBlas.COLUMN_MAJOR, (byte) 'U', m, (FloatPointer) a, lda);
    }

    @Override
    public int symmetricEigen(boolean vectors, int m, Pointer a, int lda, Pointer values) {
        byte job = (byte) (vectors ? 'V' : 'N');
        return LAPACKE_ssyevd(OpenBlas.COLUMN_MAJOR, job, (byte) 'U', m, (FloatPointer) a, lda, (FloatPointer) values);
    }

    @Override
    public int svd(
            boolean vectors, int m, int n, Pointer a, int lda, Pointer s, Pointer u, int ldu, Pointer vt, int ldvt) {
        byte job = (byte) (vectors ? 'S' : 'N');
        return LAPACKE_sgesdd(
                OpenBlas.COLUMN_MAJOR,
                job,
                m,
                n,
                (FloatPointer) a,
                lda,
                (FloatPointer) s,
                (FloatPointer) u,
                ldu,
                (FloatPointer) vt,
                ldvt);
    }
}
