// cuBLAS: matrix products, with the rounding of the inputs that the faster compute types bring.
#include <algorithm>
#include <climits>
#include <cstring>

#include "blas.h"
#include "lapack.h"
#include "state.h"

using namespace standin;

namespace {

enum Compute { FLOAT = 68, FLOAT_PEDANTIC = 69, DOUBLE = 70, DOUBLE_PEDANTIC = 71, FLOAT_FAST_BF16 = 75,
               FLOAT_FAST_TF32 = 77 };

// One factor of a product: rows x cols as stored.
template <class T>
struct Factor {
    const T *start;
    int64_t rows;
    int64_t cols;
    int64_t ld;
    int64_t stride;
};

// The shape of C = alpha op(A) op(B) + beta C, and how many times it is done.
struct Product {
    int transposeA;
    int transposeB;
    int64_t m;
    int64_t n;
    int64_t k;
    int64_t count;
};

// Rounds to the nearest number with the given number of low bits zero, ties to even.
float rounded(float x, int bits) {
    uint32_t word;
    memcpy(&word, &x, sizeof word);
    if ((word & 0x7F800000u) == 0x7F800000u) return x;
    uint32_t half = (1u << (bits - 1)) - 1;
    word = (word + half + ((word >> bits) & 1)) & ~((1u << bits) - 1);
    memcpy(&x, &word, sizeof x);
    return x;
}

// A dense copy of a factor with its entries rounded.
std::vector<float> roundedCopy(const Factor<float> &factor, Rounding rounding) {
    int bits = rounding == Rounding::TF32 ? 13 : 16;
    std::vector<float> copy(static_cast<size_t>(factor.rows * factor.cols));
    for (int64_t j = 0; j < factor.cols; j++) {
        for (int64_t i = 0; i < factor.rows; i++) {
            copy[static_cast<size_t>(i + j * factor.rows)] = rounded(factor.start[i + j * factor.ld], bits);
        }
    }
    return copy;
}

// The product in host memory; beta = 0 does not read C, and alpha = 0 does not read A and B.
template <class T>
void multiply(const Product &p, T alpha, const Factor<T> &a, const Factor<T> &b, T beta, T *c, int64_t ldc) {
    if (beta == T(0)) {
        for (int64_t j = 0; j < p.n; j++) std::fill_n(c + j * ldc, p.m, T(0));
    }
    if (p.m == 0 || p.n == 0) return;
    char ta = p.transposeA ? 'T' : 'N';
    char tb = p.transposeB ? 'T' : 'N';
    int m = static_cast<int>(p.m), n = static_cast<int>(p.n), k = static_cast<int>(p.k);
    int lda = static_cast<int>(std::max<int64_t>(a.ld, 1)), ldb = static_cast<int>(std::max<int64_t>(b.ld, 1));
    int ldC = static_cast<int>(ldc);
    Lapack<T>::gemm(&ta, &tb, &m, &n, &k, &alpha, a.start, &lda, b.start, &ldb, &beta, c, &ldC);
}

// The product of rounded factors.
void multiplyRounded(const Product &p, float alpha, Factor<float> a, Factor<float> b, float beta, float *c,
                     int64_t ldc, Rounding rounding) {
    std::vector<float> roundA = roundedCopy(a, rounding);
    std::vector<float> roundB = roundedCopy(b, rounding);
    a.start = roundA.data();
    b.start = roundB.data();
    a.ld = a.rows;
    b.ld = b.rows;
    multiply(p, alpha, a, b, beta, c, ldc);
}

void multiplyRounded(const Product &p, double alpha, const Factor<double> &a, const Factor<double> &b, double beta,
                     double *c, int64_t ldc, Rounding) {
    multiply(p, alpha, a, b, beta, c, ldc);
}

// Whether two ranges of bytes share one.
bool overlap(const void *a, int64_t aBytes, const void *b, int64_t bBytes) {
    if (aBytes == 0 || bBytes == 0) return false;
    auto firstA = reinterpret_cast<uint64_t>(a), firstB = reinterpret_cast<uint64_t>(b);
    return firstA < firstB + static_cast<uint64_t>(bBytes) && firstB < firstA + static_cast<uint64_t>(aBytes);
}

// Bytes from the first to the last entry of a factor.
template <class T>
int64_t extent(int64_t rows, int64_t cols, int64_t ld) {
    return rows == 0 || cols == 0 ? 0 : (ld * (cols - 1) + rows) * static_cast<int64_t>(sizeof(T));
}

// Checks and issues one product, or many that lie strides apart.
template <class T>
int gemm(BlasCall &call, const Product &p, const T *alpha, Factor<T> a, Factor<T> b, const T *beta, T *c, int64_t ldc,
         int64_t strideC, Rounding rounding) {
    call.require(p.transposeA >= 0 && p.transposeA <= 2 && p.transposeB >= 0 && p.transposeB <= 2,
                 "an operation is N, T or C")
        .require(p.m >= 0 && p.n >= 0 && p.k >= 0 && p.count >= 0, "no size is negative")
        .require(std::max({p.m, p.n, p.k, a.ld, b.ld, ldc}) <= INT_MAX, "the stand-in's sizes fit in 32 bits");
    if (call.status() != BLAS_SUCCESS) return call.status();
    a.rows = p.transposeA ? p.k : p.m;
    a.cols = p.transposeA ? p.m : p.k;
    b.rows = p.transposeB ? p.n : p.k;
    b.cols = p.transposeB ? p.k : p.n;
    call.scalar("alpha", alpha, sizeof(T)).scalar("beta", beta, sizeof(T))
        .matrices("A", a.start, a.rows, a.cols, a.ld, sizeof(T), a.stride, p.count)
        .matrices("B", b.start, b.rows, b.cols, b.ld, sizeof(T), b.stride, p.count)
        .matrices("C", c, p.m, p.n, ldc, sizeof(T), strideC, p.count);
    int64_t bytesC = extent<T>(p.m, p.n, ldc);
    call.require(!overlap(c, bytesC, a.start, extent<T>(a.rows, a.cols, a.ld)), "C does not overlap A")
        .require(!overlap(c, bytesC, b.start, extent<T>(b.rows, b.cols, b.ld)), "C does not overlap B")
        .require(p.count <= 1 || p.n == 0 || strideC >= ldc * (p.n - 1) + p.m, "the matrices of a batch C are apart");
    if (call.status() != BLAS_SUCCESS) return call.status();
    Scalar<T> alphaValue(call, alpha), betaValue(call, beta);
    return call.issue([=] {
        for (int64_t i = 0; i < p.count; i++) {
            Factor<T> ai = a, bi = b;
            ai.start += i * a.stride;
            bi.start += i * b.stride;
            T *ci = c + i * strideC;
            T al = alphaValue.value(), be = betaValue.value();
            if (rounding == Rounding::NONE || al == T(0)) multiply(p, al, ai, bi, be, ci, ldc);
            else multiplyRounded(p, al, ai, bi, be, ci, ldc, rounding);
        }
    });
}

// A product with the types of its matrices given as numbers.
struct Types {
    int a;
    int b;
    int c;
    int compute;
};

struct Untyped {
    const void *start;
    int64_t ld;
    int64_t stride;
};

template <class T>
Factor<T> typed(const Untyped &factor) {
    return Factor<T>{static_cast<const T *>(factor.start), 0, 0, factor.ld, factor.stride};
}

// The products that the stand-in has: float and double, the same type everywhere.
int gemmEx(BlasCall &call, const Product &p, const Types &types, const void *alpha, const Untyped &a,
           const Untyped &b, const void *beta, const Untyped &c) {
    if (call.status() != BLAS_SUCCESS) return call.status();
    bool floats = types.a == 0 && types.b == 0 && types.c == 0;
    bool doubles = types.a == 1 && types.b == 1 && types.c == 1;
    int compute = types.compute;
    if (doubles && (compute == DOUBLE || compute == DOUBLE_PEDANTIC)) {
        return gemm(call, p, static_cast<const double *>(alpha), typed<double>(a), typed<double>(b),
                    static_cast<const double *>(beta), static_cast<double *>(const_cast<void *>(c.start)), c.ld,
                    c.stride, Rounding::NONE);
    }
    Rounding rounding = compute == FLOAT_FAST_TF32   ? Rounding::TF32
                        : compute == FLOAT_FAST_BF16 ? Rounding::BF16
                        : compute == FLOAT           ? call.rounding()
                                                     : Rounding::NONE;
    bool known = compute == FLOAT || compute == FLOAT_PEDANTIC || rounding != Rounding::NONE;
    if (floats && known) {
        return gemm(call, p, static_cast<const float *>(alpha), typed<float>(a), typed<float>(b),
                    static_cast<const float *>(beta), static_cast<float *>(const_cast<void *>(c.start)), c.ld,
                    c.stride, rounding);
    }
    violation("cublasGemmEx: types %d %d %d with compute type %d", types.a, types.b, types.c, compute);
    return BLAS_NOT_SUPPORTED;
}

}  // namespace

// gemm and its batched form, for one type and one width of the sizes.
#define STANDIN_GEMM(NAME, BATCHED, T, N)                                                                             \
    STANDIN_API int NAME(void *handle, int ta, int tb, N m, N n, N k, const T *alpha, const T *a, N lda, const T *b,  \
                         N ldb, const T *beta, T *c, N ldc) {                                                         \
        STANDIN_BLAS(handle);                                                                                         \
        if (call.status() != BLAS_SUCCESS) return call.status();                                                      \
        return gemm<T>(call, Product{ta, tb, m, n, k, 1}, alpha, Factor<T>{a, 0, 0, lda, 0},                          \
                       Factor<T>{b, 0, 0, ldb, 0}, beta, c, ldc, 0, call.rounding());                                 \
    }                                                                                                                 \
    STANDIN_API int BATCHED(void *handle, int ta, int tb, N m, N n, N k, const T *alpha, const T *a, N lda,           \
                            int64_t strideA, const T *b, N ldb, int64_t strideB, const T *beta, T *c, N ldc,          \
                            int64_t strideC, N count) {                                                               \
        STANDIN_BLAS(handle);                                                                                         \
        if (call.status() != BLAS_SUCCESS) return call.status();                                                      \
        return gemm<T>(call, Product{ta, tb, m, n, k, count}, alpha, Factor<T>{a, 0, 0, lda, strideA},                \
                       Factor<T>{b, 0, 0, ldb, strideB}, beta, c, ldc, strideC, call.rounding());                     \
    }

STANDIN_GEMM(cublasSgemm_v2, cublasSgemmStridedBatched, float, int)
STANDIN_GEMM(cublasDgemm_v2, cublasDgemmStridedBatched, double, int)
STANDIN_GEMM(cublasSgemm_v2_64, cublasSgemmStridedBatched_64, float, int64_t)
STANDIN_GEMM(cublasDgemm_v2_64, cublasDgemmStridedBatched_64, double, int64_t)

// GemmEx and its batched form, for one width of the sizes.
#define STANDIN_GEMM_EX(NAME, BATCHED, N)                                                                             \
    STANDIN_API int NAME(void *handle, int ta, int tb, N m, N n, N k, const void *alpha, const void *a, int typeA,    \
                         N lda, const void *b, int typeB, N ldb, const void *beta, void *c, int typeC, N ldc,         \
                         int compute, int) {                                                                          \
        STANDIN_BLAS(handle);                                                                                         \
        return gemmEx(call, Product{ta, tb, m, n, k, 1}, Types{typeA, typeB, typeC, compute}, alpha,                  \
                      Untyped{a, lda, 0}, Untyped{b, ldb, 0}, beta, Untyped{c, ldc, 0});                              \
    }                                                                                                                 \
    STANDIN_API int BATCHED(void *handle, int ta, int tb, N m, N n, N k, const void *alpha, const void *a, int typeA, \
                            N lda, int64_t strideA, const void *b, int typeB, N ldb, int64_t strideB,                 \
                            const void *beta, void *c, int typeC, N ldc, int64_t strideC, N count, int compute,       \
                            int) {                                                                                    \
        STANDIN_BLAS(handle);                                                                                         \
        return gemmEx(call, Product{ta, tb, m, n, k, count}, Types{typeA, typeB, typeC, compute}, alpha,              \
                      Untyped{a, lda, strideA}, Untyped{b, ldb, strideB}, beta, Untyped{c, ldc, strideC});            \
    }

STANDIN_GEMM_EX(cublasGemmEx, cublasGemmStridedBatchedEx, int)
STANDIN_GEMM_EX(cublasGemmEx_64, cublasGemmStridedBatchedEx_64, int64_t)
