// The products of a small problem's step, on panels; see small.h.
#ifndef SELI_CPU_PANELS_H
#define SELI_CPU_PANELS_H
#include "rows.h"
#include "small.h"

namespace SELI_BUILD {

/** Rows of a product that are summed at once, so that the sums of two vectors each stay in registers. */
constexpr int MOST_ROWS = SELI_VECTOR_BYTES == 64 ? 12 : 6;

/** Columns of H G' that are summed at once, two rows at a time. */
constexpr int MOST_COLUMNS = MOST_ROWS;

/** c (R x U vectors) <- sum over t of a[r * rowStep + t * step] times row t of b (U vectors). */
template <class T, int R, int U>
void product(const T *a, long rowStep, long step, const T *b, int terms, T *c) {
    constexpr int L = LANES<T>;
    Vec<T> sums[R][U] = {};
    for (int t = 0; t < terms; t++) {
        Vec<T> of[U];
#pragma GCC unroll 2
        for (int u = 0; u < U; u++) {
            of[u] = load(b + (static_cast<long>(t) * U + u) * L);
        }
#pragma GCC unroll 12
        for (int r = 0; r < R; r++) {
            const Vec<T> factor = all<T>(a[r * rowStep + t * step]);
#pragma GCC unroll 2
            for (int u = 0; u < U; u++) {
                sums[r][u] += factor * of[u];
            }
        }
    }
#pragma GCC unroll 12
    for (int r = 0; r < R; r++) {
#pragma GCC unroll 2
        for (int u = 0; u < U; u++) {
            store(c + (r * U + u) * L, sums[r][u]);
        }
    }
}

template <class T, int U> using Product = void (*)(const T *, long, long, const T *, int, T *);

template <class T, int U> Product<T, U> productOf(int rows) {
    static constexpr Product<T, U> ALL[] = {
        product<T, 1, U>, product<T, 2, U>,  product<T, 3, U>,  product<T, 4, U>,  product<T, 5, U>,  product<T, 6, U>,
#if SELI_VECTOR_BYTES == 64
        product<T, 7, U>, product<T, 8, U>, product<T, 9, U>, product<T, 10, U>, product<T, 11, U>, product<T, 12, U>,
#endif
    };
    return ALL[rows - 1];
}

/** The first of `count` things that part `part` of `parts` nearly equal parts has. */
SELI_INLINE int firstOf(int part, int parts, int count) {
    return static_cast<int>(static_cast<long>(count) * part / parts);
}

/** c <- the product of the `rows` rows of a with the panel b, in blocks of rows. */
template <class T, int U>
void productOfRows(const T *a, long rowStep, long step, int rows, const T *b, int terms, T *c) {
    const int blocks = (rows + MOST_ROWS - 1) / MOST_ROWS;
    for (int block = 0; block < blocks; block++) {
        const int from = firstOf(block, blocks, rows);
        const int count = firstOf(block + 1, blocks, rows) - from;
        productOf<T, U>(count)(a + from * rowStep, rowStep, step, b, terms, c + static_cast<long>(from) * U * LANES<T>);
    }
}

template <class T>
void logitGradients(SmallProblem<T> &p, long fromPanel, long toPanel, T *room, LossSum &result) {
    for (long panel = fromPanel; panel < toPanel; panel++) {
        const int width = p.width(panel);
        T *g = p.gradient(panel);
        if (width == LANES<T>) {
            productOfRows<T, 1>(p.w, 1, p.k, p.k, p.embeddings(panel), p.d, g);
        } else {
            productOfRows<T, 2>(p.w, 1, p.k, p.k, p.embeddings(panel), p.d, g);
        }
        rows<T>(g, width, width, p.labels + p.samplesBefore(panel), p.loss, reinterpret_cast<double *>(room), result);
    }
}

/** Adds h times g of one panel (U vectors) to the sums: R rows of H, C of G. */
template <class T, int R, int C, int U>
SELI_INLINE void addOuter(const T *h, const T *g, Vec<T> (&sums)[R][C]) {
    constexpr int L = LANES<T>;
#pragma GCC unroll 2
    for (int u = 0; u < U; u++) {
        Vec<T> of[R];
#pragma GCC unroll 2
        for (int r = 0; r < R; r++) {
            of[r] = load(h + (r * U + u) * L);
        }
#pragma GCC unroll 12
        for (int c = 0; c < C; c++) {
            const Vec<T> factor = load(g + (c * U + u) * L);
#pragma GCC unroll 2
            for (int r = 0; r < R; r++) {
                sums[r][c] += of[r] * factor;
            }
        }
    }
}

/** Adds rows i.. (R of them), columns from.. (C) of H G' over the panels to sums (vectors, d x k), lane by lane. */
template <class T, int R, int C>
void outer(const SmallProblem<T> &p, long fromPanel, long toPanel, int i, int from, T *room) {
    constexpr int L = LANES<T>;
    Vec<T> sums[R][C];
    T *place = room + (static_cast<long>(i) * p.k + from) * L;
#pragma GCC unroll 2
    for (int r = 0; r < R; r++) {
#pragma GCC unroll 12
        for (int c = 0; c < C; c++) {
            sums[r][c] = load(place + (static_cast<long>(r) * p.k + c) * L);
        }
    }
    const long whole = p.width(toPanel - 1) == L ? toPanel - 1 : toPanel;
    const T *h = p.embeddings(fromPanel) + static_cast<long>(i) * 2 * L;
    const T *g = p.gradient(fromPanel) + static_cast<long>(from) * 2 * L;
    for (long panel = fromPanel; panel < whole; panel++) {
        addOuter<T, R, C, 2>(h, g, sums);
        h += p.panelH;
        g += p.panelG;
    }
    if (whole < toPanel) {
        addOuter<T, R, C, 1>(p.embeddings(whole) + static_cast<long>(i) * L,
                             p.gradient(whole) + static_cast<long>(from) * L, sums);
    }
#pragma GCC unroll 2
    for (int r = 0; r < R; r++) {
#pragma GCC unroll 12
        for (int c = 0; c < C; c++) {
            store(place + (static_cast<long>(r) * p.k + c) * L, sums[r][c]);
        }
    }
}

template <class T> using Outer = void (*)(const SmallProblem<T> &, long, long, int, int, T *);

template <class T, int R> Outer<T> outerOf(int columns) {
    static constexpr Outer<T> ALL[] = {
        outer<T, R, 1>, outer<T, R, 2>, outer<T, R, 3>, outer<T, R, 4>,  outer<T, R, 5>,  outer<T, R, 6>,
#if SELI_VECTOR_BYTES == 64
        outer<T, R, 7>, outer<T, R, 8>, outer<T, R, 9>, outer<T, R, 10>, outer<T, R, 11>, outer<T, R, 12>,
#endif
    };
    return ALL[columns - 1];
}

template <class T> void addOuters(const SmallProblem<T> &p, long fromPanel, long toPanel, T *room) {
    const int blocks = (p.k + MOST_COLUMNS - 1) / MOST_COLUMNS;
    for (int block = 0; block < blocks; block++) {
        const int from = firstOf(block, blocks, p.k);
        const int columns = firstOf(block + 1, blocks, p.k) - from;
        int i = 0;
        for (; i + 2 <= p.d; i += 2) {
            outerOf<T, 2>(columns)(p, fromPanel, toPanel, i, from, room);
        }
        if (i < p.d) {
            outerOf<T, 1>(columns)(p, fromPanel, toPanel, i, from, room);
        }
    }
}

/** numbers[i] <- the sum of the lanes of vector i. */
template <class T> void addLanes(const T *vectors, long count, T *numbers) {
    constexpr int L = LANES<T>;
    long i = 0;
    for (; i + L <= count; i += L) {
        Vec<T> group[L];
        for (int j = 0; j < L; j++) {
            group[j] = load(vectors + (i + j) * L);
        }
        store(numbers + i, sumsOfLanes<T>(group));
    }
    for (; i < count; i++) {
        numbers[i] = sumOfLanes<T>(load(vectors + i * L));
    }
}

/** ofW (d x k, row-major) <- H G' over the panels; their G from room, which has p.roomNumbers. */
template <class T>
void gradients(SmallProblem<T> &p, long fromPanel, long toPanel, T *room, T *ofW, LossSum &result) {
    const long numbers = static_cast<long>(p.d) * p.k;
    T *sums = room + p.roomNumbers - numbers * LANES<T>;
    for (long i = 0; i < numbers * LANES<T>; i++) {
        sums[i] = 0;
    }
    for (long panel = fromPanel; panel < toPanel; panel += p.panelsAtOnce) {
        const long end = panel + p.panelsAtOnce < toPanel ? panel + p.panelsAtOnce : toPanel;
        logitGradients(p, panel, end, room, result);
        addOuters(p, panel, end, sums);
    }
    addLanes(sums, numbers, ofW);
}

template <class T>
void momentum(T *x, const T *g, T *v, long count, double rate, double momentum, double ridge) {
    constexpr int L = LANES<T>;
    const T step = static_cast<T>(rate);
    const T kept = static_cast<T>(momentum);
    const T decay = static_cast<T>(ridge);
    long i = 0;
    if (v == nullptr) { // no momentum, and nobody asks for the velocity
        for (; i + L <= count; i += L) {
            Vec<T> at = load(x + i);
            store(x + i, at - (load(g + i) + at * decay) * step);
        }
        for (; i < count; i++) {
            x[i] -= step * (g[i] + decay * x[i]);
        }
        return;
    }
    for (; i + L <= count; i += L) {
        Vec<T> at = load(x + i);
        Vec<T> velocity = load(v + i) * kept + (load(g + i) + at * decay);
        store(v + i, velocity);
        store(x + i, at - velocity * step);
    }
    for (; i < count; i++) {
        v[i] = kept * v[i] + (g[i] + decay * x[i]);
        x[i] -= step * v[i];
    }
}

template <class T>
void embeddingsStep(SmallProblem<T> &p, long fromPanel, long toPanel, const StepRule &rule, T *room) {
    const bool keeps = p.keepsVelocities || rule.momentum != 0;
    for (long panel = fromPanel; panel < toPanel; panel++) {
        const int width = p.width(panel);
        if (width == LANES<T>) {
            productOfRows<T, 1>(p.w, p.k, 1, p.d, p.gradient(panel), p.k, room);
        } else {
            productOfRows<T, 2>(p.w, p.k, 1, p.d, p.gradient(panel), p.k, room);
        }
        momentum<T>(p.embeddings(panel), room, keeps ? p.velocity(panel) : nullptr, static_cast<long>(p.d) * width,
                    rule.rate, rule.momentum, rule.ridgeH);
    }
}

} // namespace SELI_BUILD

#endif
