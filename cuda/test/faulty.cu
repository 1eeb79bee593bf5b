// Kernels with one fault each, which the emulation must report or make visible; not part of the product.

extern "C" __global__ void missing_barrier(double *x) {
    __shared__ double mirrored[64];
    mirrored[63 - threadIdx.x] = x[threadIdx.x];
    x[threadIdx.x] = mirrored[threadIdx.x];
}

extern "C" __global__ void shared_not_written(double *x) {
    DYNAMIC_SHARED(double, room);
    x[threadIdx.x] = room[threadIdx.x];
}

extern "C" __global__ void shuffle_with_lanes_gone(double *x) {
    if (threadIdx.x < 16) {
        x[threadIdx.x] = __shfl_down_sync(0xffffffffu, x[threadIdx.x], 8);
    }
}

extern "C" __global__ void shuffle_outside_mask(double *x) {
    if (threadIdx.x < 16) {
        x[threadIdx.x] = __shfl_down_sync(0x0000ffffu, x[threadIdx.x], 8);
    }
}

extern "C" __global__ void lane_not_in_mask(double *x) {
    x[threadIdx.x] = __shfl_xor_sync(0x0000ffffu, x[threadIdx.x], 1);
}

extern "C" __global__ void different_barriers(double *x) {
    if (threadIdx.x < 32) {
        __syncthreads();
    } else {
        x[threadIdx.x] = 1;
        __syncthreads();
    }
}

extern "C" __global__ void barrier_against_warp(double *x) {
    if (threadIdx.x == 0) {
        __syncthreads();
    } else {
        x[threadIdx.x] = __shfl_xor_sync(0xffffffffu, x[threadIdx.x], 1);
    }
}

extern "C" __global__ void last_writer(double *x) {
    x[0] = threadIdx.x;
}

extern "C" __global__ void shared_too_small(double *x) {
    DYNAMIC_SHARED(double, room);
    room[threadIdx.x + 1] = x[threadIdx.x];
}

extern "C" __global__ void warps_race(double *x) {
    __shared__ double first;
    if (threadIdx.x == 0) {
        first = 1;
    }
    __syncthreads();
    x[threadIdx.x] = first;
    __syncwarp();
    if (threadIdx.x == 0) {
        first = 2; // a barrier is missing before this
    }
}

extern "C" __global__ void sound(double *x) {
    __shared__ double mirrored[64];
    mirrored[63 - threadIdx.x] = __shfl_xor_sync(0xffffffffu, x[threadIdx.x], 1);
    int all = __syncthreads_and(threadIdx.x < 64);
    unsigned even = __ballot_sync(0xffffffffu, threadIdx.x % 2 == 0);
    x[threadIdx.x] = mirrored[threadIdx.x] + (all && even == 0x55555555u ? 0 : 1000);
}
