// Gradient descent on small problems, whole: W (d x k), H (d x n) and the logits stay in shared memory for all steps,
// one problem a block, so that thousands run side by side. A step is that of GradientDescent:
//
//   G = dL/dZ at Z = W'H,   v <- momentum v + (gradient + ridge x),   x <- x - rate v,   gradients H G' and W G,
//
// both at the old point. Every logEvery steps (never if 0) the loss of the old point goes to losses[p * ceil(steps /
// logEvery) + t / logEvery]. A step whose loss is not finite is not taken and ends the problem; taken[p] counts
// them on.
//
// Problem p = blockIdx.x has matrices at p d k and p d n, labels at p n, table at 4 p k (as in softmax.cu), plain[p],
// parameters [rate, momentum, ridge of W, ridge of H] at 4 p. Grid: the number of problems. Block: a multiple of 32
// threads up to 512. Dynamic shared memory, with o(m) = m if odd, else m + 1 (against bank conflicts):
//
//   sizeof(REAL) * (o(d) (k + n) * (velocitiesOnChip ? 2 : 1) + o(k) n) bytes;
//
// otherwise velocities stay in vw and vh. Traffic: each matrix read and written once for all steps. Arithmetic is
// REAL's. Four neighbouring lanes share a column of the logits, or an entry of W's gradient; every sum has one order,
// so the matrices do not depend on the block size (the logged losses do, in the last bits of their sum in double).
#include "block.cuh"
#include "entries.cuh"
#include "momentum.cuh"
#include "softmax.cuh"

constexpr int LARGEST_BLOCK = 512;
constexpr int TEAM = 4; // lanes that share a sum

/** A matrix in shared or global memory, small enough for int. */
struct Matrix {
    REAL *numbers;
    int ld;
    int rows;
    int cols;

    __device__ REAL &at(int i, int j) const { return numbers[i + j * ld]; }
    __device__ int size() const { return ld * cols; }
};

__device__ int oddOf(int count) {
    return count | 1;
}

/** This thread's part of a matrix that the block, or its teams, share. */
__device__ EntryWalk<int> blockEntries(const Matrix &m) {
    return entriesFrom<int>(threadIdx.x, blockDim.x, m.rows, m.cols);
}

__device__ EntryWalk<int> teamEntries(const Matrix &m) {
    return entriesFrom<int>(threadIdx.x / TEAM, blockDim.x / TEAM, m.rows, m.cols);
}

__device__ int placeInTeam() {
    return static_cast<int>(threadIdx.x) % TEAM;
}

__device__ unsigned lanesOfTeam() {
    return ((1u << TEAM) - 1) << (laneInWarp() - placeInTeam());
}

__device__ REAL teamSum(REAL x) {
    for (int distance = 1; distance < TEAM; distance *= 2) {
        x += __shfl_xor_sync(lanesOfTeam(), x, distance);
    }
    return x;
}

/** The largest of the team's numbers, none of which is NaN. */
template <class T> __device__ T teamLargest(T x) {
    for (int distance = 1; distance < TEAM; distance *= 2) {
        x = larger(x, __shfl_xor_sync(lanesOfTeam(), x, distance));
    }
    return x;
}

__device__ void copyEntries(const Matrix &from, const Matrix &to) {
    for (auto at = blockEntries(from); at.inside(); at.next()) {
        to.at(at.row, at.column) = from.at(at.row, at.column);
    }
}

/** Sum of count products of numbers aStep and bStep apart. */
__device__ REAL innerProduct(const REAL *a, int aStep, const REAL *b, int bStep, int count) {
    REAL sum = 0;
    for (int i = 0; i < count; i++) {
        sum += a[i * aStep] * b[i * bStep];
    }
    return sum;
}

/** Problem and this thread's share of it; divisions are dear beside a step, so the walks are made once. */
struct Problem {
    Matrix w;
    Matrix h;
    Matrix vw;
    Matrix vh;
    Matrix z;
    EntryWalk<int> ofW; // by teams
    EntryWalk<int> ofH;
    EntryWalk<int> ofZ;
    const int *labels;
    LossTable table;
    MomentumRule<REAL> ruleW;
    MomentumRule<REAL> ruleH;
};

__device__ void logits(const Problem &p) {
    for (auto at = p.ofZ; at.inside(); at.next()) {
        p.z.at(at.row, at.column) = innerProduct(&p.w.at(0, at.row), 1, &p.h.at(0, at.column), 1, p.w.rows);
    }
}

/** Column j of the logits becomes its gradient, by one team; margin and sum are left for the loss. */
template <bool PLAIN> __device__ bool columnGradient(const Problem &p, int j, OffTarget<REAL> &column) {
    using Number = typename ColumnLogits<PLAIN>::Number;
    const int y = p.labels[j];
    const int k = p.z.rows;
    REAL *z = &p.z.at(0, j);
    ColumnLogits<PLAIN> u(p.table, y);
    Number max = static_cast<Number>(-infinity());
    for (int c = placeInTeam(); c < k; c += TEAM) {
        Number logit = u(z[c], c);
        max = c != y && logit > max ? logit : max;
    }
    max = teamLargest(max);
    column.margin = static_cast<REAL>(max - u(z[y], y));
    __syncwarp(lanesOfTeam()); // the label's entry is written below
    column.sum = 0;
    for (int c = placeInTeam(); c < k; c += TEAM) {
        z[c] = c == y ? REAL(0) : relativeExponential(u(z[c], c), max);
        column.sum += z[c];
    }
    column.sum = teamSum(column.sum);
    const REAL scale = static_cast<REAL>(p.table.omega(y) * p.table.tau(y)) * column.factor();
    for (int c = placeInTeam(); c < k; c += TEAM) {
        z[c] = u.gradient(c == y ? -column.sum * scale : z[c] * scale, c);
    }
    return isFinite(scale) && isFinite(column.sum);
}

/** Gradient of the logits; false if a column's is not finite. The loss is added up where wanted. */
template <bool PLAIN> __device__ bool lossGradient(const Problem &p, bool wanted, double &loss) {
    bool finite = true;
    loss = 0;
    for (int j = threadIdx.x / TEAM; j < p.z.cols; j += blockDim.x / TEAM) {
        OffTarget<REAL> column;
        finite = columnGradient<PLAIN>(p, j, column) && finite;
        if (wanted && placeInTeam() == 0) {
            loss += p.table.omega(p.labels[j]) * column.loss();
        }
    }
    return finite;
}

/** Entry (i, c) of H G', by one team. */
__device__ REAL gradientOfW(const Problem &p, int i, int c) {
    const int first = placeInTeam();
    const int count = (p.h.cols - first + TEAM - 1) / TEAM;
    return teamSum(innerProduct(&p.h.at(i, first), p.h.ld * TEAM, &p.z.at(c, first), p.z.ld * TEAM, count));
}

__device__ void velocities(const Problem &p) {
    for (auto at = p.ofW; at.inside(); at.next()) {
        REAL g = gradientOfW(p, at.row, at.column);
        if (placeInTeam() == 0) {
            REAL &v = p.vw.at(at.row, at.column);
            v = p.ruleW.velocity(v, g, p.w.at(at.row, at.column));
        }
    }
    for (auto at = p.ofH; at.inside(); at.next()) {
        REAL g = innerProduct(&p.w.at(at.row, 0), p.w.ld, &p.z.at(0, at.column), 1, p.w.cols);
        REAL &v = p.vh.at(at.row, at.column);
        v = p.ruleH.velocity(v, g, p.h.at(at.row, at.column));
    }
}

/** x <- x - rate v, each entry by the thread that made its velocity. */
__device__ void positions(const Problem &p) {
    if (placeInTeam() == 0) {
        for (auto at = p.ofW; at.inside(); at.next()) {
            REAL &w = p.w.at(at.row, at.column);
            w = p.ruleW.position(w, p.vw.at(at.row, at.column));
        }
    }
    for (auto at = p.ofH; at.inside(); at.next()) {
        REAL &h = p.h.at(at.row, at.column);
        h = p.ruleH.position(h, p.vh.at(at.row, at.column));
    }
}

/** All steps; the number taken. */
template <bool PLAIN> __device__ long long descend(const Problem &p, long long steps, int logEvery, double *losses) {
    int untilLog = 0;
    for (long long t = 0; t < steps; t++) {
        const bool wanted = logEvery > 0 && untilLog == 0;
        double loss;
        logits(p);
        __syncthreads();
        bool finite = lossGradient<PLAIN>(p, wanted, loss);
        finite = __syncthreads_and(finite);
        if (wanted) {
            loss = blockSum(loss);
            if (threadIdx.x == 0) {
                *losses = loss;
            }
            losses++;
            untilLog = logEvery;
        }
        untilLog--;
        if (!finite) {
            return t;
        }
        velocities(p);
        __syncthreads();
        positions(p);
        __syncthreads();
    }
    return steps;
}

/** The next `size` numbers of shared memory as a copy of `from`, with an odd leading dimension. */
__device__ Matrix onChip(REAL *&room, const Matrix &from) {
    Matrix copy{room, oddOf(from.rows), from.rows, from.cols};
    room += copy.size();
    copyEntries(from, copy);
    return copy;
}

extern "C" __global__ void __launch_bounds__(LARGEST_BLOCK, 1)
small_descent(REAL *w, REAL *h, REAL *vw, REAL *vh, const int *labels, const double *table, const int *plain, int d,
              int k, int n, const double *parameters, int velocitiesOnChip, long long steps, int logEvery,
              double *losses, long long *taken) {
    DYNAMIC_SHARED(REAL, room);
    const long long b = blockIdx.x;
    const Matrix w0{w + b * d * k, d, d, k};
    const Matrix h0{h + b * d * n, d, d, n};
    const Matrix vw0{vw + b * d * k, d, d, k};
    const Matrix vh0{vh + b * d * n, d, d, n};
    parameters += 4 * b;
    const REAL rate = static_cast<REAL>(parameters[0]);
    const REAL momentum = static_cast<REAL>(parameters[1]);
    Problem p;
    p.w = onChip(room, w0);
    p.h = onChip(room, h0);
    p.vw = velocitiesOnChip ? onChip(room, vw0) : vw0;
    p.vh = velocitiesOnChip ? onChip(room, vh0) : vh0;
    p.z = Matrix{room, oddOf(k), k, n};
    p.ofW = teamEntries(p.w);
    p.ofH = blockEntries(p.h);
    p.ofZ = blockEntries(p.z);
    p.labels = labels + b * n;
    p.table = LossTable{table + 4 * b * k, k};
    p.ruleW = MomentumRule<REAL>{rate, momentum, static_cast<REAL>(parameters[2])};
    p.ruleH = MomentumRule<REAL>{rate, momentum, static_cast<REAL>(parameters[3])};
    __syncthreads();
    double *log = logEvery > 0 ? losses + b * ((steps + logEvery - 1) / logEvery) : losses;
    const long long done = plain[b] ? descend<true>(p, steps, logEvery, log) : descend<false>(p, steps, logEvery, log);
    copyEntries(p.w, w0);
    copyEntries(p.h, h0);
    if (velocitiesOnChip) {
        copyEntries(p.vw, vw0);
        copyEntries(p.vh, vh0);
    }
    if (threadIdx.x == 0) {
        taken[b] += done;
    }
}
