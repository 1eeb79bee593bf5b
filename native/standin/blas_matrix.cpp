// cuBLAS: sums and transposes of matrices, symmetric products, scaling by a diagonal, matrix times vector.
#include <algorithm>
#include <climits>

#include "blas.h"
#include "lapack.h"

using namespace standin;

namespace {

// A matrix in device memory; transposed where op says so.
template <class T>
struct View {
    const T *start;
    int64_t ld;
    int op;
    T at(int64_t i, int64_t j) const { return op ? start[j + i * ld] : start[i + j * ld]; }
};

// C = alpha op(A) + beta op(B); a factor of 0 leaves its matrix unread, and a transpose is never in place.
template <class T>
int geam(BlasCall &call, int64_t m, int64_t n, const T *alpha, View<T> a, const T *beta, View<T> b, T *c, int64_t ldc) {
    call.scalar("alpha", alpha, sizeof(T)).scalar("beta", beta, sizeof(T))
        .matrix("C", c, m, n, ldc, sizeof(T));
    if (call.status() != BLAS_SUCCESS) return call.status();
    call.require(!call.handle().devicePointers, "the stand-in's geam takes its factors from the host");
    bool readsA = *alpha != T(0), readsB = *beta != T(0);
    if (readsA) call.matrix("A", a.start, a.op ? n : m, a.op ? m : n, a.ld, sizeof(T));
    if (readsB) call.matrix("B", b.start, b.op ? n : m, b.op ? m : n, b.ld, sizeof(T));
    call.require(!(readsA && c == a.start && (a.op || a.ld != ldc)), "in place A is not transposed and has C's shape")
        .require(!(readsB && c == b.start && (b.op || b.ld != ldc)), "in place B is not transposed and has C's shape");
    if (call.status() != BLAS_SUCCESS) return call.status();
    T al = *alpha, be = *beta;
    return call.issue([=] {
        for (int64_t j = 0; j < n; j++) {
            for (int64_t i = 0; i < m; i++) {
                T sum = readsA ? al * a.at(i, j) : T(0);
                c[i + j * ldc] = readsB ? sum + be * b.at(i, j) : sum;
            }
        }
    });
}

// One triangle of C = alpha op(A) op(A)^T + beta C.
template <class T>
int syrk(BlasCall &call, int upper, int64_t n, int64_t k, const T *alpha, View<T> a, const T *beta, T *c, int64_t ldc) {
    call.scalar("alpha", alpha, sizeof(T)).scalar("beta", beta, sizeof(T))
        .matrix("A", a.start, a.op ? k : n, a.op ? n : k, a.ld, sizeof(T))
        .matrix("C", c, n, n, ldc, sizeof(T))
        .require(upper == 0 || upper == 1, "the triangle is LOWER or UPPER")
        .require(std::max({n, k, a.ld, ldc}) <= INT_MAX, "the stand-in's sizes fit in 32 bits");
    if (call.status() != BLAS_SUCCESS) return call.status();
    Scalar<T> alphaValue(call, alpha), betaValue(call, beta);
    return call.issue([=] {
        T al = alphaValue.value(), be = betaValue.value();
        for (int64_t j = 0; be == T(0) && j < n; j++) {
            for (int64_t i = upper ? 0 : j; i <= (upper ? j : n - 1); i++) c[i + j * ldc] = T(0);
        }
        char triangle = upper ? 'U' : 'L', op = a.op ? 'T' : 'N';
        int order = static_cast<int>(n), depth = static_cast<int>(k);
        int lda = static_cast<int>(std::max<int64_t>(a.ld, 1)), ldC = static_cast<int>(std::max<int64_t>(ldc, 1));
        Lapack<T>::syrk(&triangle, &op, &order, &depth, &al, a.start, &lda, &be, c, &ldC);
    });
}

// C = diag(x) A or A diag(x).
template <class T>
int dgmm(BlasCall &call, int right, int64_t m, int64_t n, View<T> a, const T *x, int64_t increment, T *c, int64_t ldc) {
    call.matrix("A", a.start, m, n, a.ld, sizeof(T))
        .vector("x", x, right ? n : m, increment, sizeof(T))
        .matrix("C", c, m, n, ldc, sizeof(T));
    if (call.status() != BLAS_SUCCESS) return call.status();
    return call.issue([=] {
        for (int64_t j = 0; j < n; j++) {
            for (int64_t i = 0; i < m; i++) c[i + j * ldc] = a.at(i, j) * x[(right ? j : i) * increment];
        }
    });
}

// A vector with its increment.
template <class T>
struct Strided {
    T *start;
    int64_t increment;
};

// y = alpha op(A) x + beta y.
template <class T>
int gemv(BlasCall &call, int64_t m, int64_t n, const T *alpha, View<T> a, Strided<const T> x, const T *beta,
         Strided<T> y) {
    int64_t rows = a.op ? n : m, cols = a.op ? m : n;
    call.scalar("alpha", alpha, sizeof(T)).scalar("beta", beta, sizeof(T))
        .matrix("A", a.start, m, n, a.ld, sizeof(T))
        .vector("x", x.start, cols, x.increment, sizeof(T))
        .vector("y", y.start, rows, y.increment, sizeof(T))
        .require(x.increment > 0 && y.increment > 0, "the stand-in's gemv has increments above 0");
    if (call.status() != BLAS_SUCCESS) return call.status();
    Scalar<T> alphaValue(call, alpha), betaValue(call, beta);
    return call.issue([=] {
        T al = alphaValue.value(), be = betaValue.value();
        for (int64_t i = 0; i < rows; i++) {
            T sum = 0;
            for (int64_t j = 0; j < cols; j++) sum += a.at(i, j) * x.start[j * x.increment];
            T *entry = y.start + i * y.increment;
            *entry = be == T(0) ? al * sum : al * sum + be * *entry;
        }
    });
}

}  // namespace

// The matrix functions of one type (prefix P) and one width N of the sizes, whose names end in END.
#define STANDIN_MATRIX(P, T, N, END, END2)                                                                             \
    STANDIN_API int P##geam##END(void *handle, int opA, int opB, N m, N n, const T *alpha, const T *a, N lda,          \
                                 const T *beta, const T *b, N ldb, T *c, N ldc) {                                      \
        STANDIN_BLAS(handle);                                                                                          \
        return geam<T>(call, m, n, alpha, View<T>{a, lda, opA}, beta, View<T>{b, ldb, opB}, c, ldc);                   \
    }                                                                                                                  \
    STANDIN_API int P##dgmm##END(void *handle, int right, N m, N n, const T *a, N lda, const T *x, N incx, T *c,       \
                                 N ldc) {                                                                              \
        STANDIN_BLAS(handle);                                                                                          \
        return dgmm<T>(call, right, m, n, View<T>{a, lda, 0}, x, incx, c, ldc);                                        \
    }                                                                                                                  \
    STANDIN_API int P##syrk##END2(void *handle, int upper, int op, N n, N k, const T *alpha, const T *a, N lda,        \
                                  const T *beta, T *c, N ldc) {                                                        \
        STANDIN_BLAS(handle);                                                                                          \
        return syrk<T>(call, upper, n, k, alpha, View<T>{a, lda, op}, beta, c, ldc);                                   \
    }                                                                                                                  \
    STANDIN_API int P##gemv##END2(void *handle, int op, N m, N n, const T *alpha, const T *a, N lda, const T *x,       \
                                  N incx, const T *beta, T *y, N incy) {                                               \
        STANDIN_BLAS(handle);                                                                                          \
        return gemv<T>(call, m, n, alpha, View<T>{a, lda, op}, Strided<const T>{x, incx}, beta, Strided<T>{y, incy});  \
    }

STANDIN_MATRIX(cublasS, float, int, , _v2)
STANDIN_MATRIX(cublasD, double, int, , _v2)
STANDIN_MATRIX(cublasS, float, int64_t, _64, _v2_64)
STANDIN_MATRIX(cublasD, double, int64_t, _64, _v2_64)
