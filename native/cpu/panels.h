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

/** Rows of a product's left factor: entry t of row r at at[r * rowStep + t * step], `terms` entries in each. */
template <class T> struct Rows {
    const T *at;
    long rowStep;
    long step;
    int terms;
};

/** Puts a product's rows into panels. */
template <class T> struct Put {
    T *to;
    long stride; // from a panel to the next

    void operator()(long number, Vec<T> sum) const { store(to + number, sum); }
    Put at(long panel, long number) const { return {to + panel * stride + number, stride}; }
};

/** Steps embeddings by a product, their gradient; nobody asks for the velocities. */
template <class T> struct Step {
    T *x;
    long stride;
    T rate;
    T ridge;

    void operator()(long number, Vec<T> sum) const {
        const Vec<T> of = load(x + number);
        store(x + number, of - (sum + of * ridge) * rate);
    }
    Step at(long panel, long number) const { return {x + panel * stride + number, stride, rate, ridge}; }
};

/** The same by velocities. */
template <class T> struct StepWithVelocity {
    T *x;
    T *v;
    long stride;
    T rate;
    T ridge;
    T momentum;

    void operator()(long number, Vec<T> sum) const {
        const Vec<T> of = load(x + number);
        const Vec<T> velocity = load(v + number) * momentum + (sum + of * ridge);
        store(v + number, velocity);
        store(x + number, of - velocity * rate);
    }
    StepWithVelocity at(long panel, long number) const {
        const long to = panel * stride + number;
        return {x + to, v + to, stride, rate, ridge, momentum};
    }
};

/** For each of the panels of b (U vectors a row): end.at(panel, 0)(its place, sum over t of a[r][t] b[t]) for all rows. */
template <class T, int R, int U, class End>
void product(const Rows<T> &a, const T *b, long stride, long panels, const End &end) {
    constexpr int L = LANES<T>;
    const auto [left, rowStep, step, terms] = a;
    for (long panel = 0; panel < panels; panel++, b += stride) {
        Vec<T> sums[R][U] = {};
        for (int t = 0; t < terms; t++) {
            Vec<T> of[U];
#pragma GCC unroll 2
            for (int u = 0; u < U; u++) {
                of[u] = load(b + (static_cast<long>(t) * U + u) * L);
            }
#pragma GCC unroll 12
            for (int r = 0; r < R; r++) {
                const Vec<T> factor = all<T>(left[r * rowStep + t * step]);
#pragma GCC unroll 2
                for (int u = 0; u < U; u++) {
                    sums[r][u] += factor * of[u];
                }
            }
        }
        const End to = end.at(panel, 0);
#pragma GCC unroll 12
        for (int r = 0; r < R; r++) {
#pragma GCC unroll 2
            for (int u = 0; u < U; u++) {
                to((r * U + u) * L, sums[r][u]);
            }
        }
    }
}

template <class T, class End> using Product = void (*)(const Rows<T> &, const T *, long, long, const End &);

template <class T, int U, class End> Product<T, End> productOf(int rows) {
    static constexpr Product<T, End> ALL[] = {
        product<T, 1, U, End>,  product<T, 2, U, End>,  product<T, 3, U, End>,
        product<T, 4, U, End>,  product<T, 5, U, End>,  product<T, 6, U, End>,
#if SELI_VECTOR_BYTES == 64
        product<T, 7, U, End>,  product<T, 8, U, End>,  product<T, 9, U, End>,
        product<T, 10, U, End>, product<T, 11, U, End>, product<T, 12, U, End>,
#endif
    };
    return ALL[rows - 1];
}

/** The first of `count` things that part `part` of `parts` nearly equal parts has. */
SELI_INLINE int firstOf(int part, int parts, int count) {
    return static_cast<int>(static_cast<long>(count) * part / parts);
}

/** The product of the `rows` rows of a with panels b, in blocks of rows. */
template <class T, int U, class End>
void productOfRows(const Rows<T> &a, int rows, const T *b, long stride, long panels, const End &end) {
    const int blocks = (rows + MOST_ROWS - 1) / MOST_ROWS;
    for (int block = 0; block < blocks; block++) {
        const int from = firstOf(block, blocks, rows);
        const int count = firstOf(block + 1, blocks, rows) - from;
        const Rows<T> some{a.at + from * a.rowStep, a.rowStep, a.step, a.terms};
        productOf<T, U, End>(count)(some, b, stride, panels, end.at(0, static_cast<long>(from) * U * LANES<T>));
    }
}

/** The panels from..to that are two vectors wide: all, or all but the problem's last. */
template <class T> long wholePanels(const SmallProblem<T> &p, long from, long to) {
    return p.width(to - 1) == LANES<T> ? to - 1 - from : to - from;
}

template <class T> void logits(SmallProblem<T> &p, long from, long to) {
    const Rows<T> w{p.w, 1, p.k, p.d};
    const long whole = wholePanels(p, from, to);
    productOfRows<T, 2>(w, p.k, p.embeddings(from), p.panelH, whole, Put<T>{p.gradient(from), p.panelG});
    if (from + whole < to) {
        productOfRows<T, 1>(w, p.k, p.embeddings(to - 1), 0, 1, Put<T>{p.gradient(to - 1), 0});
    }
}

/** Logits and their gradients, as many panels at a time as pass together. */
template <class T, class U>
void logitGradientsOf(SmallProblem<T> &p, long fromPanel, long toPanel, LossSum &result) {
    constexpr int L = LANES<T>;
    SampleVectors<T, U> vectors(p.loss);
    const long together = vectorsTogether<T>(p.k) / 2;
    Vec<T> check{};
    for (long from = fromPanel; from < toPanel; from += together) {
        const long to = from + together < toPanel ? from + together : toPanel;
        logits(p, from, to);
        for (long panel = from; panel < to; panel++) {
            const int width = p.width(panel);
            for (int v = 0; v < width; v += L) {
                vectors.add(p.gradient(panel) + v, width, p.labels + p.samplesBefore(panel) + v);
            }
        }
        vectors.differentiate(check, result);
    }
    result.isFinite = result.isFinite && holdsInAllLanes(check == Vec<T>{});
}

template <class T>
void logitGradients(SmallProblem<T> &p, long fromPanel, long toPanel, T *room, LossSum &result) {
    if (p.loss.isPlain()) {
        logitGradientsOf<T, PlainRows<T>>(p, fromPanel, toPanel, result);
    } else if constexpr (sizeof(T) == 8) {
        logitGradientsOf<T, ScaledRows>(p, fromPanel, toPanel, result);
    } else {
        for (long panel = fromPanel; panel < toPanel; panel++) {
            const int width = p.width(panel);
            logits(p, panel, panel + 1);
            rowsInDouble(p.gradient(panel), width, width, p.labels + p.samplesBefore(panel), p.loss,
                         reinterpret_cast<double *>(room), result);
        }
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
    const long whole = fromPanel + wholePanels(p, fromPanel, toPanel);
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

/** The embeddings of the panels from..to step by W G and `end`, as many panels at a time as the L1 cache holds. */
template <class T, class End>
void embeddingsStepBy(SmallProblem<T> &p, long from, long to, const End &end) {
    const Rows<T> w{p.w, p.k, 1, p.k};
    const long whole = wholePanels(p, from, to);
    const long fit = TOGETHER_BYTES / static_cast<long>(sizeof(T)) / (p.panelH + p.panelG);
    const long together = fit > 1 ? fit : 1;
    for (long panel = 0; panel < whole; panel += together) {
        const long count = whole - panel < together ? whole - panel : together;
        productOfRows<T, 2>(w, p.d, p.gradient(from + panel), p.panelG, count, end.at(panel, 0));
    }
    if (from + whole < to) {
        productOfRows<T, 1>(w, p.d, p.gradient(to - 1), 0, 1, end.at(whole, 0));
    }
}

template <class T> void embeddingsStep(SmallProblem<T> &p, long fromPanel, long toPanel, const StepRule &rule) {
    if (fromPanel >= toPanel) {
        return;
    }
    const T rate = static_cast<T>(rule.rate);
    const T ridge = static_cast<T>(rule.ridgeH);
    T *x = p.embeddings(fromPanel);
    if (p.keepsVelocities || rule.momentum != 0) {
        T *v = p.velocity(fromPanel);
        embeddingsStepBy(p, fromPanel, toPanel,
                         StepWithVelocity<T>{x, v, p.panelH, rate, ridge, static_cast<T>(rule.momentum)});
    } else {
        embeddingsStepBy(p, fromPanel, toPanel, Step<T>{x, p.panelH, rate, ridge});
    }
}

} // namespace SELI_BUILD

#endif
