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
    PlainRows() = default;
    PlainRows(const LossTable &, const int *) {}
    Vec<T> logits(Vec<T> z, int) const { return z; }
    Vec<T> gradient(Vec<T> g, int) const { return g; }
    T gradient(T g, int) const { return g; }
    Vec<T> weigh(Vec<T> f) const { return f; }
    double omega(int) const { return 1; }
};

/** As ScaledLogits, with each lane's own label. */
struct ScaledRows {
    const double *delta;
    const double *iota;
    Vec<double> tau;
    Vec<double> omegas;

    ScaledRows() = default;
    ScaledRows(const LossTable &loss, const int *labels) : delta(loss.deltas()), iota(loss.iotas()) {
        for (int i = 0; i < LANES<double>; i++) {
            tau[i] = labels[i] < 0 ? 1 : loss.tau(labels[i]);
            omegas[i] = labels[i] < 0 ? 0 : loss.omega(labels[i]);
        }
    }
    Vec<double> logits(Vec<double> z, int c) const { return tau * delta[c] * z + iota[c]; }
    Vec<double> gradient(Vec<double> g, int c) const { return g * delta[c]; }
    double gradient(double g, int c) const { return g * delta[c]; }
    Vec<double> weigh(Vec<double> f) const { return omegas * tau * f; }
    double omega(int lane) const { return omegas[lane]; }
};

/** Vectors of samples that pass together: their long chains of operations overlap, their logits stay in the L1 cache. */
constexpr int MOST_TOGETHER = 8;

/** Bytes of logits that pass together. */
constexpr int TOGETHER_BYTES = 16 << 10;

template <class T> SELI_INLINE int vectorsTogether(int k) {
    const int fit = TOGETHER_BYTES / (k * LANES<T> * static_cast<int>(sizeof(T)));
    return fit > MOST_TOGETHER ? MOST_TOGETHER : fit < 2 ? 2 : fit / 2 * 2;
}

/** Up to MOST_TOGETHER vectors of samples; U has what the loss makes of their logits. */
template <class T, class U> class SampleVectors {
  public:
    explicit SampleVectors(const LossTable &loss) : loss(loss) {}

    /** Joins the vector of the samples with these labels; class c's logits are at z[c * stride]. */
    void add(T *z, long stride, const int *ofSamples) {
        at[count] = z;
        strides[count] = stride;
        labels[count] = ofSamples;
        y[count] = labelsOf<T>(ofSamples);
        u[count] = U(loss, ofSamples);
        count++;
    }

    /** The logits of all become their gradients. A gradient that is not finite makes `check` NaN, else it is 0. */
    void differentiate(Vec<T> &check, LossSum &result) {
        bool isNormal = true;
        for (int v = 0; v < count; v++) {
            isNormal = findLargest(v) && isNormal;
        }
        for (int v = 0; v < count; v++) {
            damped[v] = exponential<T, Range::AT_MOST_ZERO>(a[v] > Vec<T>{} ? -a[v] : a[v]);
        }
        for (int v = 0; v < count; v++) {
            s[v] = isNormal ? exponentials<Range::NORMAL_AT_MOST_ZERO>(v) : exponentials<Range::AT_MOST_ZERO>(v);
        }
        for (int v = 0; v < count; v++) {
            const WholeVec<T> isBehind = a[v] > Vec<T>{};
            const Vec<T> divided =
                (isBehind ? a[v] - a[v] + 1 : damped[v]) / (isBehind ? damped[v] + s[v] : damped[v] * s[v] + 1);
            const WholeVec<T> isLive = y[v] >= 0;
            factor[v] = isLive ? u[v].weigh(divided) : Vec<T>{};
            const Vec<T> ofOwn = isLive ? -s[v] * factor[v] : Vec<T>{};
            check += (factor[v] - factor[v]) + (ofOwn - ofOwn);
        }
        for (int v = 0; v < count; v++) {
            scale(v);
        }
        if (result.isWanted) {
            addLosses(result);
        }
        count = 0;
    }

  private:
    /** Its largest logit but the label's; whether no exponential comes near the subnormal numbers. */
    SELI_INLINE_MEMBER bool findLargest(int v) {
        const Vec<T> least = Vec<T>{} - std::numeric_limits<T>::infinity();
        const WholeVec<T> label = y[v];
        const long stride = strides[v];
        Vec<T> most = least;
        Vec<T> own{};
        Vec<T> smallest = -least;
        const int k = loss.k;
        const T *place = at[v];
        WholeVec<T> number{};
        for (int c = 0; c < k; c++, number += 1, place += stride) {
            const Vec<T> logit = u[v].logits(load(place), c);
            const WholeVec<T> isOwn = label == number;
            own = isOwn ? logit : own;
            smallest = smaller<T>(logit, smallest);
            most = larger<T>(isOwn ? least : logit, most);
        }
        a[v] = most - own;
        top[v] = most == least ? Vec<T>{} : most;
        return holdsInAllLanes(smallest - top[v] >= all<T>(ExponentialOf<T>::LEAST_NORMAL));
    }

    /** Exponentials in the places of its logits, 0 in the labels'; their sum. */
    template <Range RANGE> SELI_INLINE_MEMBER Vec<T> exponentials(int v) {
        const WholeVec<T> label = y[v];
        const long stride = strides[v];
        const Vec<T> most = top[v];
        Vec<T> sum{};
        const int k = loss.k;
        const U of = u[v];
        T *place = at[v];
        WholeVec<T> number{};
        for (int c = 0; c < k; c++, number += 1, place += stride) {
            Vec<T> e = exponential<T, RANGE>(of.logits(load(place), c) - most);
            e = label == number ? Vec<T>{} : e;
            store(place, e);
            sum += e;
        }
        return sum;
    }

    SELI_INLINE_MEMBER void scale(int v) {
        const Vec<T> by = factor[v];
        const int k = loss.k;
        const long stride = strides[v];
        T *place = at[v];
        for (int c = 0; c < k; c++, place += stride) {
            store(place, u[v].gradient(load(place) * by, c));
        }
        const Vec<T> ofOwn = -s[v] * by;
        for (int i = 0; i < LANES<T>; i++) {
            const int label = labels[v][i];
            if (label >= 0) {
                at[v][label * stride + i] = u[v].gradient(ofOwn[i], label);
            }
        }
    }

    void addLosses(LossSum &result) const {
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < LANES<T>; i++) {
                if (labels[v][i] >= 0) {
                    result.loss += u[v].omega(i) * scaledLoss(a[v][i], s[v][i], 0);
                }
            }
        }
    }

    const LossTable &loss;
    int count = 0;
    T *at[MOST_TOGETHER];
    long strides[MOST_TOGETHER];
    const int *labels[MOST_TOGETHER];
    U u[MOST_TOGETHER];
    WholeVec<T> y[MOST_TOGETHER];
    Vec<T> top[MOST_TOGETHER]; // the largest logit but the label's; 0 where there is none
    Vec<T> a[MOST_TOGETHER];   // that largest (minus infinity where there is none), minus the label's
    Vec<T> damped[MOST_TOGETHER];
    Vec<T> s[MOST_TOGETHER];
    Vec<T> factor[MOST_TOGETHER];
};

/** n samples, a multiple of the lanes. */
template <class T, class U>
void rowsOf(T *z, long stride, long n, const int *labels, const LossTable &loss, LossSum &result) {
    SampleVectors<T, U> vectors(loss);
    const long together = static_cast<long>(vectorsTogether<T>(loss.k)) * LANES<T>;
    Vec<T> check{};
    for (long from = 0; from < n; from += together) {
        for (long j = from; j < n && j < from + together; j += LANES<T>) {
            vectors.add(z + j, stride, labels + j);
        }
        vectors.differentiate(check, result);
    }
    result.isFinite = result.isFinite && holdsInAllLanes(check == Vec<T>{});
}

/** In double, since the products would round; `scratch` has k vectors. */
template <class T>
void rowsInDouble(T *z, long stride, long n, const int *labels, const LossTable &loss, double *scratch,
                  LossSum &result) {
    constexpr int L = LANES<double>;
    for (long j = 0; j < n; j += L) {
        for (int c = 0; c < loss.k; c++) {
            for (int i = 0; i < L; i++) {
                scratch[c * L + i] = z[c * stride + j + i];
            }
        }
        rowsOf<double, ScaledRows>(scratch, L, L, labels + j, loss, result);
        for (int c = 0; c < loss.k; c++) {
            for (int i = 0; i < L; i++) {
                z[c * stride + j + i] = static_cast<T>(scratch[c * L + i]);
            }
        }
    }
}

/** n samples, a multiple of the lanes; `scratch` has k vectors of doubles where T is not double. */
template <class T>
void rows(T *z, long stride, long n, const int *labels, const LossTable &loss, double *scratch, LossSum &result) {
    if (loss.isPlain()) {
        rowsOf<T, PlainRows<T>>(z, stride, n, labels, loss, result);
    } else if constexpr (sizeof(T) == 8) {
        rowsOf<T, ScaledRows>(z, stride, n, labels, loss, result);
    } else {
        rowsInDouble(z, stride, n, labels, loss, scratch, result);
    }
}

} // namespace SELI_BUILD

#endif
