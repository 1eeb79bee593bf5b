// One step of gradient descent with momentum, as PyTorch's SGD, in double arithmetic:
// v <- momentum v + (g + ridge x), x <- x - rate v.
//
//   momentum_step   one matrix, scalars as arguments
//   momentum_pair   W and H in one launch; `parameters` is [rate, momentum, ridge of W, ridge of H] in device memory,
//                   so that a captured graph can be launched again with new ones. Where `loss`, that of the old
//                   point, is not finite the step is not taken; else `taken` is counted up.
//
// Traffic: x, g, v read once, x and v written once. Launch: 256 threads, any grid, no dynamic shared memory.
#include "entries.cuh"
#include "momentum.cuh"
#include "portable.cuh"

struct Moving {
    REAL *x;
    long long ldx;
    const REAL *g;
    long long ldg;
    REAL *v;
    long long ldv;
    int rows;
    long long cols;
};

__device__ void momentumStep(const Moving &moving, MomentumRule<double> rule) {
    for (auto at = gridEntries(moving.rows, moving.cols); at.inside(); at.next()) {
        REAL *x = moving.x + at.row + at.column * moving.ldx;
        REAL *v = moving.v + at.row + at.column * moving.ldv;
        *v = rule.velocity(*v, moving.g[at.row + at.column * moving.ldg], *x);
        *x = rule.position(*x, *v);
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
momentum_step(REAL *x, long long ldx, const REAL *g, long long ldg, REAL *v, long long ldv, int rows, long long cols,
              double rate, double momentum, double ridge) {
    momentumStep(Moving{x, ldx, g, ldg, v, ldv, rows, cols}, MomentumRule<double>{rate, momentum, ridge});
}

extern "C" __global__ void __launch_bounds__(BLOCK)
momentum_pair(REAL *w, long long ldw, const REAL *gw, long long ldgw, REAL *vw, long long ldvw, long long colsW,
              REAL *h, long long ldh, const REAL *gh, long long ldgh, REAL *vh, long long ldvh, long long colsH,
              int rows, const double *parameters, const double *loss, long long *taken) {
    if (!isFinite(*loss)) {
        return;
    }
    if (blockIdx.x == 0 && threadIdx.x == 0) {
        ++*taken;
    }
    const double rate = parameters[0];
    const double momentum = parameters[1];
    momentumStep(Moving{w, ldw, gw, ldgw, vw, ldvw, rows, colsW}, MomentumRule<double>{rate, momentum, parameters[2]});
    momentumStep(Moving{h, ldh, gh, ldgh, vh, ldvh, rows, colsH}, MomentumRule<double>{rate, momentum, parameters[3]});
}
