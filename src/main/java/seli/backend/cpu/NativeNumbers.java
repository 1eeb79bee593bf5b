package seli.backend.cpu;

import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import seli.backend.Precision;

/**
 * What depends on the precision: moving numbers between native memory and the heap, and the calls of OpenBLAS. A
 * pointer's address is that of the first number of a matrix and its position 0, since JavaCPP counts the position of an
 * untyped argument in bytes; offsets count numbers. Matrices are column-major. One thread at a time: {@link #read} and
 * {@link #write} move the pointer's position while they run.
 */
sealed interface NativeNumbers permits NativeDoubles, NativeFloats {
    /** The implementation for {@code precision}. */
    static NativeNumbers of(Precision precision) {
        return switch (precision) {
            case FLOAT64 -> new NativeDoubles();
            case FLOAT32 -> new NativeFloats();
            case TF32 -> throw new IllegalArgumentException("TF32 on the processor; expected FLOAT64 or FLOAT32");
        };
    }

    Precision precision();

    DataType type();

    /** A pointer to the number at {@code offset} from {@code base}; it owns nothing. */
    Pointer at(Pointer base, long offset);

    void read(Pointer from, long offset, double[] into, int start, int count);

    void write(double[] from, int start, Pointer to, long offset, int count);

    /** Copies {@code count} adjacent numbers to places {@code stride} apart. */
    // waiver(parameters): the shape of BLAS copy
    void spread(int count, Pointer from, long fromOffset, Pointer to, long toOffset, int stride);

    /** cblas_?gemm. */
    void gemm(
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
            int ldc);

    /** cblas_?syrk: the upper triangle of {@code c} (r x r) becomes A'A if {@code tall}, else AA'. */
    // waiver(parameters): the shape of BLAS syrk
    void gram(boolean tall, int r, int inner, Pointer a, int lda, Pointer c, int ldc);

    /** LAPACKE_?potrf on the upper triangle of {@code a}, overwritten; returns info. */
    int cholesky(int m, Pointer a, int lda);

    /** LAPACKE_?syevd on the upper triangle of {@code a}, which receives the vectors where wanted; returns info. */
    int symmetricEigen(boolean vectors, int m, Pointer a, int lda, Pointer values);

    /** LAPACKE_?gesdd, thin; destroys {@code a}; returns info. */
    // waiver(parameters): the shape of LAPACK gesdd
    int svd(boolean vectors, int m, int n, Pointer a, int lda, Pointer s, Pointer u, int ldu, Pointer vt, int ldvt);
}
