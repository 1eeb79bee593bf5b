// The Fortran interface of BLAS and LAPACK, as far as it is used, with one name for both precisions.
#pragma once

extern "C" {
void sgemm_(const char *, const char *, const int *, const int *, const int *, const float *, const float *,
            const int *, const float *, const int *, const float *, float *, const int *);
void dgemm_(const char *, const char *, const int *, const int *, const int *, const double *, const double *,
            const int *, const double *, const int *, const double *, double *, const int *);
void ssyrk_(const char *, const char *, const int *, const int *, const float *, const float *, const int *,
            const float *, float *, const int *);
void dsyrk_(const char *, const char *, const int *, const int *, const double *, const double *, const int *,
            const double *, double *, const int *);
void sgesvd_(const char *, const char *, const int *, const int *, float *, const int *, float *, float *, const int *,
             float *, const int *, float *, const int *, int *);
void dgesvd_(const char *, const char *, const int *, const int *, double *, const int *, double *, double *,
             const int *, double *, const int *, double *, const int *, int *);
void ssyevd_(const char *, const char *, const int *, float *, const int *, float *, float *, const int *, int *,
             const int *, int *);
void dsyevd_(const char *, const char *, const int *, double *, const int *, double *, double *, const int *, int *,
             const int *, int *);
void openblas_set_num_threads(int);
}

namespace standin {

// Keeps OpenBLAS on one processor, so that its sums have one order. Not to be called while libraries are loaded, for
// its own threads begin then.
inline void useOneProcessor() { openblas_set_num_threads(1); }

template <class T>
struct Lapack;

template <>
struct Lapack<float> {
    static constexpr auto gemm = sgemm_;
    static constexpr auto syrk = ssyrk_;
    static constexpr auto gesvd = sgesvd_;
    static constexpr auto syevd = ssyevd_;
};

template <>
struct Lapack<double> {
    static constexpr auto gemm = dgemm_;
    static constexpr auto syrk = dsyrk_;
    static constexpr auto gesvd = dgesvd_;
    static constexpr auto syevd = dsyevd_;
};

}  // namespace standin
