// One column of the softmax cross-entropy, label y, u_c = tau_y delta_c z_c + iota_c (z_c itself where the loss leaves
// logits plain). With m = max u_c and s = sum e^(u_c - m), both over c != y, and the margin a = m - u_y:
//
//   a <= 0:  loss = omega log1p(e^a s),          factor f = e^a / (1 + e^a s)
//   a > 0:   loss = omega (a + log(e^-a + s)),   factor f = 1 / (e^-a + s)
//   g_c = omega tau f delta_c e^(u_c - m),   g_y = -omega tau f delta_y s
//
// The label's entry is the sum of the others and never p_y - 1, so nothing cancels at any margin; m leaves out the
// label, so nothing of s underflows. Loss and f can be had times e^-logScale, which goes into the exponent of e^a.
// With x = e^a s the loss is then e^(a - logScale) s log1p(x) / x. A NaN, or an infinite winner other than the label, makes the column NaN.
#ifndef SELI_SOFTMAX_CUH
#define SELI_SOFTMAX_CUH
#include "portable.cuh"

/** The loss's vectors omega, delta, tau, iota, one after the other, k numbers each. */
struct LossTable {
    const double *numbers;
    long long k;

    __device__ double omega(int c) const { return numbers[c]; }
    __device__ double delta(int c) const { return numbers[k + c]; }
    __device__ double tau(int c) const { return numbers[2 * k + c]; }
    __device__ double iota(int c) const { return numbers[3 * k + c]; }
};

/** u_c of the columns with one label; in double where logits are scaled, since the products would round. */
template <bool PLAIN> struct ColumnLogits;

template <> struct ColumnLogits<true> {
    using Number = REAL;

    __device__ ColumnLogits(LossTable, int) {}
    __device__ REAL operator()(REAL z, int) const { return z; }
    __device__ REAL gradient(REAL g, int) const { return g; }
};

template <> struct ColumnLogits<false> {
    using Number = double;
    LossTable table;
    double tau;

    __device__ ColumnLogits(LossTable loss, int y) : table(loss), tau(loss.tau(y)) {}
    __device__ double operator()(REAL z, int c) const { return tau * table.delta(c) * z + table.iota(c); }
    /** dL/dz_c from dL/du_c / tau. */
    __device__ REAL gradient(REAL g, int c) const { return static_cast<REAL>(g * table.delta(c)); }
};

/** A column's margin a and sum s, from which loss and gradient follow. */
template <class T> struct OffTarget {
    T margin;
    T sum;

    /** The factor f of the gradient, times e^-logScale: one form for both signs of the margin. */
    __device__ T factor(T logScale = 0) const {
        T behind = margin > 0 ? margin : 0;
        T ahead = margin > 0 ? 0 : margin;
        T unscaled = exponential(ahead - behind);
        T others = margin > 0 ? sum : unscaled * sum;
        T finite = behind - behind; // NaN where the margin is plus infinity
        return (exponential(ahead - logScale) + finite) / ((margin > 0 ? unscaled : 1) + others);
    }

    /** The loss without omega, times e^-logScale; the exponentials are those of factor(). */
    __device__ double loss(double logScale = 0) const {
        double behind = margin > 0 ? margin : 0;
        double ahead = margin > 0 ? 0 : margin;
        double unscaled = exp(ahead - behind);
        double x = unscaled * sum;
        double value = sum;
        if (margin > 0) {
            value = behind - behind + behind + log(unscaled + sum);
        } else if (!(x <= 0)) {
            value *= log1p(x) / x;
        }
        return exp(ahead - logScale) * value;
    }

    /** The logarithm of the loss without omega, by log s alone: log1p(s) = s to all digits where s is tiny. */
    __device__ double logLoss() const {
        double a = margin;
        if (a == -infinity()) {
            return a + 0 * sum; // a NaN sum stays
        }
        double logOthers = a - a + a + log(static_cast<double>(sum)); // as in factor()
        if (logOthers < -50) {
            return logOthers;
        }
        return log(logOthers > 50 ? logOthers : log1p(exp(logOthers)));
    }
};

#endif
