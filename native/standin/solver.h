// Handles and parameter objects of the cuSOLVER stand-in.
#pragma once
#include "registry.h"

namespace standin {

struct SolverHandle {
    void *streamHandle = nullptr;
};

// What a Jacobi method is told.
struct JacobiParameters {
    double tolerance = 0;
    int sweeps = 100;
    bool sorted = true;
};

Registry<SolverHandle> &solverHandles();
Registry<JacobiParameters> &jacobiParameters();

}  // namespace standin
