// The loss of a column of logits with label y, u_c = tau_y delta_c z_c + iota_c (z_c itself where the loss leaves logits
// plain). With m = max u_c and s = sum e^(u_c - m), both over c != y, and the margin a = m - u_y:
//
//   loss = omega log1p(e^a s),   g_c = omega tau f delta_c e^(u_c - m),   g_y = -omega tau f delta_y s,
//   f = e^a / (1 + e^a s) for a <= 0,   1 / (e^-a + s) for a > 0,
//
// all times e^-logScale. The label's entry is the sum of the others and never p_y - 1, so nothing cancels at any margin;
// m leaves out the label, so nothing of s underflows. A NaN, or an infinite winner other than the label, makes all NaN.
#ifndef SELI_CPU_LOSS_H
#define SELI_CPU_LOSS_H
#include <cmath>
#include <limits>

/** The loss's vectors omega, delta, tau, iota, one after the other, k numbers each; none where the loss is plain. */
struct LossTable {
    const double *numbers;
    int k;

    bool isPlain() const { return numbers == nullptr; }
    double omega(int c) const { return numbers == nullptr ? 1 : numbers[c]; }
    const double *deltas() const { return numbers + k; }
    double tau(int c) const { return numbers == nullptr ? 1 : numbers[2 * static_cast<long>(k) + c]; }
    const double *iotas() const { return numbers + 3 * static_cast<long>(k); }
};

/** f of margin a and sum s, times e^-logScale. */
inline double factorOf(double a, double s, double logScale) {
    return a > 0 ? (a - a + 1) / (std::exp(-a) + s) * std::exp(-logScale)
                 : std::exp(a - logScale) / (1 + std::exp(a) * s);
}

/** The loss without omega, times e^-logScale, of margin a and sum s. */
inline double scaledLoss(double a, double s, double logScale) {
    if (a > 0) {
        return (a - a + a + std::log(std::exp(-a) + s)) * std::exp(-logScale); // NaN where a is infinite
    }
    double x = std::exp(a) * s;
    return x < 0x1p-27 && logScale < 0 ? std::exp(a - logScale) * s * (1 - x / 2)
                                       : std::log1p(x) * std::exp(-logScale);
}

/** The logarithm of the loss without omega, by log s alone: log1p(s) = s to all digits where s is tiny. */
inline double logarithmOfLoss(double a, double s) {
    if (a == -std::numeric_limits<double>::infinity()) {
        return a + 0 * s; // a NaN sum stays
    }
    const double others = a - a + a + std::log(s); // NaN where a is infinite
    if (others < -50) {
        return others;
    }
    return std::log(others > 50 ? others : std::log1p(std::exp(others)));
}

#endif
