// Softmax cross-entropy of logits z, k x n, one column a sample; the formulas are those of softmax.cuh.
//
//   softmax_loss_gradient   z becomes the gradient, columnLoss[j] the loss of column j, both times exp(-logScale)
//   softmax_loss            columnLoss[j] and columnLogLoss[j] = log(loss); z is only read
//
// Traffic in numbers of z: staged 1 read and 1 write; otherwise 2 reads and 1 write; the loss alone 1 read.
// Launch: 256 threads, any grid; a block takes a column at a time. Dynamic shared memory: k * sizeof(REAL) bytes for
// staged = 1, none otherwise. `table` is [omega | delta | tau | iota], k doubles each; `plain`: tau = delta = 1 and
// iota = 0. Sums are in double.
#include "block.cuh"
#include "softmax.cuh"

struct Columns {
    REAL *z;
    long long ldz;
    int k;
    long long n;
    const int *labels;
    LossTable table;
    double logScale;
    double *columnLoss;
};

/** max and sum over the column's entries other than the label, in one pass. */
template <class Logits>
__device__ OnlineSum<typename Logits::Number> othersOnline(const REAL *z, int k, int y, Logits u) {
    auto own = OnlineSum<typename Logits::Number>::empty();
    for (int c = threadIdx.x; c < k; c += blockDim.x) {
        if (c != y) {
            own.add(u(z[c], c));
        }
    }
    return blockMerge(own);
}

/** The same with the column kept on chip; `kept` becomes e^(u_c - max). A thread reads only what it wrote itself. */
template <class Logits>
__device__ OnlineSum<typename Logits::Number> othersStaged(const REAL *z, int k, int y, Logits u, REAL *kept) {
    using Number = typename Logits::Number;
    Number max = static_cast<Number>(-infinity());
    for (int c = threadIdx.x; c < k; c += blockDim.x) {
        kept[c] = z[c];
        Number logit = u(kept[c], c);
        max = c != y && logit > max ? logit : max; // NaN shows in the sum
    }
    max = static_cast<Number>(blockLargest(max));
    double sum = 0;
    for (int c = threadIdx.x; c < k; c += blockDim.x) {
        kept[c] = c == y ? REAL(0) : relativeExponential(u(kept[c], c), max);
        sum += kept[c];
    }
    return {max, blockSum(sum)};
}

template <bool PLAIN> __device__ void lossGradient(const Columns &all, REAL *kept) {
    for (long long j = blockIdx.x; j < all.n; j += gridDim.x) {
        REAL *z = all.z + j * all.ldz;
        int y = all.labels[j];
        ColumnLogits<PLAIN> u(all.table, y);
        double label = u(z[y], y);
        auto others = kept ? othersStaged(z, all.k, y, u, kept) : othersOnline(z, all.k, y, u);
        OffTarget<double> column{others.max - label, others.sum};
        double scale = all.table.omega(y) * all.table.tau(y) * column.factor(all.logScale);
        for (int c = threadIdx.x; c < all.k; c += blockDim.x) {
            REAL e = kept ? kept[c] : relativeExponential(u(z[c], c), others.max);
            REAL g = c == y ? static_cast<REAL>(-others.sum * scale) : e * static_cast<REAL>(scale);
            z[c] = u.gradient(g, c);
        }
        if (threadIdx.x == 0) {
            all.columnLoss[j] = all.table.omega(y) * column.loss(all.logScale);
        }
    }
}

template <bool PLAIN>
__device__ void lossOnly(const Columns &all, double *columnLogLoss) {
    for (long long j = blockIdx.x; j < all.n; j += gridDim.x) {
        const REAL *z = all.z + j * all.ldz;
        int y = all.labels[j];
        ColumnLogits<PLAIN> u(all.table, y);
        auto others = othersOnline(z, all.k, y, u);
        if (threadIdx.x == 0) {
            double label = u(z[y], y);
            OffTarget<double> column{others.max - label, others.sum};
            columnLogLoss[j] = log(all.table.omega(y)) + column.logLoss(); // in this order no register spills
            all.columnLoss[j] = all.table.omega(y) * column.loss();
        }
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
softmax_loss_gradient(REAL *z, long long ldz, int k, long long n, const int *labels, const double *table, int plain,
                      int staged, double logScale, double *columnLoss) {
    DYNAMIC_SHARED(REAL, kept);
    Columns all{z, ldz, k, n, labels, LossTable{table, k}, logScale, columnLoss};
    if (plain) {
        lossGradient<true>(all, staged ? kept : nullptr);
    } else {
        lossGradient<false>(all, staged ? kept : nullptr);
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
softmax_loss(const REAL *z, long long ldz, int k, long long n, const int *labels, const double *table, int plain,
             double *columnLoss, double *columnLogLoss) {
    Columns all{const_cast<REAL *>(z), ldz, k, n, labels, LossTable{table, k}, 0, columnLoss};
    if (plain) {
        lossOnly<true>(all, columnLogLoss);
    } else {
        lossOnly<false>(all, columnLogLoss);
    }
}
