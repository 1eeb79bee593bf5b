// cuSOLVER: singular value decompositions by LAPACK's gesvd, under the rules of gesvd and gesvdj.
#include "lapack.h"
#include "solver_calls.h"
#include "spoil.h"

using namespace standin;

namespace {

// Elements of workspace that the stand-in asks for.
int64_t workspaceElements(int64_t m, int64_t n) { return 6 * std::max(m, n) + 64 * (m + n); }

// A = U diag(S) VT, as LAPACK takes it.
template <class T>
struct Svd {
    char jobU;
    char jobVT;
    int m;
    int n;
    T *a;
    int lda;
    T *s;
    T *u;
    int ldu;
    T *vt;
    int ldvt;
};

// Whether a job leaves vectors in their own matrix.
bool keeps(char job) { return job == 'A' || job == 'S'; }

// Runs LAPACK, spoils the result if that was ordered, destroys A, and reports info.
template <class T>
void run(const Svd<T> &d, int *info) {
    int status = 0, query = -1, ldu = std::max(d.ldu, 1), ldvt = std::max(d.ldvt, 1);
    T size = 0;
    auto call = [&](T *work, int length) {
        Lapack<T>::gesvd(&d.jobU, &d.jobVT, &d.m, &d.n, d.a, &d.lda, d.s, d.u, &ldu, d.vt, &ldvt, work, &length,
                         &status);
    };
    call(&size, query);
    std::vector<T> work(static_cast<size_t>(size) + 1);
    call(work.data(), static_cast<int>(work.size()));
    spoil(Decomposition<T>{d.s, std::min(d.m, d.n), keeps(d.jobU) ? d.u : nullptr, d.m, ldu,
                           keeps(d.jobVT) ? d.vt : nullptr, d.n, ldvt});
    if (d.jobU != 'O' && d.jobVT != 'O') poisonColumns(d.a, d.m, d.n, d.lda);
    *info = infoToReport(status);
}

// gesvd: m >= n, VT is transposed, A is destroyed.
template <class T>
int gesvd(SolverCall &call, const Svd<T> &d, T *work, int length, int *info) {
    int64_t colsU = d.jobU == 'A' ? d.m : d.jobU == 'S' ? d.n : 0;
    int64_t rowsVT = keeps(d.jobVT) ? d.n : 0;
    call.require(d.m >= d.n, "m >= n")
        .require(strchr("ASON", d.jobU) && strchr("ASON", d.jobVT), "a job is A, S, O or N")
        .require(d.jobU != 'O' || d.jobVT != 'O', "only one job is O")
        .matrix("A", d.a, d.m, d.n, d.lda, sizeof(T)).array("S", d.s, d.n, sizeof(T))
        .matrix("U", d.u, d.m, colsU, d.ldu, sizeof(T)).matrix("VT", d.vt, rowsVT, d.n, d.ldvt, sizeof(T))
        .workspace(work, length, workspaceElements(d.m, d.n), sizeof(T))
        .array("devInfo", info, 1, sizeof(int));
    if (call.status() != SOLVER_SUCCESS) return call.status();
    return call.issue([=] {
        run(d, info);
        poisonColumns(work, length, 1, length);
    });
}

// gesvdj: V itself and not its transpose, A is destroyed.
template <class T>
int gesvdj(SolverCall &call, bool vectors, bool economy, const Svd<T> &d, T *work, int length, int *info) {
    int least = std::min(d.m, d.n);
    int colsU = economy ? least : d.m, colsV = economy ? least : d.n;
    call.matrix("A", d.a, d.m, d.n, d.lda, sizeof(T)).array("S", d.s, least, sizeof(T))
        .matrix("U", d.u, d.m, vectors ? colsU : 0, d.ldu, sizeof(T))
        .matrix("V", d.vt, d.n, vectors ? colsV : 0, d.ldvt, sizeof(T))
        .workspace(work, length, workspaceElements(d.m, d.n), sizeof(T))
        .array("info", info, 1, sizeof(int));
    if (call.status() != SOLVER_SUCCESS) return call.status();
    return call.issue([=] {
        std::vector<T> transposed(static_cast<size_t>(colsV) * static_cast<size_t>(d.n));
        Svd<T> plain = d;
        plain.jobU = plain.jobVT = !vectors ? 'N' : economy ? 'S' : 'A';
        plain.vt = transposed.data();
        plain.ldvt = colsV;
        run(plain, info);
        for (int j = 0; vectors && j < colsV; j++) {
            for (int i = 0; i < d.n; i++) {
                d.vt[i + int64_t{j} * d.ldvt] = transposed[static_cast<size_t>(j + int64_t{i} * colsV)];
            }
        }
        poisonColumns(work, length, 1, length);
    });
}

// Puts the size of the workspace in its place.
int answer(const SolverCall &call, int m, int n, int *elements) {
    if (call.status() == SOLVER_SUCCESS) *elements = static_cast<int>(workspaceElements(m, n));
    return call.status();
}

}  // namespace

// The singular value decompositions of one type (prefix P).
#define STANDIN_SVD(P, T)                                                                                              \
    STANDIN_API int P##gesvd_bufferSize(void *handle, int m, int n, int *elements) {                                   \
        STANDIN_SOLVER(handle);                                                                                        \
        return answer(call, m, n, elements);                                                                           \
    }                                                                                                                  \
    STANDIN_API int P##gesvd(void *handle, signed char jobU, signed char jobVT, int m, int n, T *a, int lda, T *s,     \
                             T *u, int ldu, T *vt, int ldvt, T *work, int length, T *, int *info) {                    \
        STANDIN_SOLVER(handle);                                                                                        \
        Svd<T> svd{static_cast<char>(jobU), static_cast<char>(jobVT), m, n, a, lda, s, u, ldu, vt, ldvt};              \
        return gesvd(call, svd, work, length, info);                                                                   \
    }                                                                                                                  \
    STANDIN_API int P##gesvdj_bufferSize(void *handle, int, int, int m, int n, const T *, int, const T *, const T *,   \
                                         int, const T *, int, int *elements, void *parameters) {                       \
        STANDIN_SOLVER(handle);                                                                                        \
        if (!jacobiParameters().find(call.name(), parameters)) return SOLVER_INVALID_VALUE;                            \
        return answer(call, m, n, elements);                                                                           \
    }                                                                                                                  \
    STANDIN_API int P##gesvdj(void *handle, int vectors, int economy, int m, int n, T *a, int lda, T *s, T *u,         \
                              int ldu, T *v, int ldv, T *work, int length, int *info, void *parameters) {              \
        STANDIN_SOLVER(handle);                                                                                        \
        if (!jacobiParameters().find(call.name(), parameters)) return SOLVER_INVALID_VALUE;                            \
        Svd<T> svd{'N', 'N', m, n, a, lda, s, u, ldu, v, ldv};                                                         \
        return gesvdj(call, vectors != 0, economy != 0, svd, work, length, info);                                      \
    }

STANDIN_SVD(cusolverDnS, float)
STANDIN_SVD(cusolverDnD, double)
