// Softmax cross-entropy of logits whose rows are classes: as many samples at a time as a vector has lanes, without sums
// over lanes. Formulas as in loss.h, at logScale 0.
#ifndef SELI_CPU_ROWS_H
#define SELI_CPU_ROWS_H
#include "exponential.h"
#include "loss.h"
#include "tables.h"

namespace SELI_BUILD {

/** Labels of one vector of samples, as wide as the numbers. */
template <class T> SELI_INLINE WholeVec<T> labelsOf(const int *labels) {
    typedef int Ints __attribute__((vector_size(LANES<T> * 4), aligned(4), may_alias));
    return __builtin_convertvector(*reinterpret_cast<const Ints *>(labels), WholeVec<T>);
}

template <class T> struct PlainRows {
    Vec<T> logits(Vec<T> z, int) const { return z; }
    Vec<T> gradient(Vec<T> g, int) const { return g; }
    Vec<T> weigh(Vec<T> f) const { return f; }
    double omega(int) const { return 1; }
};

/** As ScaledLogits, with each lane's own label. */
struct ScaledRows {
    const double *delta;
    const double *iota;
    Vec<double> tau;
    Vec<double> omegas;

    ScaledRows(const LossTable &loss, const int *labels) : delta(loss.deltas()), iota(loss.iotas()) {
        for (int i = 0; i < LANES<double>; i++) {
            tau[i] = labels[i] < 0 ? 1 : loss.tau(labels[i]);
            omegas[i] = labels[i] < 0 ? 0 : loss.omega(labels[i]);
        }
    }
    Vec<double> logits(Vec<double> z, int c) const { return tau * delta[c] * z + iota[c]; }
    Vec<double> gradient(Vec<double> g, int c) const { return g * delta[c]; }
    Vec<double> weigh(Vec<double> f) const { return omegas * tau * f; }
    double omega(int lane) const { return omegas[lane]; }
};

/** Class by class: which lanes have the class as their label. */
template <class T> struct OwnLanes {
    WholeVec<T> y;
    WholeVec<T> c{};

    WholeVec<T> next() {
        WholeVec<T> isOwn = y == c;
        c += 1;
        return isOwn;
    }
};

/** One vector of samples; z[c * stride] holds class c. A gradient that is not finite makes `check` NaN, else it is 0. */
template <class T, class U>
SELI_INLINE void sampleVector(T *z, long stride, int k, const int *labels, const U &u, Vec<T> &check, LossSum &result) {
    const Vec<T> zero{};
    const Vec<T> least = zero - std::numeric_limits<T>::infinity();
    const WholeVec<T> y = labelsOf<T>(labels);
    Vec<T> most = least;
    Vec<T> own = zero;
    OwnLanes<T> lanes{y};
    for (int c = 0; c < k; c++) {
        Vec<T> logit = u.logits(load(z + c * stride), c);
        WholeVec<T> isOwn = lanes.next();
        own = isOwn ? logit : own;
        most = larger<T>(isOwn ? least : logit, most);
    }
    const Vec<T> a = most - own;
    const Vec<T> top = most == least ? zero : most;
    Vec<T> s = zero;
    lanes = OwnLanes<T>{y};
    for (int c = 0; c < k; c++) {
        Vec<T> e = exponential<T, true>(u.logits(load(z + c * stride), c) - top);
        e = lanes.next() ? zero : e;
        store(z + c * stride, e);
        s += e;
    }
    const WholeVec<T> isBehind = a > zero;
    const Vec<T> damped = exponential<T, true>(isBehind ? -a : a);
    const Vec<T> divided = (isBehind ? a - a + 1 : damped) / (isBehind ? damped + s : damped * s + 1);
    const WholeVec<T> isLive = y >= 0;
    const Vec<T> factor = isLive ? u.weigh(divided) : zero;
    const Vec<T> ofOwn = isLive ? -s * factor : zero;
    lanes = OwnLanes<T>{y};
    for (int c = 0; c < k; c++) {
        Vec<T> g = lanes.next() ? ofOwn : load(z + c * stride) * factor;
        store(z + c * stride, u.gradient(g, c));
    }
    check += (factor - factor) + (ofOwn - ofOwn);
    if (result.isWanted) {
        for (int i = 0; i < LANES<T>; i++) {
            if (labels[i] >= 0) {
                result.loss += u.omega(i) * scaledLoss(a[i], s[i], 0);
            }
        }
    }
}

template <class T>
void plainRows(T *z, long stride, long n, const int *labels, const LossTable &loss, LossSum &result) {
    Vec<T> check{};
    for (long j = 0; j < n; j += LANES<T>) {
        sampleVector<T>(z + j, stride, loss.k, labels + j, PlainRows<T>{}, check, result);
    }
    result.isFinite = result.isFinite && holdsInAllLanes(check == Vec<T>{});
}

/** In double, since the products would round; `scratch` has k vectors where T is not double. */
template <class T>
void scaledRows(T *z, long stride, long n, const int *labels, const LossTable &loss, double *scratch, LossSum &result) {
    constexpr int L = LANES<double>;
    Vec<double> check{};
    for (long j = 0; j < n; j += L) {
        const ScaledRows u(loss, labels + j);
        if constexpr (sizeof(T) == 8) {
            sampleVector<double>(z + j, stride, loss.k, labels + j, u, check, result);
        } else {
            for (int c = 0; c < loss.k; c++) {
                for (int i = 0; i < L; i++) {
                    scratch[c * L + i] = z[c * stride + j + i];
                }
            }
            sampleVector<double>(scratch, L, loss.k, labels + j, u, check, result);
            for (int c = 0; c < loss.k; c++) {
                for (int i = 0; i < L; i++) {
                    z[c * stride + j + i] = static_cast<T>(scratch[c * L + i]);
                }
            }
        }
    }
    result.isFinite = result.isFinite && holdsInAllLanes(check == Vec<double>{});
}

/** n samples, a multiple of the lanes. */
template <class T>
void rows(T *z, long stride, long n, const int *labels, const LossTable &loss, double *scratch, LossSum &result) {
    if (loss.isPlain()) {
        plainRows(z, stride, n, labels, loss, result);
    } else {
        scaledRows(z, stride, n, labels, loss, scratch, result);
    }
}

} // namespace SELI_BUILD

#endif
