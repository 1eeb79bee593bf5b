#include "tiled.h"
#include "shared.h"
#include "team.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace {

/** Columns whose losses are added before others join. */
constexpr long STRETCH = 64;

/** Rows of a tile, one more line than a multiple of eight lines: classes must not fall on one set of a cache. */
template <class T> long strideOf(long samples) {
    const long line = 64 / static_cast<long>(sizeof(T));
    const long lines = (samples + line - 1) / line;
    return (lines % 8 == 0 ? lines + 1 : lines) * line;
}

long inWholes(long count) {
    return (count + WHOLE - 1) / WHOLE * WHOLE;
}

/** Samples of a worker but the last. */
long shareOf(long n, int workers) {
    return inWholes((n + workers - 1) / workers);
}

/** Samples of a worker's own tile: as many as its room holds, whole vectors, the tiles nearly equal. */
template <class T> long tileSamples(const TiledProblem<T> &p, int workers) {
    const long share = shareOf(p.n, workers);
    const long room = p.roomNumbers / workers / p.k;
    long most = std::max(WHOLE, std::min(share, room / WHOLE * WHOLE));
    while (p.k <= FEW_CLASSES && most > WHOLE && strideOf<T>(most) > room) {
        most -= WHOLE;
    }
    const long tiles = (share + most - 1) / most;
    return std::min(most, inWholes((share + tiles - 1) / tiles));
}

template <class T> class Worker {
  public:
    Worker(const Kernels<T> &kernels, const Blas &blas, TiledProblem<T> &problem, Meeting &meeting, int number,
           int workers)
        : kernels(kernels), blas(blas), p(problem), isShared(sharesTiles(p.k, p.n, p.d, p.roomNumbers, workers)),
          samples(tileSamples(problem, workers)), shared(kernels, blas, problem, meeting, number, workers) {
        const long share = shareOf(p.n, workers);
        from = std::min(p.n, share * number);
        to = std::min(p.n, share * (number + 1));
        z = p.room + p.roomNumbers / workers * number;
        ofW = number == 0 || isShared ? p.gradientW : p.parts + static_cast<long>(p.d) * p.k * (number - 1);
        scratch = p.scratch == nullptr ? nullptr : p.scratch + static_cast<long>(p.k) * WHOLE * number;
    }

    /** Gradients at the present point: of its samples, and its part of the classifier's. */
    void evaluate(LossSum &sum) {
        if (isShared) {
            shared.evaluate(sum);
            return;
        }
        if (from >= to) {
            std::fill(ofW, ofW + static_cast<long>(p.d) * p.k, T(0));
        }
        for (long first = from; first < to; first += samples) {
            const long count = std::min(samples, to - first);
            if (p.k > FEW_CLASSES) {
                byColumns(first, count, sum);
            } else {
                byRows(first, count, sum);
            }
        }
    }

    void stepEmbeddings(const StepRule &rule, bool keeps) {
        const Factors<T> &f = p.factors;
        if (f.ldh == p.d && f.ldvh == p.d && p.ldgh == p.d) {
            kernels.momentum(f.h + from * p.d, p.gradientH + from * p.d, keeps ? f.velocityH + from * p.d : nullptr,
                             std::max(0L, to - from) * p.d, rule.rate, rule.momentum, rule.ridgeH);
            return;
        }
        for (long j = from; j < to; j++) {
            kernels.momentum(f.h + j * f.ldh, p.gradientH + j * p.ldgh, keeps ? f.velocityH + j * f.ldvh : nullptr,
                             p.d, rule.rate, rule.momentum, rule.ridgeH);
        }
    }

    /** Adds the parts of all workers for its share of the classes, and steps. */
    void stepClassifier(const StepRule &rule, bool keeps, int number, int workers) {
        const Factors<T> &f = p.factors;
        const long size = static_cast<long>(p.d) * p.k;
        const long firstClass = static_cast<long>(p.k) * number / workers;
        const long lastClass = static_cast<long>(p.k) * (number + 1) / workers;
        for (int other = 1; other < workers && !isShared; other++) {
            const T *part = p.parts + size * (other - 1);
            for (long i = firstClass * p.d; i < lastClass * p.d; i++) {
                p.gradientW[i] += part[i];
            }
        }
        for (long c = firstClass; c < lastClass; c++) {
            kernels.momentum(f.w + c * f.ldw, p.gradientW + c * p.d, keeps ? f.velocityW + c * f.ldvw : nullptr, p.d,
                             rule.rate, rule.momentum, rule.ridgeW);
        }
    }

  private:
    void byColumns(long first, long count, LossSum &sum) {
        const Factors<T> &f = p.factors;
        const T *h = f.h + first * f.ldh;
        product(blas, TRANSPOSED, AS_IT_IS, p.k, count, p.d, f.w, f.ldw, h, f.ldh, T(0), z, p.k);
        kernels.columns(z, p.k, count, p.labels + first, p.loss, 0, scratch, sum);
        product(blas, AS_IT_IS, TRANSPOSED, p.d, p.k, count, h, f.ldh, z, p.k, T(first > from), ofW, p.d);
        product(blas, AS_IT_IS, AS_IT_IS, p.d, count, p.k, f.w, f.ldw, z, p.k, T(0), p.gradientH + first * p.ldgh,
                p.ldgh);
    }

    void byRows(long first, long count, LossSum &sum) {
        const Factors<T> &f = p.factors;
        const long stride = strideOf<T>(samples);
        const T *h = f.h + first * f.ldh;
        product(blas, TRANSPOSED, AS_IT_IS, count, p.k, p.d, h, f.ldh, f.w, f.ldw, T(0), z, stride);
        const long whole = (count + kernels.lanes - 1) / kernels.lanes * kernels.lanes;
        for (int c = 0; c < p.k; c++) { // what pads the last tile may be anything
            std::fill(z + c * stride + count, z + c * stride + whole, T(0));
        }
        kernels.rows(z, stride, whole, p.labels + first, p.loss, scratch, sum);
        product(blas, AS_IT_IS, AS_IT_IS, p.d, p.k, count, h, f.ldh, z, stride, T(first > from), ofW, p.d);
        product(blas, AS_IT_IS, TRANSPOSED, p.d, count, p.k, f.w, f.ldw, z, stride, T(0), p.gradientH + first * p.ldgh,
                p.ldgh);
    }

    const Kernels<T> &kernels;
    const Blas &blas;
    TiledProblem<T> &p;
    const bool isShared;
    const long samples; // of a tile of its own
    SharedTiles<T> shared;
    long from;
    long to;
    T *z;
    T *ofW;
    double *scratch;
};

} // namespace

template <class T>
Progress stepTiled(const Kernels<T> &kernels, const Blas &blas, TiledProblem<T> &problem, long steps,
                   const StepRule &rule, int workers, int threads) {
    struct alignas(64) Result {
        LossSum sum;
    };
    Progress progress{0, std::numeric_limits<double>::quiet_NaN()};
    std::vector<Result> results(static_cast<std::size_t>(workers));
    Meeting meeting(workers);
    blas.setThreads(1);
    Team::ofProcess().run(workers, [&](int number) {
        Worker<T> worker(kernels, blas, problem, meeting, number, workers);
        for (long step = 0; step < steps; step++) {
            const bool isLast = step == steps - 1;
            LossSum mine{isLast, true, 0};
            worker.evaluate(mine);
            results[static_cast<std::size_t>(number)].sum = mine;
            meeting.meet();
            LossSum all{isLast, true, 0};
            for (const Result &result : results) {
                all.loss += result.sum.loss;
                all.isFinite = all.isFinite && result.sum.isFinite;
            }
            if (number == 0) {
                progress.taken += all.isFinite ? 1 : 0;
                progress.loss = all.isFinite && isLast ? all.loss : std::numeric_limits<double>::quiet_NaN();
            }
            if (!all.isFinite) {
                return;
            }
            const bool keeps = isLast || rule.momentum != 0;
            worker.stepEmbeddings(rule, keeps);
            worker.stepClassifier(rule, keeps, number, workers);
            meeting.meet();
        }
    });
    blas.setThreads(threads);
    return progress;
}

/** The sum of what on(first, count, scratch) adds for each stretch of columns, in their order. */
template <class Call> static double sumOfStretches(long n, int k, double *scratch, int workers, Call on) {
    const long stretches = (n + STRETCH - 1) / STRETCH;
    std::vector<double> sums(static_cast<std::size_t>(stretches));
    Team::ofProcess().run(workers, [&](int worker) {
        double *own = scratch == nullptr ? nullptr : scratch + static_cast<long>(k) * worker;
        for (long s = stretches * worker / workers; s < stretches * (worker + 1) / workers; s++) {
            LossSum sum{true, true, 0};
            on(s * STRETCH, std::min(STRETCH, n - s * STRETCH), own, sum);
            sums[static_cast<std::size_t>(s)] = sum.loss;
        }
    });
    double total = 0;
    for (double part : sums) {
        total += part;
    }
    return total;
}

template <class T>
double lossAndGradient(const Kernels<T> &kernels, T *z, long ld, long n, const int *labels, const LossTable &loss,
                       double logScale, double *scratch, int workers) {
    return sumOfStretches(n, loss.k, scratch, workers, [&](long first, long count, double *own, LossSum &sum) {
        kernels.columns(z + first * ld, ld, count, labels + first, loss, logScale, own, sum);
    });
}

template <class T>
double losses(const Kernels<T> &kernels, T *z, long ld, long n, const int *labels, const LossTable &loss,
              double *scratch, double *logs, int workers) {
    return sumOfStretches(n, loss.k, scratch, workers, [&](long first, long count, double *own, LossSum &sum) {
        kernels.losses(z + first * ld, ld, count, labels + first, loss, own, logs + first, sum);
    });
}

#define SELI_INSTANCES(T)                                                                                              \
    template Progress stepTiled<T>(const Kernels<T> &, const Blas &, TiledProblem<T> &, long, const StepRule &, int,   \
                                   int);                                                                               \
    template double lossAndGradient<T>(const Kernels<T> &, T *, long, long, const int *, const LossTable &, double,    \
                                       double *, int);                                                                 \
    template double losses<T>(const Kernels<T> &, T *, long, long, const int *, const LossTable &, double *, double *, \
                              int);

SELI_INSTANCES(double)
SELI_INSTANCES(float)
