// cuSOLVER: symmetric eigendecompositions by LAPACK's syevd, under the rules of syevd and syevj.
#include "lapack.h"
#include "solver_calls.h"
#include "spoil.h"

using namespace standin;

namespace {

// Elements of workspace that the stand-in asks for.
int64_t workspaceElements(int64_t n) { return 2 * n * n + 6 * n + 1; }

// The eigenvalues of one triangle of A, and in A its vectors where asked for.
template <class T>
struct Eigen {
    bool vectors;
    bool upper;
    int n;
    T *a;
    int lda;
    T *w;
};

// Runs LAPACK, spoils the result if that was ordered, destroys A where it holds no vectors, and reports info.
template <class T>
void run(const Eigen<T> &d, int *info) {
    char job = d.vectors ? 'V' : 'N', triangle = d.upper ? 'U' : 'L';
    int status = 0, lda = std::max(d.lda, 1), integers = 0;
    T size = 0;
    auto call = [&](T *work, int length, int *indices, int indexLength) {
        Lapack<T>::syevd(&job, &triangle, &d.n, d.a, &lda, d.w, work, &length, indices, &indexLength, &status);
    };
    call(&size, -1, &integers, -1);
    std::vector<T> work(static_cast<size_t>(size) + 1);
    std::vector<int> indices(static_cast<size_t>(integers) + 1);
    call(work.data(), static_cast<int>(work.size()), indices.data(), static_cast<int>(indices.size()));
    spoil(Decomposition<T>{d.w, d.n, d.vectors ? d.a : nullptr, d.n, lda, nullptr, 0, 0});
    if (!d.vectors) poisonColumns(d.a, d.n, d.n, lda);
    *info = infoToReport(status);
}

// Checks and issues a decomposition.
template <class T>
int decompose(SolverCall &call, const Eigen<T> &d, T *work, int length, int *info) {
    call.matrix("A", d.a, d.n, d.n, d.lda, sizeof(T)).array("W", d.w, d.n, sizeof(T))
        .workspace(work, length, workspaceElements(d.n), sizeof(T)).array("devInfo", info, 1, sizeof(int));
    if (call.status() != SOLVER_SUCCESS) return call.status();
    return call.issue([=] {
        run(d, info);
        poisonColumns(work, length, 1, length);
    });
}

// Puts the size of the workspace in its place.
int answer(const SolverCall &call, int n, int *elements) {
    if (call.status() == SOLVER_SUCCESS) *elements = static_cast<int>(workspaceElements(n));
    return call.status();
}

}  // namespace

// The eigendecompositions of one type (prefix P).
#define STANDIN_EIGEN(P, T)                                                                                         \
    STANDIN_API int P##syevd_bufferSize(void *handle, int, int, int n, const T *, int, const T *, int *elements) {  \
        STANDIN_SOLVER(handle);                                                                                     \
        return answer(call, n, elements);                                                                           \
    }                                                                                                               \
    STANDIN_API int P##syevd(void *handle, int vectors, int upper, int n, T *a, int lda, T *w, T *work, int length, \
                             int *info) {                                                                           \
        STANDIN_SOLVER(handle);                                                                                     \
        return decompose(call, Eigen<T>{vectors != 0, upper != 0, n, a, lda, w}, work, length, info);               \
    }                                                                                                               \
    STANDIN_API int P##syevj_bufferSize(void *handle, int, int, int n, const T *, int, const T *, int *elements,    \
                                        void *parameters) {                                                         \
        STANDIN_SOLVER(handle);                                                                                     \
        if (!jacobiParameters().find(call.name(), parameters)) return SOLVER_INVALID_VALUE;                         \
        return answer(call, n, elements);                                                                           \
    }                                                                                                               \
    STANDIN_API int P##syevj(void *handle, int vectors, int upper, int n, T *a, int lda, T *w, T *work, int length, \
                             int *info, void *parameters) {                                                         \
        STANDIN_SOLVER(handle);                                                                                     \
        if (!jacobiParameters().find(call.name(), parameters)) return SOLVER_INVALID_VALUE;                         \
        return decompose(call, Eigen<T>{vectors != 0, upper != 0, n, a, lda, w}, work, length, info);               \
    }

STANDIN_EIGEN(cusolverDnS, float)
STANDIN_EIGEN(cusolverDnD, double)
