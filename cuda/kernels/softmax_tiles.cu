// Softmax cross-entropy of logits that do not fit: tiles of classes, one after the other, firstClass = 0 first.
// z holds the rows firstClass .. firstClass + tileClasses - 1 of the logits; the formulas are those of softmax.cuh.
//
//   softmax_tile_statistics   per column: runningMax and runningSum over the classes so far other than the label
//                             (firstClass = 0 starts them), and labelLogit = u_y from the tile that holds the label
//   softmax_tile_loss         after the last tile: columnLoss and columnLogLoss
//   softmax_tile_gradient     a tile, recomputed, becomes its rows of the gradient
//
// Traffic in numbers of z: 1 read; then, for the gradient, 1 read and 1 write. Launch: 256 threads, any grid, no
// dynamic shared memory; a block takes a column at a time (tile_loss: a thread). `table` and `plain` as in softmax.cu;
// k is the number of all classes.
#include "block.cuh"
#include "softmax.cuh"

struct Tile {
    REAL *z;
    long long ldz;
    int firstClass;
    int tileClasses;
    long long n;
    const int *labels;
    LossTable table;
};

template <bool PLAIN>
__device__ void tileStatistics(const Tile &tile, double *labelLogit, double *runningMax, double *runningSum) {
    using Number = typename ColumnLogits<PLAIN>::Number;
    for (long long j = blockIdx.x; j < tile.n; j += gridDim.x) {
        const REAL *z = tile.z + j * tile.ldz;
        int y = tile.labels[j];
        ColumnLogits<PLAIN> u(tile.table, y);
        auto own = OnlineSum<Number>::empty();
        for (int row = threadIdx.x; row < tile.tileClasses; row += blockDim.x) {
            int c = tile.firstClass + row;
            if (c == y) {
                labelLogit[j] = u(z[row], c);
            } else {
                own.add(u(z[row], c));
            }
        }
        own = blockMerge(own);
        if (threadIdx.x == 0) {
            OnlineSum<double> all{static_cast<double>(own.max), own.sum};
            if (tile.firstClass > 0) {
                all.merge(OnlineSum<double>{runningMax[j], runningSum[j]});
            }
            runningMax[j] = all.max;
            runningSum[j] = all.sum;
        }
    }
}

template <bool PLAIN>
__device__ void tileGradient(const Tile &tile, const double *labelLogit, const double *max, const double *sum) {
    using Number = typename ColumnLogits<PLAIN>::Number;
    for (long long j = blockIdx.x; j < tile.n; j += gridDim.x) {
        REAL *z = tile.z + j * tile.ldz;
        int y = tile.labels[j];
        ColumnLogits<PLAIN> u(tile.table, y);
        Number top = static_cast<Number>(max[j]);
        OffTarget<double> column{max[j] - labelLogit[j], sum[j]};
        double scale = tile.table.omega(y) * tile.table.tau(y) * column.factor();
        for (int row = threadIdx.x; row < tile.tileClasses; row += blockDim.x) {
            int c = tile.firstClass + row;
            REAL g = c == y ? static_cast<REAL>(-sum[j] * scale)
                            : relativeExponential(u(z[row], c), top) * static_cast<REAL>(scale);
            z[row] = u.gradient(g, c);
        }
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
softmax_tile_statistics(const REAL *z, long long ldz, int firstClass, int tileClasses, int k, long long n,
                        const int *labels, const double *table, int plain, double *labelLogit, double *runningMax,
                        double *runningSum) {
    Tile tile{const_cast<REAL *>(z), ldz, firstClass, tileClasses, n, labels, LossTable{table, k}};
    if (plain) {
        tileStatistics<true>(tile, labelLogit, runningMax, runningSum);
    } else {
        tileStatistics<false>(tile, labelLogit, runningMax, runningSum);
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
softmax_tile_gradient(REAL *z, long long ldz, int firstClass, int tileClasses, int k, long long n, const int *labels,
                      const double *table, int plain, const double *labelLogit, const double *runningMax,
                      const double *runningSum) {
    Tile tile{z, ldz, firstClass, tileClasses, n, labels, LossTable{table, k}};
    if (plain) {
        tileGradient<true>(tile, labelLogit, runningMax, runningSum);
    } else {
        tileGradient<false>(tile, labelLogit, runningMax, runningSum);
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
softmax_tile_loss(int k, long long n, const int *labels, const double *table, const double *labelLogit,
                  const double *runningMax, const double *runningSum, double *columnLoss, double *columnLogLoss) {
    long long stride = static_cast<long long>(gridDim.x) * blockDim.x;
    for (long long j = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x; j < n; j += stride) {
        double omega = LossTable{table, k}.omega(labels[j]);
        OffTarget<double> column{runningMax[j] - labelLogit[j], runningSum[j]};
        columnLoss[j] = omega * column.loss();
        columnLogLoss[j] = log(omega) + column.logLoss();
    }
}
