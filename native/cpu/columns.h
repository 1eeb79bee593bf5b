// Softmax cross-entropy of logits whose columns are samples: each column becomes its gradient. Three passes over a
// column, which stays in the cache: its largest, exponentials with their sum, the factor.
#ifndef SELI_CPU_COLUMNS_H
#define SELI_CPU_COLUMNS_H
#include "exponential.h"
#include "loss.h"
#include "tables.h"

namespace SELI_BUILD {

/** Exponentials added up in T before the sum goes on in double. */
constexpr int STRETCH = 512;

/** The logits that follow one another, such as those of a column; the loss leaves them plain. */
template <class T> struct PlainLogits {
    Vec<T> operator()(const T *z, int c) const { return load(z + c); }
    T operator()(T z, int) const { return z; }
    Vec<T> gradient(Vec<T> g, int) const { return g; }
    T gradient(T g, int) const { return g; }
};

/** u_c = tau delta_c z_c + iota_c. */
struct ScaledLogits {
    double tau;
    const double *delta;
    const double *iota;

    Vec<double> operator()(const double *z, int c) const {
        return load(delta + c) * tau * load(z + c) + load(iota + c);
    }
    double operator()(double z, int c) const { return delta[c] * tau * z + iota[c]; }
    Vec<double> gradient(Vec<double> g, int c) const { return g * load(delta + c); }
    double gradient(double g, int c) const { return g * delta[c]; }
};

/** The largest u_c, NaN aside; the label's z is minus infinity. */
template <class T, class U> T largest(const T *z, int k, const U &u) {
    constexpr int L = LANES<T>;
    T most = -std::numeric_limits<T>::infinity();
    int c = 0;
    if (k >= L) {
        Vec<T> most0 = all<T>(most);
        Vec<T> most1 = most0;
        for (; c + 2 * L <= k; c += 2 * L) {
            most0 = larger<T>(u(z, c), most0);
            most1 = larger<T>(u(z, c + L), most1);
        }
        for (; c + L <= k; c += L) {
            most0 = larger<T>(u(z, c), most0);
        }
        most = largestLane<T>(larger<T>(most0, most1));
    }
    for (; c < k; c++) {
        T number = u(z[c], c);
        most = number > most ? number : most;
    }
    return most;
}

/** The sum of e^(u_c - top) over the classes from..to, which take the places of the z_c where STORED. */
template <bool STORED, class T, class U> T exponentials(T *z, int from, int to, T top, const U &u) {
    constexpr int L = LANES<T>;
    Vec<T> sum0{};
    Vec<T> sum1{};
    int c = from;
    for (; c + 2 * L <= to; c += 2 * L) {
        Vec<T> e0 = exponential<T, Range::AT_MOST_ZERO>(u(z, c) - top);
        Vec<T> e1 = exponential<T, Range::AT_MOST_ZERO>(u(z, c + L) - top);
        if (STORED) {
            store(z + c, e0);
            store(z + c + L, e1);
        }
        sum0 += e0;
        sum1 += e1;
    }
    for (; c + L <= to; c += L) {
        Vec<T> e = exponential<T, Range::AT_MOST_ZERO>(u(z, c) - top);
        if (STORED) {
            store(z + c, e);
        }
        sum0 += e;
    }
    if (c < to) {
        T rest[L];
        for (int i = 0; i < L; i++) {
            rest[i] = c + i < to ? u(z[c + i], c + i) - top : -std::numeric_limits<T>::infinity();
        }
        Vec<T> e = exponential<T, Range::AT_MOST_ZERO>(load(rest));
        sum1 += e;
        for (int i = 0; STORED && c + i < to; i++) {
            z[c + i] = e[i];
        }
    }
    return sumOfLanes<T>(sum0 + sum1);
}

template <class T, class U> void scaleBy(T factor, T *z, int k, const U &u) {
    constexpr int L = LANES<T>;
    int c = 0;
    for (; c + L <= k; c += L) {
        store(z + c, u.gradient(load(z + c) * factor, c));
    }
    for (; c < k; c++) {
        z[c] = u.gradient(z[c] * factor, c);
    }
}

/** The largest u_c (minus infinity where there is none), and the sum of e^(u_c - that). */
template <class T> struct Others {
    T most;
    double s;
};

/** Of all u_c: the label's z is minus infinity. The z_c become their exponentials where STORED. */
template <bool STORED, class T, class U> Others<T> sumOfOthers(T *z, int k, const U &u) {
    const T most = largest(z, k, u);
    const T top = most == -std::numeric_limits<T>::infinity() ? 0 : most;
    double s = 0;
    for (int from = 0; from < k; from += STRETCH) {
        s += exponentials<STORED>(z, from, k - from < STRETCH ? k : from + STRETCH, top, u);
    }
    return {most, s};
}

/** A column's margin and sum. */
struct Column {
    double a;
    double s;
};

/** Margin and sum of a column; the label's z becomes minus infinity, the others their exponentials where STORED. */
template <bool STORED, class T, class U> Column marginAndSum(T *z, int k, int y, const U &u) {
    const T own = u(z[y], y);
    z[y] = -std::numeric_limits<T>::infinity(); // keeps it out of what follows
    const Others<T> others = sumOfOthers<STORED>(z, k, u);
    return {static_cast<double>(others.most) - own, others.s};
}

/** One column becomes its gradient; adds its loss, and notes a gradient that is not finite. */
template <class T, class U>
void column(T *z, int y, const LossTable &loss, const U &u, double logScale, LossSum &result) {
    const auto [a, s] = marginAndSum<true>(z, loss.k, y, u);
    const double factor = loss.omega(y) * loss.tau(y) * factorOf(a, s, logScale);
    scaleBy(static_cast<T>(factor), z, loss.k, u);
    z[y] = u.gradient(static_cast<T>(-s * factor), y);
    result.isFinite = result.isFinite && std::isfinite(factor) && std::isfinite(s);
    if (result.isWanted) {
        result.loss += loss.omega(y) * scaledLoss(a, s, logScale);
    }
}

/** The loss of one column, whose logits stay, and its logarithm. */
template <class T, class U>
void columnLoss(T *z, int y, const LossTable &loss, const U &u, double &log, LossSum &result) {
    const T own = z[y];
    const auto [a, s] = marginAndSum<false>(z, loss.k, y, u);
    z[y] = own;
    result.loss += loss.omega(y) * scaledLoss(a, s, 0);
    log = std::log(loss.omega(y)) + logarithmOfLoss(a, s);
}

/**
 * Calls on(column, j, u) for each column, which has the classes of a tile; in double and on a copy, which comes back
 * where COPIED_BACK, for scaled floats.
 */
template <bool COPIED_BACK, class T, class Call>
void eachColumn(T *z, long ld, const ClassTile &classes, long n, const int *labels, const LossTable &loss,
                double *scratch, Call on) {
    for (long j = 0; j < n; j++) {
        T *of = z + j * ld;
        const int y = labels[j];
        if (loss.isPlain()) {
            on(of, j, PlainLogits<T>{});
            continue;
        }
        const ScaledLogits u{loss.tau(y), loss.deltas() + classes.first, loss.iotas() + classes.first};
        if constexpr (sizeof(T) == 8) {
            on(of, j, u);
        } else { // the products would round
            for (int c = 0; c < classes.count; c++) {
                scratch[c] = of[c];
            }
            on(scratch, j, u);
            for (int c = 0; COPIED_BACK && c < classes.count; c++) {
                of[c] = static_cast<T>(scratch[c]);
            }
        }
    }
}

/** n columns become their gradients; `scratch` has k numbers where T is not double and the loss is not plain. */
template <class T>
void columns(T *z, long ld, long n, const int *labels, const LossTable &loss, double logScale, double *scratch,
             LossSum &result) {
    eachColumn<true>(z, ld, {0, loss.k}, n, labels, loss, scratch, [&](auto *of, long j, const auto &u) {
        column(of, labels[j], loss, u, logScale, result);
    });
}

/** The losses of n columns, and logs[j] the logarithm of column j's. */
template <class T>
void losses(T *z, long ld, long n, const int *labels, const LossTable &loss, double *scratch, double *logs,
            LossSum &result) {
    eachColumn<false>(z, ld, {0, loss.k}, n, labels, loss, scratch, [&](auto *of, long j, const auto &u) {
        columnLoss(of, labels[j], loss, u, logs[j], result);
    });
}

} // namespace SELI_BUILD

#endif
