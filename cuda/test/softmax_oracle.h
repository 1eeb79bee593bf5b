// The softmax cross-entropy of one column by plain loops in long double, the bounds that two correct evaluations keep
// (those of seli.selftest.SoftmaxBound), and the ranges of logits that break careless code (seli.selftest.Regime).
#pragma once
#include <limits>
#include <string>
#include <vector>

#include "device.h"

/** The loss's vectors, [omega | delta | tau | iota]. */
struct Loss {
    std::string name;
    int k;
    bool plain;
    std::vector<double> table;

    double omega(int c) const { return table[c]; }
    double delta(int c) const { return table[k + c]; }
    double tau(int c) const { return table[2 * k + c]; }
    double iota(int c) const { return table[3 * k + c]; }

    static Loss crossEntropy(int k) { return make("ce", k, true, 0, 0); }
    static Loss weighted(int k) { return make("weighted", k, true, 0.7, 0); }
    static Loss vectorScaling(int k) { return make("vs", k, false, 0.7, 1); }

    static Loss make(const char *name, int k, bool plain, double weight, double scaling) {
        Loss loss{name, k, plain, std::vector<double>(4 * static_cast<size_t>(k))};
        for (int c = 0; c < k; c++) {
            double x = (1 + 9 * c % 100) / 100.0;
            loss.table[c] = 1 + weight * x;
            loss.table[k + c] = 1 - 0.4 * scaling * x;
            loss.table[2 * k + c] = 1 + 0.3 * scaling * x * x;
            loss.table[3 * k + c] = 1.5 * scaling * std::log(x);
        }
        return loss;
    }
};

template <class R> struct Roundoff {
    static constexpr double unit = std::numeric_limits<R>::epsilon() / 2;
    static constexpr double smallest = std::numeric_limits<R>::denorm_min();
};

/** One column's truth and bounds for the number type R. */
template <class R> class ColumnTruth {
    const Loss &loss;
    const std::vector<double> &z;
    int y;
    long double logScale;
    long double largest = -std::numeric_limits<long double>::infinity();
    long double weights = 0; // sum of e^(margin - largest) over the others
    long double meanEta = 0;

    long double term(int c) const { return static_cast<long double>(loss.tau(y)) * loss.delta(c) * z[c]; }
    long double margin(int c) const { return term(c) + loss.iota(c) - term(y) - loss.iota(y); }
    /** What a denormal exponential loses: the scale, or the largest gradient, enlarges it. */
    double lost() const {
        long double enlarged = std::max(1.0L, std::exp((largest > 0 ? 0 : largest) - logScale));
        return static_cast<double>(Roundoff<R>::smallest * enlarged);
    }

    /** others / (1 + others). */
    long double offTarget() const {
        return largest > 0 ? weights / (std::exp(-largest) + weights)
                           : std::exp(largest) * weights / (1 + std::exp(largest) * weights);
    }

    long double eta(int c) const {
        long double shift = std::max(0.0L, largest);
        long double sizes = std::abs(margin(c)) + std::abs(margin(c) - shift);
        sizes += logScale < 0 ? std::abs(margin(c) - logScale) - logScale : 0;
        if (!loss.plain) {
            sizes += 4 * (std::abs(term(c)) + std::abs(loss.iota(c)) + std::abs(term(y)) + std::abs(loss.iota(y)));
        }
        return 2 * Roundoff<R>::unit * sizes;
    }

  public:
    ColumnTruth(const Loss &of, const std::vector<double> &logits, int label, long double scale = 0)
        : loss(of), z(logits), y(label), logScale(scale) {
        for (int c = 0; c < loss.k; c++) largest = c == y ? largest : std::max(largest, margin(c));
        for (int c = 0; c < loss.k; c++) {
            if (c == y) continue;
            weights += std::exp(margin(c) - largest);
            meanEta += std::exp(margin(c) - largest) * eta(c);
        }
        meanEta /= weights;
    }

    double value() const {
        long double bare = largest > 0 ? largest + std::log(std::exp(-largest) + weights)
                                       : std::log1p(std::exp(largest) * weights);
        return static_cast<double>(loss.omega(y) * bare * std::exp(-logScale));
    }

    double valueBound() const {
        double omega = loss.omega(y);
        long double relative = meanEta + 2 * (loss.k + 8) * Roundoff<R>::unit;
        double absolute = omega * static_cast<double>(offTarget() * std::exp(-logScale) * relative);
        return absolute + 8 * Roundoff<R>::unit * value() + lost() * (4 * loss.k * omega + 2);
    }

    double logValue() const {
        long double logOthers = largest + std::log(weights);
        long double bare = logOthers > 50 ? logOthers : std::log1p(std::exp(logOthers));
        return static_cast<double>(std::log(static_cast<long double>(loss.omega(y)))
                                   + (logOthers < -50 ? logOthers : std::log(bare)));
    }

    double logBound() const {
        return static_cast<double>(meanEta) + 2 * (loss.k + 12) * Roundoff<R>::unit
               + 4 * Roundoff<double>::unit * std::abs(logValue());
    }

    double gradient(int c) const {
        long double factor = static_cast<long double>(loss.omega(y)) * loss.tau(y) * loss.delta(c);
        long double total = largest > 0 ? std::exp(-largest) + weights : 1 + std::exp(largest) * weights;
        factor *= std::exp(-logScale);
        if (c == y) return static_cast<double>(-factor * offTarget());
        return static_cast<double>(factor * std::exp(margin(c) - std::max(0.0L, largest)) / total);
    }

    double gradientBound(int c) const {
        double u = Roundoff<R>::unit;
        double relative = static_cast<double>((c == y ? meanEta : eta(c)) + offTarget() * meanEta)
                          + 2 * (loss.k + 12) * u;
        double factor = loss.omega(y) * loss.tau(y) * loss.delta(c);
        return std::abs(gradient(c)) * relative + lost() * (4 * (c == y ? loss.k : 1) * factor + 2);
    }
};

enum class Regime { UNIFORM, LARGE, EQUAL, ONE_DOMINATING, UNDERFLOW_, DENORMAL, NEGATIVE_ZERO, FITTING };

inline const char *nameOf(Regime regime) {
    const char *names[] = {"uniform", "large", "equal", "one dominating", "underflow", "denormal", "negative zero", "fitting"};
    return names[static_cast<int>(regime)];
}

/** A column of k logits with label y, rounded to R. */
template <class R> std::vector<double> drawLogits(Regime regime, int k, int y, bool labelWins, Random &random) {
    double bottom = sizeof(R) == 8 ? 700 : 85;
    int above = labelWins || regime == Regime::UNDERFLOW_ ? y : (y + 1 + static_cast<int>(random.below(k - 1))) % k;
    double margin = regime == Regime::UNDERFLOW_ ? bottom + 60 * (1 + random.uniform()) : 70 + 50 * random.uniform();
    std::vector<double> z(k);
    for (int c = 0; c < k; c++) {
        double number = random.uniform();
        if (regime == Regime::LARGE) number *= 1e4;
        if (regime == Regime::EQUAL) number = 0.75;
        if (regime == Regime::DENORMAL) number = Roundoff<R>::smallest * (static_cast<int>(random.below(200)) - 100);
        if (regime == Regime::NEGATIVE_ZERO) number = random.below(2) ? 0.0 : -0.0;
        bool structured = regime == Regime::UNDERFLOW_ || regime == Regime::ONE_DOMINATING;
        z[c] = static_cast<R>(number + (structured && c == above ? margin : 0));
    }
    return z;
}

/** Sets the label's logit so far above that u_y is about the margin, rounded to R. */
template <class R> void raiseLabel(std::vector<double> &z, const Loss &loss, int y, double margin) {
    z[y] = static_cast<R>((margin - loss.iota(y)) / (loss.tau(y) * loss.delta(y)));
}
