// softmax.cu and softmax_tiles.cu against long double loops, within the bounds of the self-test.
#pragma once
#include "check.h"
#include "library.h"
#include "softmax_oracle.h"

/** Logits, labels and the truth of every column. */
template <class R> struct SoftmaxCase {
    Loss loss;
    double logScale;
    std::vector<int> labels;
    std::vector<std::vector<double>> columns;
    std::vector<ColumnTruth<R>> truths;
    std::string name;

    SoftmaxCase(const Loss &of, int n, Regime regime, double scale = 0) : loss(of), logScale(scale) {
        name = loss.name + " k=" + std::to_string(loss.k) + " n=" + std::to_string(n) + " " + nameOf(regime)
               + (scale < 0 ? " scale=" + std::to_string(scale) : "");
        Random random(static_cast<unsigned>(1000 * loss.k + n));
        columns.reserve(static_cast<size_t>(n));
        for (int j = 0; j < n; j++) {
            int y = j == 0 ? loss.k - 1 : static_cast<int>(random.below(loss.k));
            labels.push_back(y);
            columns.push_back(drawLogits<R>(regime, loss.k, y, j % 2 == 0, random));
            if (regime == Regime::FITTING) raiseLabel<R>(columns.back(), loss, y, 20 * random.uniform() - scale);
            truths.emplace_back(loss, columns.back(), y, scale);
        }
    }
    SoftmaxCase(const SoftmaxCase &) = delete;

    int n() const { return static_cast<int>(labels.size()); }
    DeviceMatrix<R> logits(int first, int count) const {
        return DeviceMatrix<R>(count, n(), count + 3, [&](int i, long long j) { return columns[j][first + i]; });
    }
};

template <class R> void checkGradient(Check &check, const SoftmaxCase<R> &of, const DeviceMatrix<R> &g, int first) {
    for (int j = 0; j < of.n(); j++) {
        for (int i = 0; i < g.rows; i++) {
            check.near(g(i, j), of.truths[j].gradient(first + i), of.truths[j].gradientBound(first + i));
        }
    }
    check.holds(g.intact(), "padding was written");
}

template <class R> void wholeColumns(KernelLibraries &libraries, const SoftmaxCase<R> &of, int staged) {
    Check check("softmax_loss_gradient " + libraries.real() + (staged ? " staged " : " online ") + of.name);
    std::vector<R> first;
    for (Launch launch : variedLaunches()) {
        launch.sharedBytes = staged ? static_cast<unsigned>(of.loss.k * sizeof(R)) : 0;
        DeviceMatrix<R> z = of.logits(0, of.loss.k);
        DeviceArray<int> labels(of.labels);
        DeviceArray<double> table(of.loss.table), losses(of.labels.size(), NAN);
        libraries["softmax"].launch("softmax_loss_gradient", launch, z.data(), z.ld, of.loss.k, z.cols, labels.data(),
                                    table.data(), static_cast<int>(of.loss.plain), staged, of.logScale, losses.data());
        checkGradient(check, of, z, 0);
        for (int j = 0; j < of.n(); j++) check.near(losses[j], of.truths[j].value(), of.truths[j].valueBound());
        if (launch.seed == 0) first = z.values();
        check.holds(sameBits(first, z.values()), "another grid or order gives other bits");
    }
}

template <class R> void lossAlone(KernelLibraries &libraries, const SoftmaxCase<R> &of) {
    Check check("softmax_loss " + libraries.real() + " " + of.name);
    for (Launch launch : variedLaunches()) {
        DeviceMatrix<R> z = of.logits(0, of.loss.k);
        std::vector<R> before = z.values();
        DeviceArray<int> labels(of.labels);
        DeviceArray<double> table(of.loss.table), losses(of.labels.size(), NAN), logs(of.labels.size(), NAN);
        libraries["softmax"].launch("softmax_loss", launch, z.data(), z.ld, of.loss.k, z.cols, labels.data(),
                                    table.data(), static_cast<int>(of.loss.plain), losses.data(), logs.data());
        for (int j = 0; j < of.n(); j++) {
            check.near(losses[j], of.truths[j].value(), of.truths[j].valueBound());
            check.near(logs[j], of.truths[j].logValue(), of.truths[j].logBound());
        }
        check.holds(sameBits(before, z.values()), "the logits were written");
    }
}

template <class R> void tiles(KernelLibraries &libraries, const SoftmaxCase<R> &of, int tileClasses, Launch launch) {
    Check check("softmax_tile_* " + libraries.real() + " tile=" + std::to_string(tileClasses) + " " + of.name);
    const KernelLibrary &kernels = libraries["softmax_tiles"];
    const int k = of.loss.k;
    const int plain = of.loss.plain;
    const long long n = of.n();
    const size_t count = of.labels.size();
    DeviceArray<int> labels(of.labels);
    DeviceArray<double> table(of.loss.table), label(count, NAN), max(count, NAN), sum(count, NAN);
    DeviceArray<double> losses(count, NAN), logs(count, NAN);
    for (int first = 0; first < k; first += tileClasses) {
        DeviceMatrix<R> z = of.logits(first, std::min(tileClasses, k - first));
        kernels.launch("softmax_tile_statistics", launch, z.data(), z.ld, first, z.rows, k, n, labels.data(),
                       table.data(), plain, label.data(), max.data(), sum.data());
    }
    kernels.launch("softmax_tile_loss", launch, k, n, labels.data(), table.data(), label.data(), max.data(), sum.data(),
                   losses.data(), logs.data());
    for (size_t j = 0; j < count; j++) {
        check.near(losses[j], of.truths[j].value(), of.truths[j].valueBound());
        check.near(logs[j], of.truths[j].logValue(), of.truths[j].logBound());
    }
    for (int first = 0; first < k; first += tileClasses) {
        DeviceMatrix<R> z = of.logits(first, std::min(tileClasses, k - first));
        kernels.launch("softmax_tile_gradient", launch, z.data(), z.ld, first, z.rows, k, n, labels.data(),
                       table.data(), plain, label.data(), max.data(), sum.data());
        checkGradient(check, of, z, first);
    }
}

template <class R> void softmaxCase(KernelLibraries &libraries, const Loss &loss, int n, Regime regime) {
    SoftmaxCase<R> of(loss, n, regime);
    wholeColumns(libraries, of, 0);
    wholeColumns(libraries, of, 1);
    lossAlone(libraries, of);
    tiles(libraries, of, std::max(1, loss.k / 3), {3, 256, 0, 5});
    tiles(libraries, of, loss.k, {2, 256, 0, 0});
}

/** Columns that are not finite: NaN where the label loses to an infinity or meets a NaN, else the limit. */
template <class R> void notFinite(KernelLibraries &libraries, int staged) {
    Check check("softmax_loss_gradient " + libraries.real() + (staged ? " staged" : " online") + " not finite");
    const double inf = INFINITY, nan = NAN;
    struct { double other, label, loss, log; } cases[] = {
        {nan, 1, nan, nan}, {1, nan, nan, nan}, {inf, 1, nan, nan}, {inf, inf, nan, nan}, {1, -inf, nan, nan},
        {-inf, -inf, nan, nan}, {-inf, 1, 0, -inf}, {1, inf, 0, -inf}};
    for (auto &c : cases) {
        const int k = 300;
        DeviceMatrix<R> z(k, 1, k, [&](int i, long long) { return i == 270 ? c.label : i == 7 ? c.other : -inf; });
        DeviceMatrix<R> read(k, 1, k, [&](int i, long long) { return z(i, 0); });
        DeviceArray<int> labels({270});
        DeviceArray<double> table(Loss::crossEntropy(k).table), loss(1, -1), log(1, -1);
        Launch launch{1, 256, staged ? static_cast<unsigned>(k * sizeof(R)) : 0, 3};
        const KernelLibrary &kernels = libraries["softmax"];
        kernels.launch("softmax_loss", launch, read.data(), read.ld, k, 1LL, labels.data(), table.data(), 1,
                       loss.data(), log.data());
        check.equal(loss[0], c.loss);
        check.equal(log[0], c.log);
        kernels.launch("softmax_loss_gradient", launch, z.data(), z.ld, k, 1LL, labels.data(), table.data(), 1, staged,
                       0.0, loss.data());
        check.equal(loss[0], c.loss);
        for (int i = 0; i < k; i++) check.equal(z(i, 0), c.loss); // zero or NaN, as the loss
    }
}

/** Loss and gradient with a scale, at margins that fit it; at a small one also where the label loses. */
template <class R> void scaledCase(KernelLibraries &libraries, const Loss &loss, Regime regime, double logScale) {
    SoftmaxCase<R> of(loss, 20, regime, logScale);
    wholeColumns(libraries, of, 0);
    wholeColumns(libraries, of, 1);
}

template <class R> void softmaxChecks(KernelLibraries &libraries) {
    for (int k : {2, 3, 31, 32, 33, 255, 256, 257, 1000}) {
        softmaxCase<R>(libraries, Loss::crossEntropy(k), 5, Regime::UNIFORM);
        softmaxCase<R>(libraries, Loss::crossEntropy(k), 4, Regime::ONE_DOMINATING);
        softmaxCase<R>(libraries, Loss::vectorScaling(k), 3, Regime::LARGE);
    }
    for (int regime = 0; regime < 7; regime++) {
        for (const Loss &loss : {Loss::crossEntropy(33), Loss::weighted(33), Loss::vectorScaling(33)}) {
            softmaxCase<R>(libraries, loss, 20, static_cast<Regime>(regime));
        }
    }
    for (const Loss &loss : {Loss::crossEntropy(33), Loss::weighted(33), Loss::vectorScaling(33)}) {
        scaledCase<R>(libraries, loss, Regime::UNIFORM, -5);
        scaledCase<R>(libraries, loss, Regime::ONE_DOMINATING, -5);
        for (double logScale : {-5, -700, -2000}) {
            scaledCase<R>(libraries, loss, Regime::FITTING, logScale);
        }
    }
    softmaxCase<R>(libraries, Loss::crossEntropy(10), 0, Regime::UNIFORM);
    softmaxCase<R>(libraries, Loss::vectorScaling(10), 1, Regime::UNIFORM);
    notFinite<R>(libraries, 0);
    notFinite<R>(libraries, 1);
}
