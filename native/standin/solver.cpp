// cuSOLVER: handles, versions, parameters of the Jacobi methods.
#include "solver.h"

#include "lapack.h"
#include "state.h"
#include "streams.h"

using namespace standin;

namespace {

enum Status { DONE = 0, NOT_INITIALIZED_YET = 1, WRONG_VALUE = 3 };

// Creates the parameters of a Jacobi method at the place that the caller names.
int createParameters(const std::string &call, void **handle) {
    if (handle == nullptr) {
        violation("%s: the place for the handle is null", call.c_str());
        return WRONG_VALUE;
    }
    *handle = jacobiParameters().add(std::make_shared<JacobiParameters>());
    return DONE;
}

// The version of the library set: major, minor, patch.
int versionPart(int part) {
    const int twelve[] = {11, 6, 4}, thirteen[] = {12, 0, 0};
    return (generation() == 13 ? thirteen : twelve)[part];
}

}  // namespace

Registry<SolverHandle> &standin::solverHandles() {
    static auto *registry = new Registry<SolverHandle>("cuSOLVER handle");
    return *registry;
}

Registry<JacobiParameters> &standin::jacobiParameters() {
    static auto *registry = new Registry<JacobiParameters>("parameters of a Jacobi method");
    return *registry;
}

STANDIN_API int cusolverDnCreate(void **handle) {
    STANDIN_ENTER(SOLVER, CONTEXT);
    useOneProcessor();
    *handle = solverHandles().add(std::make_shared<SolverHandle>());
    return DONE;
}

STANDIN_API int cusolverDnDestroy(void *handle) {
    STANDIN_ENTER(SOLVER, CONTEXT);
    return solverHandles().remove(entry.name(), handle) ? DONE : NOT_INITIALIZED_YET;
}

STANDIN_API int cusolverDnSetStream(void *handle, void *stream) {
    STANDIN_ENTER(SOLVER, CONTEXT);
    auto solver = solverHandles().find(entry.name(), handle);
    if (!solver) return NOT_INITIALIZED_YET;
    if (!streamOf(entry.name(), stream)) return WRONG_VALUE;
    solver->streamHandle = stream;
    return DONE;
}

STANDIN_API int cusolverDnGetStream(void *handle, void **stream) {
    STANDIN_ENTER(SOLVER, CONTEXT);
    auto solver = solverHandles().find(entry.name(), handle);
    if (!solver) return NOT_INITIALIZED_YET;
    *stream = solver->streamHandle;
    return DONE;
}

STANDIN_API int cusolverGetProperty(int part, int *value) {
    STANDIN_ENTER(SOLVER, NOTHING);
    if (part < 0 || part > 2) return WRONG_VALUE;
    *value = versionPart(part);
    return DONE;
}

STANDIN_API int cusolverGetVersion(int *version) {
    STANDIN_ENTER(SOLVER, NOTHING);
    *version = 1000 * versionPart(0) + 100 * versionPart(1) + versionPart(2);
    return DONE;
}

STANDIN_API int cusolverDnCreateGesvdjInfo(void **handle) {
    STANDIN_ENTER(SOLVER, NOTHING);
    return createParameters(entry.name(), handle);
}

STANDIN_API int cusolverDnCreateSyevjInfo(void **handle) {
    STANDIN_ENTER(SOLVER, NOTHING);
    return createParameters(entry.name(), handle);
}

// The functions that take the parameters of one Jacobi method, whose name is METHOD in two spellings.
#define STANDIN_JACOBI(CREATED, METHOD)                                                                    \
    STANDIN_API int cusolverDnDestroy##CREATED##Info(void *handle) {                                       \
        STANDIN_ENTER(SOLVER, NOTHING);                                                                    \
        return jacobiParameters().remove(entry.name(), handle) ? DONE : WRONG_VALUE;                       \
    }                                                                                                      \
    STANDIN_API int cusolverDnX##METHOD##SetTolerance(void *handle, double tolerance) {                    \
        STANDIN_ENTER(SOLVER, NOTHING);                                                                    \
        auto parameters = jacobiParameters().find(entry.name(), handle);                                   \
        if (!parameters) return WRONG_VALUE;                                                               \
        parameters->tolerance = tolerance;                                                                 \
        return DONE;                                                                                       \
    }                                                                                                      \
    STANDIN_API int cusolverDnX##METHOD##SetMaxSweeps(void *handle, int sweeps) {                          \
        STANDIN_ENTER(SOLVER, NOTHING);                                                                    \
        auto parameters = jacobiParameters().find(entry.name(), handle);                                   \
        if (!parameters) return WRONG_VALUE;                                                               \
        parameters->sweeps = sweeps;                                                                       \
        return DONE;                                                                                       \
    }                                                                                                      \
    STANDIN_API int cusolverDnX##METHOD##SetSortEig(void *handle, int sorted) {                            \
        STANDIN_ENTER(SOLVER, NOTHING);                                                                    \
        auto parameters = jacobiParameters().find(entry.name(), handle);                                   \
        if (!parameters) return WRONG_VALUE;                                                               \
        parameters->sorted = sorted != 0;                                                                  \
        return DONE;                                                                                       \
    }

STANDIN_JACOBI(Gesvdj, gesvdj)
STANDIN_JACOBI(Syevj, syevj)
