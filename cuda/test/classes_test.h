// classes.cu against plain loops.
#pragma once
#include "matrix_test.h"

struct ClassShape {
    int d;
    int k;
    int n;
};

/** Labels with an empty class (the second), and the samples sorted by them. */
struct SortedLabels {
    std::vector<int> labels;
    std::vector<int> order;
    std::vector<long long> start;

    explicit SortedLabels(const ClassShape &shape) {
        Random random(static_cast<unsigned>(shape.n + 1));
        for (int j = 0; j < shape.n; j++) {
            int y = static_cast<int>(random.below(shape.k));
            labels.push_back(y == 1 ? 0 : y);
        }
        for (int c = 0; c < shape.k; c++) {
            start.push_back(static_cast<long long>(order.size()));
            for (int j = 0; j < shape.n; j++) {
                if (labels[j] == c) order.push_back(j);
            }
        }
        start.push_back(shape.n);
    }
};

template <class R> void meansCheck(KernelLibraries &libraries, const ClassShape &shape) {
    Check check("class_means " + libraries.real() + " d=" + std::to_string(shape.d) + " k=" + std::to_string(shape.k)
                + " n=" + std::to_string(shape.n));
    const SortedLabels sorted(shape);
    for (const Launch &launch : variedLaunches()) {
        DeviceMatrix<R> h = drawn<R>({shape.d, shape.n}, 2, 7);
        DeviceMatrix<R> means(shape.d, shape.k, shape.d + 1);
        DeviceArray<int> order(sorted.order);
        DeviceArray<long long> start(sorted.start);
        libraries["classes"].launch("class_means", launch, h.data(), h.ld, shape.d, order.data(), start.data(), shape.k,
                                    means.data(), means.ld);
        compare<R>(check, means, [&](int i, long long c) {
            long double sum = 0, sizes = 0;
            for (long long at = sorted.start[c]; at < sorted.start[c + 1]; at++) {
                sum += h(i, sorted.order[at]);
                sizes += std::abs(h(i, sorted.order[at]));
            }
            double count = static_cast<double>(std::max(1LL, sorted.start[c + 1] - sorted.start[c]));
            double mean = static_cast<double>(sum) / count;
            return Expected{mean, Roundoff<R>::unit * std::abs(mean)
                                      + (count + 1) * Roundoff<double>::unit * static_cast<double>(sizes) / count};
        });
    }
}

template <class R> void centreCheck(KernelLibraries &libraries, const ClassShape &shape) {
    Check check("centre_columns, mirror_scaled " + libraries.real() + " d=" + std::to_string(shape.d));
    const SortedLabels sorted(shape);
    const long long first = shape.n / 3;
    const int count = static_cast<int>(shape.n - first);
    for (const Launch &launch : variedLaunches()) {
        DeviceMatrix<R> h = drawn<R>({shape.d, shape.n}, 2, 7), means = drawn<R>({shape.d, shape.k}, 1, 8);
        DeviceMatrix<double> tile(shape.d, count, shape.d + 3);
        DeviceArray<int> labels(sorted.labels);
        const KernelLibrary &kernels = libraries["classes"];
        kernels.launch("centre_columns", launch, h.data(), h.ld, shape.d, first, count, labels.data(), means.data(),
                       means.ld, tile.data(), tile.ld);
        compare<double>(check, tile, [&](int i, long long j) {
            return Expected{static_cast<double>(h(i, first + j)) - means(i, sorted.labels[first + j]), 0};
        });
        Random random(9);
        DeviceMatrix<double> upper(shape.d, shape.d, shape.d + 2,
                                   [&](int i, long long j) { return i > j ? NAN : random.uniform(); });
        DeviceMatrix<R> out(shape.d, shape.d, shape.d + 1);
        kernels.launch("mirror_scaled", launch, upper.data(), upper.ld, out.data(), out.ld, shape.d, 7.0);
        compare<R>(check, out, [&](int i, long long j) {
            double entry = i <= j ? upper(i, j) : upper(static_cast<int>(j), i);
            return Expected{static_cast<R>(entry / 7), 0};
        });
    }
}

template <class R> void movingCheck(KernelLibraries &libraries, const ClassShape &shape) {
    Check check("gather_columns, scatter_columns " + libraries.real() + " d=" + std::to_string(shape.d));
    const int count = shape.n / 2;
    std::vector<int> picked;
    for (int j = 0; j < count; j++) picked.push_back(2 * (count - 1 - j));
    for (const Launch &launch : variedLaunches()) {
        DeviceMatrix<R> all = drawn<R>({shape.d, shape.n}, 2, 7), target = drawn<R>({shape.d, shape.n}, 2, 11);
        const DeviceMatrix<R> before = drawn<R>({shape.d, shape.n}, 2, 11);
        DeviceMatrix<R> some(shape.d, count, shape.d + 1);
        DeviceArray<int> columns(picked);
        const KernelLibrary &kernels = libraries["classes"];
        kernels.launch("gather_columns", launch, all.data(), all.ld, shape.d, columns.data(), count, some.data(),
                       some.ld);
        compare<R>(check, some, [&](int i, long long j) { return Expected{all(i, picked[j]), 0}; });
        kernels.launch("scatter_columns", launch, some.data(), some.ld, shape.d, columns.data(), count, target.data(),
                       target.ld);
        compare<R>(check, target, [&](int i, long long j) {
            return Expected{j % 2 == 0 && j < 2 * count ? all(i, j) : before(i, j), 0};
        });
    }
}

template <class R> void classesChecks(KernelLibraries &libraries) {
    for (const ClassShape &shape : std::vector<ClassShape>{{1, 2, 3}, {2, 3, 31}, {9, 10, 257}, {31, 33, 129},
                                                           {33, 2, 65}, {65, 10, 300}, {257, 3, 33}, {4, 3, 0}}) {
        meansCheck<R>(libraries, shape);
        centreCheck<R>(libraries, shape);
        movingCheck<R>(libraries, shape);
    }
}
