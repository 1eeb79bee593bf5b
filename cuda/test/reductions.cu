// Kernels around the reductions of block.cuh that no kernel of the product needs, to test them by.
#include "block.cuh"

/** Sums that follow one another at once: x_i <- sum over i of 2^r x_i, for r = 0, 1, 2, added up. */
extern "C" __global__ void repeated_sums(double *x) {
    double own = x[threadIdx.x];
    double total = 0;
    for (int round = 0; round < 3; round++) {
        total += blockSum(own);
        own *= 2;
    }
    x[threadIdx.x] = total;
}
