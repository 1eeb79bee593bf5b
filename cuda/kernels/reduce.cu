// Sums and maxima over matrices and vectors, in double, in an order given by the grid alone: a kernel writes one
// partial result per block, which a second launch with one block joins.
//
//   dot_partials       partials[b] = sum of x_ij y_ij
//   square_partials    squares[b] = sum of (scale x_ij)^2, largest[b] = max |x_ij| (0 where there is no entry)
//   upper_partials     the same for the symmetric matrix with the upper triangle of a (m x m): the others count twice
//   sum_partials       out[b] = sum of values, compensated: with grid 1 out[0] is the sum, rounded once
//   maximum_partials   out[b] = max of values, 0 if there are none or all are below
//   log_sum_partials   out[0] = log sum e^(logs), -infinity where all are; one block
//
// NaN stays in all of them. Traffic: the operands once (upper: half of the square). Launch: 256 threads, any grid
// (log_sum_partials: one block), no dynamic shared memory.
#include "block.cuh"
#include "entries.cuh"

extern "C" __global__ void __launch_bounds__(BLOCK)
dot_partials(const REAL *x, long long ldx, const REAL *y, long long ldy, int rows, long long cols, double *partials) {
    double sum = 0;
    for (auto at = gridEntries(rows, cols); at.inside(); at.next()) {
        sum += static_cast<double>(x[at.row + at.column * ldx]) * y[at.row + at.column * ldy];
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        partials[blockIdx.x] = sum;
    }
}

__device__ void writePartials(double sum, double max, double *squares, double *largest) {
    sum = blockSum(sum);
    max = blockLargest(max);
    if (threadIdx.x == 0) {
        squares[blockIdx.x] = sum;
        largest[blockIdx.x] = max;
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
square_partials(const REAL *x, long long ldx, int rows, long long cols, double scale, double *squares,
                double *largest) {
    double sum = 0;
    double max = 0;
    for (auto at = gridEntries(rows, cols); at.inside(); at.next()) {
        double entry = x[at.row + at.column * ldx];
        sum += scale * entry * (scale * entry);
        max = larger(max, fabs(entry));
    }
    writePartials(sum, max, squares, largest);
}

extern "C" __global__ void __launch_bounds__(BLOCK)
upper_partials(const REAL *a, long long lda, int m, double scale, double *squares, double *largest) {
    double sum = 0;
    double max = 0;
    for (auto at = gridEntries(m, m); at.inside(); at.next()) {
        if (at.row <= at.column) {
            double entry = a[at.row + at.column * lda];
            sum += (at.row < at.column ? 2 : 1) * (scale * entry) * (scale * entry);
            max = larger(max, fabs(entry));
        }
    }
    writePartials(sum, max, squares, largest);
}

extern "C" __global__ void __launch_bounds__(BLOCK)
sum_partials(const double *values, long long count, double *out) {
    CompensatedSum sum{0, 0};
    for (auto at = gridEntries(1, count); at.inside(); at.next()) {
        sum.add(values[at.column]);
    }
    sum = blockReduce(sum, Add{});
    if (threadIdx.x == 0) {
        out[blockIdx.x] = sum.value();
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
maximum_partials(const double *values, long long count, double *out) {
    double max = 0;
    for (auto at = gridEntries(1, count); at.inside(); at.next()) {
        max = larger(max, values[at.column]);
    }
    max = blockLargest(max);
    if (threadIdx.x == 0) {
        out[blockIdx.x] = max;
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
log_sum_partials(const double *logs, long long count, double *out) {
    double max = -infinity();
    for (long long i = threadIdx.x; i < count; i += blockDim.x) {
        max = larger(max, logs[i]);
    }
    max = blockLargest(max);
    double sum = 0;
    NOT_UNROLLED // unrolled exponentials spill registers
    for (long long i = threadIdx.x; i < count; i += blockDim.x) {
        sum += exp(logs[i] - max);
    }
    sum = blockSum(sum);
    if (threadIdx.x == 0) {
        out[0] = max == -infinity() ? max : max + log(sum);
    }
}
