// What depends on the classes of the columns of H (d x n), and the moving of columns.
//
//   class_means      means column c <- mean of the columns order[start[c]] .. order[start[c + 1] - 1] of h; 0 if none
//   centre_columns   tile column j <- h column first + j minus the mean of its label, j < count; in double
//   mirror_scaled    out <- upper / divisor, symmetric to the last bit, from the upper triangle of a d x d matrix
//   gather_columns   target column j <- source column columns[j]
//   scatter_columns  target column columns[j] <- source column j; an index must not repeat
//
// Traffic: each operand once. Launch: 256 threads, any grid, no dynamic shared memory. class_means: a block takes 32
// rows of a class at a time, its warp w every eighth column, in double; the warps' sums are added in order.
#include "block.cuh"
#include "entries.cuh"

constexpr int WARPS = BLOCK / WARP;

/** Sum over this warp's share of the class's columns. */
__device__ double rowSum(const REAL *row, long long ldh, const int *order, long long first, long long end) {
    double sum = 0;
    for (long long member = first + warpInBlock(); member < end; member += WARPS) {
        sum += row[order[member] * ldh];
    }
    return sum;
}

extern "C" __global__ void __launch_bounds__(BLOCK)
class_means(const REAL *h, long long ldh, int d, const int *order, const long long *start, int k, REAL *means,
            long long ldm) {
    __shared__ double sums[WARPS][WARP];
    const long long chunks = (d + WARP - 1LL) / WARP;
    for (long long work = blockIdx.x; work < chunks * k; work += gridDim.x) {
        const long long c = work / chunks;
        const long long row = work % chunks * WARP + laneInWarp();
        const long long members = start[c + 1] - start[c];
        sums[warpInBlock()][laneInWarp()] = row < d ? rowSum(h + row, ldh, order, start[c], start[c + 1]) : 0.0;
        __syncthreads();
        if (warpInBlock() == 0 && row < d) {
            double sum = 0;
            for (int warp = 0; warp < WARPS; warp++) {
                sum += sums[warp][laneInWarp()];
            }
            means[row + c * ldm] = members == 0 ? REAL(0) : static_cast<REAL>(sum / members);
        }
        __syncthreads(); // the next chunk's sums go to the same place
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
centre_columns(const REAL *h, long long ldh, int d, long long first, int count, const int *labels, const REAL *means,
               long long ldm, double *tile, long long ldt) {
    for (auto at = gridEntries(d, count); at.inside(); at.next()) {
        long long j = first + at.column;
        double mean = means[at.row + labels[j] * ldm];
        tile[at.row + at.column * ldt] = h[at.row + j * ldh] - mean;
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
mirror_scaled(const double *upper, long long ldu, REAL *out, long long ldo, int d, double divisor) {
    for (auto at = gridEntries(d, d); at.inside(); at.next()) {
        long long row = at.row < at.column ? at.row : at.column;
        long long column = at.row < at.column ? at.column : at.row;
        out[at.row + at.column * ldo] = static_cast<REAL>(upper[row + column * ldu] / divisor);
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
gather_columns(const REAL *source, long long lds, int d, const int *columns, int count, REAL *target, long long ldt) {
    for (auto at = gridEntries(d, count); at.inside(); at.next()) {
        target[at.row + at.column * ldt] = source[at.row + columns[at.column] * lds];
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
scatter_columns(const REAL *source, long long lds, int d, const int *columns, int count, REAL *target, long long ldt) {
    for (auto at = gridEntries(d, count); at.inside(); at.next()) {
        const long long column = columns[at.column];
        if (column >= 0) { // -1: a later one goes to the same place
            target[at.row + column * ldt] = source[at.row + at.column * lds];
        }
    }
}
