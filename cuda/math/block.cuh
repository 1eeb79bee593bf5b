// Reductions over the threads of a warp and of a block, always in the same order: within a warp by halves, then warp
// after warp. blockDim.x is a multiple of 32; every thread of the block must come, and every thread gets the result.
#ifndef SELI_BLOCK_CUH
#define SELI_BLOCK_CUH
#include "sums.cuh"

__device__ inline int laneInWarp() {
    return static_cast<int>(threadIdx.x) % WARP;
}

__device__ inline int warpInBlock() {
    return static_cast<int>(threadIdx.x) / WARP;
}

/** The value of the lane `distance` above. */
__device__ inline double fromAbove(double value, int distance) {
    return __shfl_down_sync(ALL_LANES, value, distance);
}

__device__ inline CompensatedSum fromAbove(CompensatedSum sum, int distance) {
    return CompensatedSum{fromAbove(sum.high, distance), fromAbove(sum.low, distance)};
}

struct Add {
    __device__ double operator()(double a, double b) const { return a + b; }

    __device__ CompensatedSum operator()(CompensatedSum a, CompensatedSum b) const {
        a.add(b.high);
        a.low += b.low;
        return a;
    }
};

/** The larger; NaN stays. */
struct Larger {
    __device__ double operator()(double a, double b) const { return larger(a, b); }
};

/** Lane 0 gets the merged value of its warp. */
template <class T, class Merge> __device__ inline T warpReduce(T value, Merge merge) {
    for (int distance = WARP / 2; distance > 0; distance /= 2) {
        value = merge(value, fromAbove(value, distance));
    }
    return value;
}

// static: its shared array must not be merged with that of another file (native/emulation).
template <class T, class Merge> static __device__ T blockReduce(T value, Merge merge) {
    __shared__ T warps[WARP];
    value = warpReduce(value, merge);
    __syncthreads(); // the reduction before this one may still be read
    if (laneInWarp() == 0) {
        warps[warpInBlock()] = value;
    }
    __syncthreads();
    T total = warps[0];
    for (int warp = 1; warp < static_cast<int>(blockDim.x) / WARP; warp++) {
        total = merge(total, warps[warp]);
    }
    return total;
}

__device__ inline double blockSum(double value) {
    return blockReduce(value, Add{});
}

__device__ inline double blockLargest(double value) {
    return blockReduce(value, Larger{});
}

/** The threads' sums of exponentials as one: the maximum first, so that each thread takes one exponential. */
template <class N> __device__ inline OnlineSum<N> blockMerge(OnlineSum<N> own) {
    N max = static_cast<N>(blockLargest(own.max));
    return OnlineSum<N>{max, blockSum(rescaled(own.sum, own.max, max))};
}

#endif
