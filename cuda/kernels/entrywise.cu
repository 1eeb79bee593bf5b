// Entrywise operations on matrices, in double, rounded once.
//
//   axpby                 y <- alpha x + beta y; an operand whose factor is zero is not read
//   scale                 x <- factor x; zero writes zeros and reads nothing
//   scale_columns         column j of a <- factors[j] times itself
//   copy_upper_mirrored   full <- the symmetric m x m matrix with the upper triangle of a
//   random_signs          x_i <- +1 or -1, the top bit of (i + 1) times the golden ratio's 64 bits
//
// Traffic: each operand read once, written once. Launch: 256 threads, any grid, no dynamic shared memory.
#include "entries.cuh"
#include "portable.cuh"

extern "C" __global__ void __launch_bounds__(BLOCK)
axpby(double alpha, const REAL *x, long long ldx, double beta, REAL *y, long long ldy, int rows, long long cols) {
    for (auto at = gridEntries(rows, cols); at.inside(); at.next()) {
        REAL *target = y + at.row + at.column * ldy;
        double sum = 0;
        if (beta != 0) {
            sum = beta * *target;
        }
        if (alpha != 0) {
            sum += alpha * x[at.row + at.column * ldx];
        }
        *target = static_cast<REAL>(sum);
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
scale(double factor, REAL *x, long long ldx, int rows, long long cols) {
    for (auto at = gridEntries(rows, cols); at.inside(); at.next()) {
        REAL *target = x + at.row + at.column * ldx;
        *target = factor == 0 ? REAL(0) : static_cast<REAL>(factor * *target);
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
scale_columns(REAL *a, long long lda, int rows, long long cols, const REAL *factors) {
    for (auto at = gridEntries(rows, cols); at.inside(); at.next()) {
        a[at.row + at.column * lda] *= factors[at.column];
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK)
copy_upper_mirrored(const REAL *a, long long lda, REAL *full, long long ldf, int m) {
    for (auto at = gridEntries(m, m); at.inside(); at.next()) {
        long long row = at.row < at.column ? at.row : at.column;
        long long column = at.row < at.column ? at.column : at.row;
        full[at.row + at.column * ldf] = a[row + column * lda];
    }
}

extern "C" __global__ void __launch_bounds__(BLOCK) random_signs(REAL *x, int n) {
    for (auto at = gridEntries(1, n); at.inside(); at.next()) {
        unsigned long long bits = (static_cast<unsigned long long>(at.column) + 1) * 0x9E3779B97F4A7C15ull;
        x[at.column] = bits >> 63 ? REAL(-1) : REAL(1);
    }
}
