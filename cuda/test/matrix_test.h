// entrywise.cu, transpose.cu, update.cu and metrics.cu against plain loops, at several grids and orders.
#pragma once
#include <functional>

#include "check.h"
#include "library.h"
#include "reduce_test.h"

/** Entry (i, j) of the expected result and how far off it may be. */
struct Expected {
    double value;
    double bound;
};

template <class R>
void compare(Check &check, const DeviceMatrix<R> &actual, const std::function<Expected(int, long long)> &expected) {
    for (long long j = 0; j < actual.cols; j++) {
        for (int i = 0; i < actual.rows; i++) {
            Expected e = expected(i, j);
            check.near(actual(i, j), e.value, e.bound);
        }
    }
    check.holds(actual.intact(), "padding was written");
}

template <class R> DeviceMatrix<R> drawn(Shape shape, int padding, unsigned seed) {
    Random random(seed);
    return DeviceMatrix<R>(shape.rows, shape.cols, shape.rows + padding,
                           [&](int, long long) { return random.uniform(); });
}

/** Half an ulp of R at the exact value, and what an evaluation in double adds to terms of this size. */
template <class R> double rounding(double value, double sizes) {
    return Roundoff<R>::unit * std::abs(value) + 4 * Roundoff<double>::unit * sizes + Roundoff<R>::smallest;
}

template <class R> void axpbyCheck(KernelLibraries &libraries, Shape shape, double alpha, double beta) {
    Check check("axpby " + libraries.real() + " " + nameOf(shape) + " " + std::to_string(alpha) + " "
                + std::to_string(beta));
    for (const Launch &launch : variedLaunches()) {
        // An operand whose factor is zero is all NaN.
        DeviceMatrix<R> x = alpha == 0 ? DeviceMatrix<R>(shape.rows, shape.cols, shape.rows + 2)
                                       : drawn<R>(shape, 2, 1);
        DeviceMatrix<R> y = beta == 0 ? DeviceMatrix<R>(shape.rows, shape.cols, shape.rows + 1)
                                      : drawn<R>(shape, 1, 2);
        const DeviceMatrix<R> before = beta == 0 ? DeviceMatrix<R>(shape.rows, shape.cols, shape.rows + 1)
                                                 : drawn<R>(shape, 1, 2);
        libraries["entrywise"].launch("axpby", launch, alpha, x.data(), x.ld, beta, y.data(), y.ld, y.rows, y.cols);
        compare<R>(check, y, [&](int i, long long j) {
            double ax = alpha == 0 ? 0 : alpha * x(i, j), by = beta == 0 ? 0 : beta * before(i, j);
            return Expected{ax + by, rounding<R>(ax + by, std::abs(ax) + std::abs(by))};
        });
    }
}

template <class R> void scaleCheck(KernelLibraries &libraries, Shape shape) {
    Check check("scale, scale_columns " + libraries.real() + " " + nameOf(shape));
    for (const Launch &launch : variedLaunches()) {
        DeviceMatrix<R> x = drawn<R>(shape, 3, 1);
        const DeviceMatrix<R> before = drawn<R>(shape, 3, 1);
        DeviceMatrix<R> factors = drawn<R>({1, shape.cols}, 0, 8);
        const KernelLibrary &kernels = libraries["entrywise"];
        kernels.launch("scale", launch, -0.3, x.data(), x.ld, x.rows, x.cols);
        compare<R>(check, x, [&](int i, long long j) {
            return Expected{-0.3 * before(i, j), rounding<R>(before(i, j), 1)};
        });
        DeviceMatrix<R> scaled = drawn<R>(shape, 3, 1);
        kernels.launch("scale_columns", launch, scaled.data(), scaled.ld, x.rows, x.cols, factors.data());
        compare<R>(check, scaled, [&](int i, long long j) {
            double product = static_cast<double>(before(i, j)) * factors(0, j);
            return Expected{product, rounding<R>(product, 1)};
        });
        DeviceMatrix<R> zero(shape.rows, shape.cols, shape.rows + 3);
        kernels.launch("scale", launch, 0.0, zero.data(), zero.ld, zero.rows, zero.cols);
        compare<R>(check, zero, [](int, long long) { return Expected{0, 0}; });
    }
}

template <class R> void mirrorCheck(KernelLibraries &libraries, int m) {
    Check check("copy_upper_mirrored, random_signs " + libraries.real() + " " + std::to_string(m));
    for (const Launch &launch : variedLaunches()) {
        Random random(3);
        DeviceMatrix<R> a(m, m, m + 2, [&](int i, long long j) { return i > j ? NAN : random.uniform(); });
        DeviceMatrix<R> full(m, m, m + 5);
        const KernelLibrary &kernels = libraries["entrywise"];
        kernels.launch("copy_upper_mirrored", launch, a.data(), a.ld, full.data(), full.ld, m);
        compare<R>(check, full, [&](int i, long long j) {
            return Expected{i <= j ? a(i, j) : a(static_cast<int>(j), i), 0};
        });
        DeviceArray<R> signs(static_cast<size_t>(m), 0);
        kernels.launch("random_signs", launch, signs.data(), m);
        for (long long i = 0; i < m; i++) {
            // As Java computes it: a signed product that wraps.
            auto product = static_cast<long long>((static_cast<unsigned long long>(i) + 1) * 0x9E3779B97F4A7C15ull);
            check.equal(signs[static_cast<size_t>(i)], product < 0 ? -1 : 1);
        }
        check.holds(signs.intact(), "written behind the end");
    }
}

template <class R> void transposeCheck(KernelLibraries &libraries, Shape shape) {
    Check check("transpose " + libraries.real() + " " + nameOf(shape));
    for (const Launch &launch : variedLaunches()) {
        DeviceMatrix<R> a = drawn<R>(shape, 2, 4);
        int cols = static_cast<int>(shape.cols);
        DeviceMatrix<R> t(cols, shape.rows, cols + 3);
        libraries["transpose"].launch("transpose", launch, a.data(), a.ld, a.rows, cols, t.data(), t.ld);
        compare<R>(check, t, [&](int i, long long j) { return Expected{a(static_cast<int>(j), i), 0}; });
    }
}

/** x, g, v before the step, and what must come out. */
template <class R> struct MomentumTruth {
    DeviceMatrix<R> x, g, v;
    DeviceMatrix<R> newX, newV;
    double rate, momentum, ridge;

    MomentumTruth(Shape shape, unsigned seed, double r, double m, double lambda)
        : x(drawn<R>(shape, 1, seed)), g(drawn<R>(shape, 2, seed + 1)), v(drawn<R>(shape, 3, seed + 2)),
          newX(drawn<R>(shape, 1, seed)), newV(drawn<R>(shape, 3, seed + 2)), rate(r), momentum(m), ridge(lambda) {}

    void compareTo(Check &check) const {
        auto velocity = [&](int i, long long j) {
            double mv = momentum * v(i, j), rx = ridge * x(i, j), sum = mv + (g(i, j) + rx);
            return Expected{sum, rounding<R>(sum, std::abs(mv) + std::abs(g(i, j)) + std::abs(rx))};
        };
        compare<R>(check, newV, velocity);
        compare<R>(check, newX, [&](int i, long long j) {
            Expected to = velocity(i, j);
            double position = x(i, j) - rate * to.value;
            return Expected{position, rounding<R>(position, 2) + rate * to.bound};
        });
    }
};

template <class R> void momentumCheck(KernelLibraries &libraries, Shape shape, double momentum, double ridge) {
    Check check("momentum_step, momentum_pair " + libraries.real() + " " + nameOf(shape));
    for (const Launch &launch : variedLaunches()) {
        MomentumTruth<R> one(shape, 10, 0.1, momentum, ridge);
        const KernelLibrary &kernels = libraries["update"];
        kernels.launch("momentum_step", launch, one.newX.data(), one.x.ld, one.g.data(), one.g.ld, one.newV.data(),
                       one.v.ld, shape.rows, shape.cols, one.rate, momentum, ridge);
        one.compareTo(check);
        MomentumTruth<R> w({shape.rows, 5}, 20, 0.05, momentum, ridge);
        MomentumTruth<R> h(shape, 30, 0.05, momentum, 3 * ridge);
        DeviceArray<double> loss({2.5});
        DeviceArray<long long> taken({0});
        DeviceArray<double> parameters({0.05, momentum, ridge, 3 * ridge});
        kernels.launch("momentum_pair", launch, w.newX.data(), w.x.ld, w.g.data(), w.g.ld, w.newV.data(), w.v.ld,
                       w.x.cols, h.newX.data(), h.x.ld, h.g.data(), h.g.ld, h.newV.data(), h.v.ld, h.x.cols, shape.rows,
                       parameters.data(), loss.data(), taken.data());
        w.compareTo(check);
        h.compareTo(check);
        check.equal(static_cast<double>(taken[0]), 1);
    }
}

template <class R> void metricsCheck(KernelLibraries &libraries, Shape shape) {
    Check check("column_norms, column_margins " + libraries.real() + " " + nameOf(shape));
    for (const Launch &launch : variedLaunches()) {
        DeviceMatrix<R> x = drawn<R>(shape, 2, 6);
        DeviceArray<double> norms(static_cast<size_t>(shape.cols), -1), margins(static_cast<size_t>(shape.cols), -1);
        std::vector<int> y;
        for (long long j = 0; j < shape.cols; j++) y.push_back(static_cast<int>((7 * j + shape.rows - 1) % shape.rows));
        DeviceArray<int> labels(y);
        const KernelLibrary &kernels = libraries["metrics"];
        kernels.launch("column_norms", launch, x.data(), x.ld, x.rows, x.cols, norms.data());
        kernels.launch("column_margins", launch, x.data(), x.ld, x.rows, x.cols, labels.data(), margins.data());
        for (size_t j = 0; j < norms.size(); j++) {
            long double sum = 0;
            double max = -INFINITY;
            for (int i = 0; i < shape.rows; i++) {
                sum += static_cast<long double>(x(i, j)) * x(i, j);
                max = i == y[j] ? max : std::max(max, static_cast<double>(x(i, j)));
            }
            check.near(norms[j], static_cast<double>(sum),
                       Roundoff<double>::unit * static_cast<double>((shape.rows + 1) * sum));
            check.equal(margins[j], x(y[j], j) - max);
        }
        check.holds(norms.intact() && margins.intact(), "written behind the end");
    }
}

template <class R> void marginNaN(KernelLibraries &libraries) {
    Check check("column_margins " + libraries.real() + " NaN stays");
    for (int at : {0, 31, 32, 99}) {
        DeviceMatrix<R> z(100, 1, 100, [&](int i, long long) { return i == at ? NAN : 1.0; });
        DeviceArray<int> label({0});
        DeviceArray<double> out(1, -1);
        libraries["metrics"].launch("column_margins", {1, 256, 0, 6}, z.data(), z.ld, 100, 1LL, label.data(),
                                    out.data());
        check.equal(out[0], NAN);
    }
}

template <class R> void matrixChecks(KernelLibraries &libraries) {
    for (const Shape &shape : awkwardShapes()) {
        axpbyCheck<R>(libraries, shape, 0.5, -2);
        axpbyCheck<R>(libraries, shape, -3, 0);
        axpbyCheck<R>(libraries, shape, 0, 1.5);
        scaleCheck<R>(libraries, shape);
        transposeCheck<R>(libraries, shape);
        momentumCheck<R>(libraries, shape, 0.9, 5e-4);
        metricsCheck<R>(libraries, shape);
    }
    transposeCheck<R>(libraries, {100, 70});
    momentumCheck<R>(libraries, {33, 65}, 0, 0);
    for (int m : {1, 2, 31, 33, 100}) mirrorCheck<R>(libraries, m);
    marginNaN<R>(libraries);
}
