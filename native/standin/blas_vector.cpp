// cuBLAS: operations on vectors, by plain loops in a fixed order.
#include <cmath>
#include <cstdlib>

#include "blas.h"

using namespace standin;

namespace {

// A vector with its increment; a negative one runs from the end, as in BLAS.
template <class T>
struct Strided {
    T *start;
    int64_t n;
    int64_t increment;
    T &at(int64_t i) const { return start[increment > 0 ? i * increment : (i - n + 1) * increment]; }
};

// y = alpha x + y.
template <class T>
int axpy(BlasCall &call, const T *alpha, Strided<const T> x, Strided<T> y) {
    call.scalar("alpha", alpha, sizeof(T))
        .vector("x", x.start, x.n, x.increment, sizeof(T))
        .vector("y", y.start, y.n, y.increment, sizeof(T));
    if (call.status() != BLAS_SUCCESS) return call.status();
    Scalar<T> factor(call, alpha);
    return call.issue([=] {
        for (int64_t i = 0; i < x.n; i++) y.at(i) += factor.value() * x.at(i);
    });
}

// x = alpha x.
template <class T>
int scal(BlasCall &call, const T *alpha, Strided<T> x) {
    call.scalar("alpha", alpha, sizeof(T)).vector("x", x.start, x.n, x.increment, sizeof(T));
    if (call.status() != BLAS_SUCCESS) return call.status();
    Scalar<T> factor(call, alpha);
    return call.issue([=] {
        for (int64_t i = 0; i < x.n; i++) x.at(i) *= factor.value();
    });
}

// y = x.
template <class T>
int copy(BlasCall &call, Strided<const T> x, Strided<T> y) {
    call.vector("x", x.start, x.n, x.increment, sizeof(T)).vector("y", y.start, y.n, y.increment, sizeof(T));
    if (call.status() != BLAS_SUCCESS) return call.status();
    return call.issue([=] {
        for (int64_t i = 0; i < x.n; i++) y.at(i) = x.at(i);
    });
}

// The scalar product.
template <class T>
int dot(BlasCall &call, Strided<const T> x, Strided<const T> y, T *result) {
    call.vector("x", x.start, x.n, x.increment, sizeof(T))
        .vector("y", y.start, y.n, y.increment, sizeof(T))
        .result(result, sizeof(T));
    if (call.status() != BLAS_SUCCESS) return call.status();
    return call.issue([=] {
        T sum = 0;
        for (int64_t i = 0; i < x.n; i++) sum += x.at(i) * y.at(i);
        *result = sum;
    });
}

// The Euclidean norm, with the range of a long double.
template <class T>
int nrm2(BlasCall &call, Strided<const T> x, T *result) {
    call.vector("x", x.start, x.n, x.increment, sizeof(T)).result(result, sizeof(T));
    if (call.status() != BLAS_SUCCESS) return call.status();
    return call.issue([=] {
        long double sum = 0;
        for (int64_t i = 0; i < x.n; i++) sum += static_cast<long double>(x.at(i)) * x.at(i);
        *result = static_cast<T>(std::sqrt(sum));
    });
}

// The sum of absolute values.
template <class T>
int asum(BlasCall &call, Strided<const T> x, T *result) {
    call.vector("x", x.start, x.n, x.increment, sizeof(T)).result(result, sizeof(T));
    if (call.status() != BLAS_SUCCESS) return call.status();
    return call.issue([=] {
        T sum = 0;
        for (int64_t i = 0; i < x.n; i++) sum += std::abs(x.at(i));
        *result = sum;
    });
}

// The first index, counted from 1, of the greatest absolute value; 0 for an empty vector.
template <class T, class N>
int amax(BlasCall &call, Strided<const T> x, N *result) {
    call.vector("x", x.start, x.n, x.increment, sizeof(T)).result(result, sizeof(N));
    if (call.status() != BLAS_SUCCESS) return call.status();
    return call.issue([=] {
        int64_t best = 0;
        for (int64_t i = 1; i < x.n; i++) {
            if (std::abs(x.at(i)) > std::abs(x.at(best))) best = i;
        }
        *result = static_cast<N>(x.n > 0 ? best + 1 : 0);
    });
}

}  // namespace

// The vector functions of one type (prefix P, I for the index) and one width N of the sizes; names end in END.
#define STANDIN_VECTOR(P, I, T, N, END)                                                                          \
    STANDIN_API int P##axpy##END(void *handle, N n, const T *alpha, const T *x, N incx, T *y, N incy) {          \
        STANDIN_BLAS(handle);                                                                                    \
        return axpy<T>(call, alpha, Strided<const T>{x, n, incx}, Strided<T>{y, n, incy});                       \
    }                                                                                                            \
    STANDIN_API int P##scal##END(void *handle, N n, const T *alpha, T *x, N incx) {                              \
        STANDIN_BLAS(handle);                                                                                    \
        return scal<T>(call, alpha, Strided<T>{x, n, incx});                                                     \
    }                                                                                                            \
    STANDIN_API int P##copy##END(void *handle, N n, const T *x, N incx, T *y, N incy) {                          \
        STANDIN_BLAS(handle);                                                                                    \
        return copy<T>(call, Strided<const T>{x, n, incx}, Strided<T>{y, n, incy});                              \
    }                                                                                                            \
    STANDIN_API int P##dot##END(void *handle, N n, const T *x, N incx, const T *y, N incy, T *result) {          \
        STANDIN_BLAS(handle);                                                                                    \
        return dot<T>(call, Strided<const T>{x, n, incx}, Strided<const T>{y, n, incy}, result);                 \
    }                                                                                                            \
    STANDIN_API int P##nrm2##END(void *handle, N n, const T *x, N incx, T *result) {                             \
        STANDIN_BLAS(handle);                                                                                    \
        return nrm2<T>(call, Strided<const T>{x, n, incx}, result);                                              \
    }                                                                                                            \
    STANDIN_API int P##asum##END(void *handle, N n, const T *x, N incx, T *result) {                             \
        STANDIN_BLAS(handle);                                                                                    \
        return asum<T>(call, Strided<const T>{x, n, incx}, result);                                              \
    }                                                                                                            \
    STANDIN_API int I##amax##END(void *handle, N n, const T *x, N incx, N *result) {                             \
        STANDIN_BLAS(handle);                                                                                    \
        return amax<T, N>(call, Strided<const T>{x, n, incx}, result);                                           \
    }

STANDIN_VECTOR(cublasS, cublasIs, float, int, _v2)
STANDIN_VECTOR(cublasD, cublasId, double, int, _v2)
STANDIN_VECTOR(cublasS, cublasIs, float, int64_t, _v2_64)
STANDIN_VECTOR(cublasD, cublasId, double, int64_t, _v2_64)
