// reduce.cu against sums in long double; bounds count one rounding of double for each term.
#pragma once
#include "check.h"
#include "library.h"
#include "softmax_oracle.h"

struct Shape {
    int rows;
    long long cols;
};

inline std::vector<Shape> awkwardShapes() {
    return {{1, 1}, {2, 3}, {31, 1}, {1, 33}, {32, 32}, {33, 31}, {255, 2}, {256, 2}, {257, 3}, {1000, 2}, {3, 0}};
}

inline std::string nameOf(const Shape &s) {
    return std::to_string(s.rows) + "x" + std::to_string(s.cols);
}

/** sum_partials with one block over the partial results. */
inline double joined(const KernelLibrary &kernels, DeviceArray<double> &partials) {
    DeviceArray<double> out(1, NAN);
    kernels.launch("sum_partials", {1, 256, 0, 9}, partials.data(), static_cast<long long>(partials.size()),
                   out.data());
    return out[0];
}

template <class R> void dots(KernelLibraries &libraries, Shape shape) {
    Check check("dot_partials " + libraries.real() + " " + nameOf(shape));
    Random random(5);
    auto draw = [&](int, long long) { return random.uniform(); };
    DeviceMatrix<R> x(shape.rows, shape.cols, shape.rows + 1, draw), y(shape.rows, shape.cols, shape.rows + 4, draw);
    long double sum = 0, sizes = 0;
    for (long long j = 0; j < shape.cols; j++) {
        for (int i = 0; i < shape.rows; i++) {
            sum += static_cast<long double>(x(i, j)) * y(i, j);
            sizes += std::abs(static_cast<long double>(x(i, j)) * y(i, j));
        }
    }
    double bound = Roundoff<double>::unit * static_cast<double>((shape.rows * shape.cols + 1) * sizes);
    for (unsigned grid : {1u, 4u}) {
        std::vector<double> first;
        for (const Launch &launch : variedOrders(grid)) {
            DeviceArray<double> partials(grid, NAN);
            libraries["reduce"].launch("dot_partials", launch, x.data(), x.ld, y.data(), y.ld, x.rows, x.cols,
                                       partials.data());
            check.near(joined(libraries["reduce"], partials), static_cast<double>(sum), bound);
            if (launch.seed == 0) first = partials.values();
            check.holds(sameBits(first, partials.values()), "another order gives other bits");
        }
    }
}

/** Squares and maximum of a matrix, or of a symmetric one by its upper triangle; one NaN in the lower triangle. */
template <class R> void squares(KernelLibraries &libraries, Shape shape, bool upper) {
    Check check((upper ? "upper_partials " : "square_partials ") + libraries.real() + " " + nameOf(shape));
    Random random(6);
    const double size = sizeof(R) == 8 ? 1e-200 : 1e-30, scale = sizeof(R) == 8 ? 0x1p660 : 0x1p98;
    DeviceMatrix<R> x(shape.rows, shape.cols, shape.rows + 2, [&](int i, long long j) {
        return upper && i > j ? NAN : size * random.uniform();
    });
    long double sum = 0;
    double largest = 0;
    for (long long j = 0; j < shape.cols; j++) {
        for (int i = 0; i < (upper ? j + 1 : shape.rows); i++) {
            long double entry = static_cast<long double>(scale) * x(i, j);
            sum += (upper && i < j ? 2 : 1) * entry * entry;
            largest = std::max(largest, std::abs(static_cast<double>(x(i, j))));
        }
    }
    const double bound = Roundoff<double>::unit * static_cast<double>((shape.rows * shape.cols + 4) * sum);
    const KernelLibrary &kernels = libraries["reduce"];
    for (const Launch &launch : variedOrders(3)) {
        DeviceArray<double> parts(3, NAN), maxima(3, NAN), top(1, NAN);
        if (upper) {
            kernels.launch("upper_partials", launch, x.data(), x.ld, x.rows, scale, parts.data(), maxima.data());
        } else {
            kernels.launch("square_partials", launch, x.data(), x.ld, x.rows, x.cols, scale, parts.data(),
                           maxima.data());
        }
        kernels.launch("maximum_partials", {1, 256, 0, 2}, maxima.data(), 3LL, top.data());
        check.near(joined(kernels, parts), static_cast<double>(sum), bound);
        check.equal(top[0], largest);
    }
}

inline double summed(const KernelLibrary &kernels, const std::vector<double> &values, unsigned grid) {
    DeviceArray<double> in(values), parts(grid, NAN);
    kernels.launch("sum_partials", {grid, 256, 0, 4}, in.data(), static_cast<long long>(values.size()), parts.data());
    return grid == 1 ? parts[0] : joined(kernels, parts);
}

inline void sums(KernelLibraries &libraries) {
    const KernelLibrary &kernels = libraries["reduce"];
    for (int count : {0, 1, 2, 31, 32, 33, 255, 256, 257, 1000, 20000}) {
        Check check("sum_partials " + libraries.real() + " " + std::to_string(count));
        std::vector<double> values;
        Random random(static_cast<unsigned>(count + 1));
        long double sum = 0;
        for (int i = 0; i < count; i++) {
            values.push_back(i % 3 == 0 ? 1e3 * random.uniform() : 1e-13 * (2 + random.uniform()));
            sum += values.back();
        }
        check.near(summed(kernels, values, 1), static_cast<double>(sum), 2 * Roundoff<double>::unit * std::abs(sum));
        double parts = 2 * Roundoff<double>::unit * 1e3 * count; // a rounding of each block's partial sum
        check.near(summed(kernels, values, 5), static_cast<double>(sum), parts);
    }
    Check check("sum_partials " + libraries.real() + " cancelling, infinite, NaN");
    check.equal(summed(kernels, {1e300, 3, -1e300, 1e16, 1, -1e16}, 1), 4);
    check.equal(summed(kernels, {1, INFINITY, 2}, 1), INFINITY);
    check.equal(summed(kernels, {1, NAN, 2}, 1), NAN);
}

inline void maxima(KernelLibraries &libraries) {
    Check check("maximum_partials " + libraries.real());
    auto maximum = [&](const std::vector<double> &values) {
        DeviceArray<double> in(values), out(1, -1);
        libraries["reduce"].launch("maximum_partials", {1, 256, 0, 1}, in.data(), static_cast<long long>(values.size()),
                                   out.data());
        return out[0];
    };
    check.equal(maximum({}), 0);
    check.equal(maximum({1, 3, 2}), 3);
    check.equal(maximum({1, INFINITY, 2}), INFINITY);
    for (size_t at : {0, 31, 32, 255, 256, 299}) {
        std::vector<double> values(300, 1);
        values[at] = 7;
        check.equal(maximum(values), 7);
        values[at] = NAN;
        check.equal(maximum(values), NAN);
    }
}

inline void logSums(KernelLibraries &libraries) {
    Check check("log_sum_partials " + libraries.real());
    auto logSum = [&](const std::vector<double> &logs) {
        DeviceArray<double> in(logs), out(1, NAN);
        libraries["reduce"].launch("log_sum_partials", {1, 256, 0, 8}, in.data(), static_cast<long long>(logs.size()),
                                   out.data());
        return out[0];
    };
    const double none = -INFINITY;
    check.equal(logSum({}), none);
    check.equal(logSum({none, none}), none);
    check.equal(logSum({-5000}), -5000);
    check.equal(logSum({none, -2000, none}), -2000);
    check.near(logSum({1000, 1000}), 1000 + std::log(2.0), 1e-12);
    check.equal(logSum({1, NAN}), NAN);
    for (size_t count : {31, 257, 1000}) {
        std::vector<double> logs(count, -900.0);
        check.near(logSum(logs), -900 + std::log(static_cast<double>(count)), 1e-12);
    }
}

/** Reductions one after the other, over blocks of several sizes. */
inline void repeatedSums(const KernelLibrary &library) {
    Check check("blockSum, one after the other");
    for (unsigned block : {32u, 64u, 256u, 1024u}) {
        for (unsigned seed = 0; seed < 20; seed++) {
            DeviceArray<double> x(block, 1.0);
            library.launch("repeated_sums", {1, block, 0, seed}, x.data());
            for (unsigned i = 0; i < block; i++) check.equal(x[i], 7.0 * block);
        }
    }
}

template <class R> void reduceChecks(KernelLibraries &libraries) {
    for (const Shape &shape : awkwardShapes()) {
        dots<R>(libraries, shape);
        squares<R>(libraries, shape, false);
    }
    for (int m : {1, 2, 31, 33, 100}) squares<R>(libraries, {m, m}, true);
    sums(libraries);
    maxima(libraries);
    logSums(libraries);
}
