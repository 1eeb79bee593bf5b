// Loss and gradient of logits by columns and by rows, on sizes around every vector width, against plain loops in long
// double.
#include "../builds.h"
#include "../tiled.h"
#include "check.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace {

struct Case {
    int k;
    long n;
    double size;  // of the logits
    double ahead; // what the label's logit has more
    bool isPlain;
    double logScale;
};

struct Truth {
    std::vector<long double> gradient;
    long double loss = 0;
};

template <class T> Truth truthOf(const Case &c, const std::vector<T> &z, const std::vector<int> &y, const LossTable &loss) {
    Truth truth;
    truth.gradient.resize(z.size());
    for (long j = 0; j < c.n; j++) {
        const std::size_t own = static_cast<std::size_t>(y[static_cast<std::size_t>(j)]);
        auto u = [&](int i) -> long double {
            const long double logit = z[static_cast<std::size_t>(j * c.k + i)];
            return loss.isPlain() ? logit
                                  : static_cast<long double>(loss.tau(static_cast<int>(own))) * loss.deltas()[i] * logit
                                        + loss.iotas()[i];
        };
        const long double ofOwn = u(static_cast<int>(own));
        long double top = 0;
        for (int i = 0; i < c.k; i++) {
            top = std::max(top, u(i) - ofOwn);
        }
        long double s = 0;
        for (int i = 0; i < c.k; i++) {
            s += i == static_cast<int>(own) ? 0 : std::exp(u(i) - ofOwn - top);
        }
        const long double total = std::exp(-top) + s;
        const int label = static_cast<int>(own);
        const long double scale = std::exp(static_cast<long double>(-c.logScale));
        const long double weight = static_cast<long double>(loss.omega(label)) * loss.tau(label) * scale;
        for (int i = 0; i < c.k; i++) {
            const long double e = i == label ? -s : std::exp(u(i) - ofOwn - top);
            const long double delta = loss.isPlain() ? 1 : loss.deltas()[i];
            truth.gradient[static_cast<std::size_t>(j * c.k + i)] = weight * delta * e / total;
        }
        const long double value = top == 0 ? std::log1p(s) : top + std::log(total);
        truth.loss += static_cast<long double>(loss.omega(label)) * scale * value;
    }
    return truth;
}

template <class T> void compare(Checks &checks, const char *name, const Case &c, const std::vector<T> &found,
                                double loss, const Truth &truth) {
    const double unit = sizeof(T) == 8 ? 0x1p-53 : 0x1p-24;
    const double logits = c.isPlain ? c.size + std::fabs(c.ahead) : 3 * (c.size + std::fabs(c.ahead)) + 2;
    const double bound = (20 + c.k / 4.0 + 4 * logits) * unit;
    double worst = 0;
    for (std::size_t i = 0; i < found.size(); i++) {
        const long double g = truth.gradient[i];
        const long double least = sizeof(T) == 8 ? 1e-305L : 1e-37L; // subnormal numbers have fewer digits
        worst = std::max(worst, static_cast<double>(std::fabs(found[i] - g) / (std::fabs(g) + least)));
    }
    checks.that(worst <= bound, "%s gradient of %zu bytes at k=%d n=%ld size=%g ahead=%g plain=%d: off by %.2g, bound %.2g", name,
                sizeof(T), c.k, c.n, c.size, c.ahead, c.isPlain, worst, bound);
    const double off = static_cast<double>(std::fabs(loss - truth.loss) / (truth.loss + 1e-300L));
    checks.that(off <= bound, "%s loss of %zu bytes at k=%d n=%ld ahead=%g: off by %.2g, bound %.2g", name, sizeof(T), c.k, c.n,
                c.ahead, off, bound);
}

template <class T> void run(Checks &checks, const NamedBuild &build, const Case &c, unsigned seed) {
    const Kernels<T> &kernels = kernelsOf<T>(build.build);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> uniform(-1, 1);
    std::vector<double> table(static_cast<std::size_t>(4 * c.k));
    for (int i = 0; i < c.k; i++) {
        table[static_cast<std::size_t>(i)] = 1 + 0.5 * uniform(random);
        table[static_cast<std::size_t>(c.k + i)] = 1 + 0.3 * uniform(random);
        table[static_cast<std::size_t>(2 * c.k + i)] = 1 + 0.2 * uniform(random);
        table[static_cast<std::size_t>(3 * c.k + i)] = uniform(random);
    }
    const LossTable loss{c.isPlain ? nullptr : table.data(), c.k};
    std::vector<T> z(static_cast<std::size_t>(c.k * c.n));
    std::vector<int> y(static_cast<std::size_t>(c.n + 16), -1);
    for (long j = 0; j < c.n; j++) {
        y[static_cast<std::size_t>(j)] = static_cast<int>(random() % static_cast<unsigned>(c.k));
        for (int i = 0; i < c.k; i++) {
            z[static_cast<std::size_t>(j * c.k + i)] = static_cast<T>(c.size * uniform(random));
        }
        z[static_cast<std::size_t>(j * c.k + y[static_cast<std::size_t>(j)])] += static_cast<T>(c.ahead);
    }
    const Truth truth = truthOf(c, z, y, loss);
    std::vector<double> scratch(static_cast<std::size_t>(c.k * 16));

    std::vector<T> byColumns = z;
    LossSum sum{true, true, 0};
    kernels.columns(byColumns.data(), c.k, c.n, y.data(), loss, c.logScale, scratch.data(), sum);
    compare(checks, build.name, c, byColumns, sum.loss, truth);

    if (c.logScale != 0) {
        return;
    }
    std::vector<T> same = z;
    std::vector<double> logs(static_cast<std::size_t>(c.n));
    LossSum read{true, true, 0};
    kernels.losses(same.data(), c.k, c.n, y.data(), loss, scratch.data(), logs.data(), read);
    checks.that(same == z && read.loss == sum.loss, "%s losses touch the logits, or differ", build.name);

    const long lanes = kernels.lanes;
    const long stride = (c.n + lanes - 1) / lanes * lanes;
    std::vector<T> rows(static_cast<std::size_t>(c.k * stride), std::numeric_limits<T>::quiet_NaN());
    for (long j = 0; j < c.n; j++) {
        for (int i = 0; i < c.k; i++) {
            rows[static_cast<std::size_t>(i * stride + j)] = z[static_cast<std::size_t>(j * c.k + i)];
        }
    }
    LossSum ofRows{true, true, 0};
    kernels.rows(rows.data(), stride, stride, y.data(), loss, scratch.data(), ofRows);
    std::vector<T> back(z.size());
    for (long j = 0; j < c.n; j++) {
        for (int i = 0; i < c.k; i++) {
            back[static_cast<std::size_t>(j * c.k + i)] = rows[static_cast<std::size_t>(i * stride + j)];
        }
    }
    compare(checks, build.name, c, back, ofRows.loss, truth);
    checks.that(ofRows.isFinite && sum.isFinite, "%s calls a finite gradient not finite", build.name);
}

template <class T> void spoiled(Checks &checks, const NamedBuild &build, T what, bool atLabel) {
    const Kernels<T> &kernels = kernelsOf<T>(build.build);
    for (int k : {2, 9, 40}) {
        std::vector<T> z(static_cast<std::size_t>(k * 16), T(0.5));
        std::vector<int> y(16, 1);
        z[static_cast<std::size_t>(3 * k + (atLabel ? 1 : k - 1 == 1 ? 0 : k - 1))] = what;
        std::vector<T> rows(z.size());
        for (int j = 0; j < 16; j++) {
            for (int i = 0; i < k; i++) {
                rows[static_cast<std::size_t>(i * 16 + j)] = z[static_cast<std::size_t>(j * k + i)];
            }
        }
        LossSum byColumns{true, true, 0};
        kernels.columns(z.data(), k, 16, y.data(), LossTable{nullptr, k}, 0, nullptr, byColumns);
        LossSum byRows{true, true, 0};
        kernels.rows(rows.data(), 16, 16, y.data(), LossTable{nullptr, k}, nullptr, byRows);
        const double spoilt = static_cast<double>(what);
        checks.that(!byColumns.isFinite && !std::isfinite(byColumns.loss), "%s columns took %g at k=%d", build.name, spoilt, k);
        checks.that(!byRows.isFinite && !std::isfinite(byRows.loss), "%s rows took %g at k=%d", build.name, spoilt, k);
    }
}

} // namespace

void softmaxTest(Checks &checks) {
    for (const NamedBuild &build : BUILDS) {
        if (!hasBuild(build.build)) {
            continue;
        }
        unsigned seed = 1;
        for (int k : {2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 100, 513, 1025}) {
            for (long n : {1L, 2L, 7L, 8L, 17L}) {
                if (checks.isQuick && (n < 7 || k > 600)) {
                    continue;
                }
                for (bool isPlain : {true, false}) {
                    run<double>(checks, build, {k, n, 3, 0, isPlain, 0}, seed);
                    run<float>(checks, build, {k, n, 3, 0, isPlain, 0}, seed++);
                }
            }
        }
        for (double ahead : {-1e4, -700.0, -40.0, -1.0, 0.0, 1.0, 16.0, 40.0, 80.0, 700.0}) {
            for (bool isPlain : {true, false}) {
                run<double>(checks, build, {10, 9, 1, ahead, isPlain, 0}, seed);
                run<float>(checks, build, {10, 9, 1, ahead, isPlain, 0}, seed++);
            }
        }
        for (double size : {43.0, 47.0, 60.0, 352.0, 380.0, 1e4}) { // exponentials before, among and below the subnormal numbers
            for (long n : {9L, 16L}) {
                for (bool isPlain : {true, false}) {
                    run<double>(checks, build, {10, n, size, 0, isPlain, 0}, seed);
                    run<float>(checks, build, {10, n, size, 0, isPlain, 0}, seed++);
                }
            }
        }
        for (double ahead : {5.0, 90.0, 800.0, 2300.0}) {
            run<double>(checks, build, {10, 9, 1, ahead, true, -ahead}, seed);
            run<float>(checks, build, {10, 9, 1, ahead, true, -ahead}, seed++);
        }
        for (bool isAtLabel : {true, false}) {
            spoiled<double>(checks, build, std::nan(""), isAtLabel);
            spoiled<float>(checks, build, std::nanf(""), isAtLabel);
        }
        spoiled<double>(checks, build, std::numeric_limits<double>::infinity(), false);
        spoiled<float>(checks, build, std::numeric_limits<float>::infinity(), false);
    }
}
