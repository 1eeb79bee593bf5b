// What the metrics need of each column, in double.
//
//   column_norms     out[j] = sum of squares of column j of x (rows x cols)
//   column_margins   out[j] = z_y - max over c != y of z_c, y the label of column j of z (k x n); NaN stays
//
// Traffic: one read. Launch: 256 threads, any grid, no dynamic shared memory; a warp takes a column at a time.
#include "block.cuh"

__device__ long long firstColumnOfWarp() {
    return static_cast<long long>(blockIdx.x) * (BLOCK / WARP) + warpInBlock();
}

__device__ long long warpsOfGrid() {
    return static_cast<long long>(gridDim.x) * (BLOCK / WARP);
}

extern "C" __global__ void __launch_bounds__(BLOCK)
column_norms(const REAL *x, long long ldx, int rows, long long cols, double *out) {
    for (long long j = firstColumnOfWarp(); j < cols; j += warpsOfGrid()) {
        double sum = 0;
        for (int i = laneInWarp(); i < rows; i += WARP) {
            double entry = x[i + j * ldx];
            sum += entry * entry;
        }
        sum = warpReduce(sum, Add{});
        if (laneInWarp() == 0) {
            out[j] = sum;
        }
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
column_margins(const REAL *z, long long ldz, int k, long long n, const int *labels, double *out) {
    for (long long j = firstColumnOfWarp(); j < n; j += warpsOfGrid()) {
        const REAL *column = z + j * ldz;
        const int y = labels[j];
        double max = -infinity();
        for (int c = laneInWarp(); c < k; c += WARP) {
            max = c == y ? max : larger(max, static_cast<double>(column[c]));
        }
        max = warpReduce(max, Larger{});
        if (laneInWarp() == 0) {
            out[j] = column[y] - max;
        }
    }
}
