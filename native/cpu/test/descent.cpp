// Steps, packed and by tiles, against plain loops.
#include "../builds.h"
#include "../descent.h"
#include "../tiled.h"
#include "check.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

namespace {

template <class T> struct Problem {
    int k;
    long n;
    int d;
    std::vector<T> w, h, vw, vh;
    std::vector<int> y;

    Problem(int k, long n, int d) : k(k), n(n), d(d), w(size(d * k)), h(size(d * n)), vw(size(d * k)), vh(size(d * n)), y(size(n + 16), -1) {
        std::mt19937 random(static_cast<unsigned>(k + 31 * n + 7 * d));
        std::normal_distribution<double> normal;
        for (T &x : w) { x = static_cast<T>(normal(random) / std::sqrt(d)); }
        for (T &x : h) { x = static_cast<T>(normal(random) / std::sqrt(d)); }
        for (long j = 0; j < n; j++) { y[size(j)] = static_cast<int>(random() % static_cast<unsigned>(k)); }
    }

    static std::size_t size(long count) { return static_cast<std::size_t>(count); }
    Factors<T> factors() { return {w.data(), d, h.data(), d, vw.data(), d, vh.data(), d}; }

    double distance(const Problem<double> &other) const {
        double most = 0;
        for (std::size_t i = 0; i < w.size(); i++) { most = std::max(most, std::fabs(static_cast<double>(w[i]) - other.w[i])); }
        for (std::size_t i = 0; i < h.size(); i++) { most = std::max(most, std::fabs(static_cast<double>(h[i]) - other.h[i])); }
        for (std::size_t i = 0; i < vh.size(); i++) { most = std::max(most, std::fabs(static_cast<double>(vh[i]) - other.vh[i])); }
        return most;
    }
};

/** A step by plain loops; the loss before it. */
double plainStep(Problem<double> &p, const StepRule &rule) {
    std::vector<double> z(p.size(p.k * p.n));
    double loss = 0;
    for (long j = 0; j < p.n; j++) {
        double *column = &z[p.size(j * p.k)];
        for (int c = 0; c < p.k; c++) {
            for (int i = 0; i < p.d; i++) { column[c] += p.w[p.size(c * p.d + i)] * p.h[p.size(j * p.d + i)]; }
        }
        const int y = p.y[p.size(j)];
        const double own = column[y];
        double s = 0;
        for (int c = 0; c < p.k; c++) { s += c == y ? 0 : std::exp(column[c] - own); }
        loss += std::log1p(s);
        for (int c = 0; c < p.k; c++) { column[c] = (c == y ? -s : std::exp(column[c] - own)) / (1 + s); }
    }
    std::vector<double> gw(p.w.size()), gh(p.h.size());
    for (long j = 0; j < p.n; j++) {
        for (int c = 0; c < p.k; c++) {
            for (int i = 0; i < p.d; i++) {
                gw[p.size(c * p.d + i)] += p.h[p.size(j * p.d + i)] * z[p.size(j * p.k + c)];
                gh[p.size(j * p.d + i)] += p.w[p.size(c * p.d + i)] * z[p.size(j * p.k + c)];
            }
        }
    }
    auto move = [&](std::vector<double> &x, std::vector<double> &v, const std::vector<double> &g, double ridge) {
        for (std::size_t i = 0; i < x.size(); i++) {
            v[i] = rule.momentum * v[i] + (g[i] + ridge * x[i]);
            x[i] -= rule.rate * v[i];
        }
    };
    move(p.w, p.vw, gw, rule.ridgeW);
    move(p.h, p.vh, gh, rule.ridgeH);
    return loss;
}

template <class T> void plainProduct(int, int opA, int opB, int m, int n, int inner, T, const T *a, int lda, const T *b, int ldb, T beta, T *c, int ldc) {
    for (int j = 0; j < n; j++) {
        for (int i = 0; i < m; i++) {
            T sum = 0;
            for (int t = 0; t < inner; t++) {
                sum += a[opA == 111 ? i + static_cast<long>(t) * lda : t + static_cast<long>(i) * lda]
                       * b[opB == 111 ? t + static_cast<long>(j) * ldb : j + static_cast<long>(t) * ldb];
            }
            T &at = c[i + static_cast<long>(j) * ldc];
            at = beta == 0 ? sum : sum + beta * at;
        }
    }
}

void noThreads(int) {}

constexpr int STEPS = 7;

StepRule ruleOf(int step) {
    return {0.1, step < 4 ? 0.9 : 0, 1e-3, 2e-3};
}

template <class T> void compare(Checks &checks, const char *way, const NamedBuild &build, int workers, Problem<T> &found, const Problem<double> &truth, const Progress &progress, double loss) {
    const double bound = sizeof(T) == 8 ? 1e-12 : 1e-4;
    const double apart = found.distance(truth);
    checks.that(apart <= bound && progress.taken == 1 && std::fabs(progress.loss - loss) <= bound * loss,
                "%s %s of %zu bytes, %d workers at k=%d n=%ld d=%d: %.2g apart, loss %.17g expected %.17g", build.name, way, sizeof(T),
                workers, found.k, found.n, found.d, apart, progress.loss, loss);
}

template <class T> void small(Checks &checks, const NamedBuild &build, int k, long n, int d, int workers) {
    const Kernels<T> &kernels = kernelsOf<T>(build.build);
    Problem<double> truth(k, n, d);
    Problem<T> problem(k, n, d);
    const long bytes = smallBytes<T>(k, n, d, kernels.lanes, workers);
    std::unique_ptr<char, void (*)(void *)> memory(static_cast<char *>(std::malloc(static_cast<std::size_t>(bytes))), std::free);
    SmallProblem<T> *packed = openSmall<T>(kernels, memory.get(), k, n, d, problem.y.data(), LossTable{nullptr, k}, workers, problem.factors());
    double loss = 0;
    Progress progress{};
    for (int step = 0; step < STEPS; step++) {
        loss = plainStep(truth, ruleOf(step));
        progress = stepSmall<T>(kernels, *packed, 1, ruleOf(step), workers);
    }
    storeSmall<T>(*packed, problem.factors());
    compare(checks, "packed", build, workers, problem, truth, progress, loss);
    for (int step = 0; step < 20; step++) { plainStep(truth, ruleOf(9)); }
    checks.that(stepSmall<T>(kernels, *packed, 20, ruleOf(9), workers).taken == 20, "%s steps at once", build.name);
    storeSmall<T>(*packed, problem.factors());
    checks.that(problem.distance(truth) <= (sizeof(T) == 8 ? 1e-11 : 1e-3), "%s twenty steps at once", build.name);
}

template <class T> void tiled(Checks &checks, const NamedBuild &build, int k, long n, int d, int workers, long columns) {
    const Kernels<T> &kernels = kernelsOf<T>(build.build);
    Problem<double> truth(k, n, d);
    Problem<T> problem(k, n, d);
    std::vector<T> gw(problem.w.size()), parts(problem.w.size() * 3), gh(problem.h.size()), room(truth.size(roomFor(k, columns, workers)));
    TiledProblem<T> p{k, n, d, problem.factors(), gw.data(), parts.data(), gh.data(), d, room.data(), roomFor(k, columns, workers), problem.y.data(), LossTable{nullptr, k}, nullptr};
    const Blas blas{plainProduct<double>, plainProduct<float>, noThreads};
    double loss = 0;
    Progress progress{};
    for (int step = 0; step < STEPS; step++) {
        loss = plainStep(truth, ruleOf(step));
        progress = stepTiled<T>(kernels, blas, p, 1, ruleOf(step), workers, workers);
    }
    compare(checks, "tiled", build, workers, problem, truth, progress, loss);
}

} // namespace

void descentTest(Checks &checks) {
    for (const NamedBuild &build : BUILDS) {
        if (!hasBuild(build.build)) {
            continue;
        }
        for (int workers : {1, 2, 3}) {
            if (checks.isQuick && workers == 3) {
                continue;
            }
            for (int k : {2, 5, 6, 7, 12, 13, 25}) {
                for (long n : {1L, 8L, 9L, 33L, 70L}) {
                    for (int d : {1, 2, 6, 13}) {
                        if (checks.isQuick && (n == 8 || n > 40 || d > 10)) {
                            continue;
                        }
                        small<double>(checks, build, k, n, d, workers);
                        small<float>(checks, build, k, n, d, workers);
                    }
                }
            }
            if (workers < 3) { // so few dimensions that each worker has tiles of its own
                checks.that(!sharesTiles(257, 150, 1, 257 * 40, workers), "tiles are shared");
                tiled<double>(checks, build, 257, 150, 1, workers, 40);
                tiled<float>(checks, build, 257, 150, 1, workers, 40);
            }
            for (int k : {3, 20, 257, 300}) {
                for (long n : {1L, 16L, 50L}) {
                    if (checks.isQuick && n == 16) {
                        continue;
                    }
                    for (long columns : {1L, 5L, 16L, 40L, 70L}) {
                        tiled<double>(checks, build, k, n, 5, workers, columns);
                        tiled<float>(checks, build, k, n, 5, workers, columns);
                    }
                }
            }
        }
    }
}
