// Products by OpenBLAS, as the process has it already.
#ifndef SELI_CPU_BLAS_H
#define SELI_CPU_BLAS_H

struct Blas {
    using DoubleProduct = void (*)(int, int, int, int, int, int, double, const double *, int, const double *, int,
                                   double, double *, int);
    using FloatProduct = void (*)(int, int, int, int, int, int, float, const float *, int, const float *, int, float,
                                  float *, int);
    DoubleProduct doubles;
    FloatProduct floats;
    void (*setThreads)(int);
};

constexpr int COLUMN_MAJOR = 102;
constexpr int AS_IT_IS = 111;
constexpr int TRANSPOSED = 112;

/** c (m x n) <- op(a) op(b) + beta c. */
inline void product(const Blas &blas, int opA, int opB, long m, long n, long inner, const double *a, long lda,
                    const double *b, long ldb, double beta, double *c, long ldc) {
    blas.doubles(COLUMN_MAJOR, opA, opB, static_cast<int>(m), static_cast<int>(n), static_cast<int>(inner), 1, a,
                 static_cast<int>(lda), b, static_cast<int>(ldb), beta, c, static_cast<int>(ldc));
}

inline void product(const Blas &blas, int opA, int opB, long m, long n, long inner, const float *a, long lda,
                    const float *b, long ldb, float beta, float *c, long ldc) {
    blas.floats(COLUMN_MAJOR, opA, opB, static_cast<int>(m), static_cast<int>(n), static_cast<int>(inner), 1, a,
                static_cast<int>(lda), b, static_cast<int>(ldb), beta, c, static_cast<int>(ldc));
}

#endif
