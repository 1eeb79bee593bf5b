// small.cu against gradient descent by plain loops in long double: several problems side by side, losses at the logged
// steps, all block sizes and both places of the velocities to the same bits, and an end at a loss that is not finite.
#pragma once
#include "matrix_test.h"

struct SmallShape {
    int d;
    int k;
    int n;
    bool plain;
};

using Numbers = std::vector<long double>;

/** One problem, and its steps as they are written in GradientDescent. */
struct SmallTruth {
    int d, k, n;
    Numbers w, h, vw, vh;
    std::vector<int> labels;
    Loss loss;
    double rate, momentum, ridgeW, ridgeH;

    long double logit(int c, int j) const {
        long double z = 0;
        for (int i = 0; i < d; i++) z += w[i + c * d] * h[i + j * d];
        return z;
    }

    /** The loss at the point; g (k x n) becomes the gradient of the logits. */
    long double gradient(Numbers &g) const {
        long double total = 0;
        for (int j = 0; j < n; j++) {
            int y = labels[j];
            auto u = [&](int c) { return loss.tau(y) * loss.delta(c) * logit(c, j) + loss.iota(c); };
            long double others = 0;
            for (int c = 0; c < k; c++) others += c == y ? 0 : std::exp(u(c) - u(y));
            for (int c = 0; c < k; c++) {
                long double e = c == y ? -others : std::exp(u(c) - u(y));
                g[c + j * k] = loss.omega(y) * loss.tau(y) * loss.delta(c) * e / (1 + others);
            }
            total += loss.omega(y) * std::log1p(others);
        }
        return total;
    }

    long double step() {
        Numbers g(static_cast<size_t>(k) * n), oldW = w;
        long double total = gradient(g);
        for (int i = 0; i < d; i++) {
            for (int c = 0; c < k; c++) {
                long double sum = ridgeW * oldW[i + c * d];
                for (int j = 0; j < n; j++) sum += h[i + j * d] * g[c + j * k];
                vw[i + c * d] = momentum * vw[i + c * d] + sum;
                w[i + c * d] -= rate * vw[i + c * d];
            }
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < n; j++) {
                long double sum = ridgeH * h[i + j * d];
                for (int c = 0; c < k; c++) sum += oldW[i + c * d] * g[c + j * k];
                vh[i + j * d] = momentum * vh[i + j * d] + sum;
            }
        }
        for (size_t e = 0; e < h.size(); e++) h[e] -= rate * vh[e];
        return total;
    }
};

inline SmallTruth drawnProblem(const SmallShape &shape, unsigned number, bool single) {
    Random random(100 + number);
    auto draw = [&](size_t count) {
        Numbers numbers(count);
        for (auto &x : numbers) x = single ? static_cast<float>(random.uniform()) : random.uniform();
        return numbers;
    };
    size_t sizeW = static_cast<size_t>(shape.d) * shape.k, sizeH = static_cast<size_t>(shape.d) * shape.n;
    // The problems of one launch differ in everything but their sizes.
    bool plain = shape.plain != (number == 1);
    Loss loss = Loss::make("", shape.k, plain, 0.3 * number, plain ? 0 : 1 - 0.2 * number);
    SmallTruth p{shape.d, shape.k, shape.n, draw(sizeW), draw(sizeH), draw(sizeW), draw(sizeH), {}, loss,
                 0.05 + 0.01 * number, 0.25 * number, 0.125, 0.0625};
    for (int j = 0; j < shape.n; j++) p.labels.push_back(static_cast<int>(random.below(shape.k)));
    return p;
}

/** The device's side of several problems of one shape. */
template <class R> class SmallRun {
    template <class T, class F> static std::vector<T> all(const std::vector<SmallTruth> &problems, F part) {
        std::vector<T> joined;
        for (const SmallTruth &p : problems) {
            for (auto x : part(p)) joined.push_back(static_cast<T>(x));
        }
        return joined;
    }
    static long long odd(int m) { return m % 2 ? m : m + 1; }

    int d, k, n;
    unsigned count;
    DeviceArray<int> labels, plain;
    DeviceArray<double> table, parameters;

  public:
    DeviceArray<R> w, h, vw, vh;
    DeviceArray<double> losses;
    DeviceArray<long long> taken;

    SmallRun(const std::vector<SmallTruth> &problems, size_t logged)
        : d(problems[0].d), k(problems[0].k), n(problems[0].n), count(static_cast<unsigned>(problems.size())),
          labels(all<int>(problems, [](auto &p) { return p.labels; })),
          plain(all<int>(problems, [](auto &p) { return std::vector<int>{p.loss.plain}; })),
          table(all<double>(problems, [](auto &p) { return p.loss.table; })),
          parameters(all<double>(problems, [](auto &p) {
              return std::vector<double>{p.rate, p.momentum, p.ridgeW, p.ridgeH};
          })),
          w(all<R>(problems, [](auto &p) { return p.w; })), h(all<R>(problems, [](auto &p) { return p.h; })),
          vw(all<R>(problems, [](auto &p) { return p.vw; })), vh(all<R>(problems, [](auto &p) { return p.vh; })),
          losses(logged * count, NAN), taken(count, 0LL) {}

    void run(const KernelLibrary &kernels, unsigned block, bool onChip, long long steps, int logEvery, unsigned seed) {
        long long numbers = odd(d) * (k + n) * (onChip ? 2 : 1) + odd(k) * n;
        Launch launch{count, block, static_cast<unsigned>(numbers * static_cast<long long>(sizeof(R))), seed};
        kernels.launch("small_descent", launch, w.data(), h.data(), vw.data(), vh.data(), labels.data(), table.data(),
                       plain.data(), d, k, n, parameters.data(), static_cast<int>(onChip), steps, logEvery,
                       losses.data(), taken.data());
    }

    bool sameAs(const SmallRun &o) const {
        return sameBits(w.values(), o.w.values()) && sameBits(h.values(), o.h.values())
               && sameBits(vw.values(), o.vw.values()) && sameBits(vh.values(), o.vh.values());
    }
    bool intact() const {
        return w.intact() && h.intact() && vw.intact() && vh.intact() && losses.intact() && taken.intact();
    }
};

/** Entries and losses of a run against the truth. Each step adds the roundings of its sums and carries the earlier. */
template <class R>
void compareSmall(Check &check, SmallRun<R> &run, std::vector<SmallTruth> problems, int steps, int logEvery) {
    const int logged = logEvery ? (steps + logEvery - 1) / logEvery : 0;
    for (size_t p = 0; p < problems.size(); p++) {
        SmallTruth &truth = problems[p];
        double bound = 4 * steps * (truth.d + truth.k + truth.n + 20) * Roundoff<R>::unit;
        for (int t = 0; t < steps; t++) {
            double value = static_cast<double>(truth.step());
            if (logEvery && t % logEvery == 0) {
                check.near(run.losses[p * logged + t / logEvery], value, (bound + 1e-15) * (value + truth.n));
            }
        }
        auto same = [&](const DeviceArray<R> &actual, const Numbers &expected) {
            for (size_t e = 0; e < expected.size(); e++) {
                double x = static_cast<double>(expected[e]);
                check.near(actual[p * expected.size() + e], x, bound * (2 + std::abs(x)));
            }
        };
        same(run.w, truth.w);
        same(run.h, truth.h);
        same(run.vw, truth.vw);
        same(run.vh, truth.vh);
        check.equal(static_cast<double>(run.taken[p]), steps);
    }
}

template <class R> void descentCheck(KernelLibraries &libraries, const SmallShape &shape, int steps, int logEvery) {
    Check check("small_descent " + libraries.real() + " d=" + std::to_string(shape.d) + " k=" + std::to_string(shape.k)
                + " n=" + std::to_string(shape.n) + (shape.plain ? " plain" : " vs") + " steps="
                + std::to_string(steps));
    std::vector<SmallTruth> problems;
    for (unsigned p = 0; p < 3; p++) problems.push_back(drawnProblem(shape, p, sizeof(R) == 4));
    const size_t logged = logEvery ? static_cast<size_t>((steps + logEvery - 1) / logEvery) : 0;
    SmallRun<R> first(problems, logged);
    first.run(libraries["small"], 256, true, steps, logEvery, 0);
    compareSmall(check, first, problems, steps, logEvery);
    for (unsigned block : {32u, 64u, 512u}) {
        SmallRun<R> other(problems, logged);
        other.run(libraries["small"], block, block == 64, steps, logEvery, block + 1);
        check.holds(first.sameAs(other), "another block size, place or order gives other bits");
        check.holds(other.intact(), "written behind the end");
    }
}

template <class R> void notFiniteCheck(KernelLibraries &libraries) {
    Check check("small_descent " + libraries.real() + " stops at a loss that is not finite");
    std::vector<SmallTruth> problems;
    for (unsigned p = 0; p < 3; p++) problems.push_back(drawnProblem({3, 4, 5, true}, p, true));
    problems[1].w[0] = NAN;
    SmallRun<R> before(problems, 4), run(problems, 4);
    run.run(libraries["small"], 64, true, 4, 1, 3);
    check.equal(static_cast<double>(run.taken[0]), 4);
    check.equal(static_cast<double>(run.taken[1]), 0);
    check.equal(static_cast<double>(run.taken[2]), 4);
    check.equal(run.losses[4], NAN);
    for (size_t e = 12; e < 24; e++) {
        check.equal(run.w[e], before.w[e]);
        check.equal(run.vw[e], before.vw[e]);
        check.equal(run.h[e + 3], before.h[e + 3]);
    }
}

template <class R> void smallChecks(KernelLibraries &libraries) {
    for (bool plain : {true, false}) {
        descentCheck<R>(libraries, {2, 3, 5, plain}, 5, 2);
        descentCheck<R>(libraries, {10, 10, 33, plain}, 3, 1);
        descentCheck<R>(libraries, {1, 2, 1, plain}, 4, 3);
        descentCheck<R>(libraries, {33, 31, 65, plain}, 2, 0);
        descentCheck<R>(libraries, {20, 10, 275, plain}, 1, 1);
    }
    notFiniteCheck<R>(libraries);
}
