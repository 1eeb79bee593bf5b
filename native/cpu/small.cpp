#include "descent.h"
#include "team.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>
#include <new>

namespace {

constexpr long LINE = 64; // bytes that no two workers should write to at once

template <class T> long padded(long numbers) {
    const long perLine = LINE / static_cast<long>(sizeof(T));
    return (numbers + perLine - 1) / perLine * perLine;
}

/** The same, and an odd number of lines. */
template <class T> long oddLines(long numbers) {
    const long perLine = LINE / static_cast<long>(sizeof(T));
    return (padded<T>(numbers) / perLine | 1) * perLine;
}

/** Embeddings and gradients of panels that are gone through twice while they are in the second-level cache. */
constexpr long CHUNK_BYTES = 96 << 10;

/** Hands out parts of a piece of memory; without memory it only counts. */
struct Layout {
    std::uintptr_t at;

    template <class T> T *take(long numbers) {
        T *part = reinterpret_cast<T *>(at);
        at += static_cast<std::uintptr_t>(padded<T>(numbers)) * sizeof(T);
        return part;
    }
};

template <class T> long samplesWithPadding(long n, int lanes) {
    return (n + lanes - 1) / lanes * lanes;
}

template <class T> void layOut(SmallProblem<T> &p, Layout &layout, int workers) {
    const long width = samplesWithPadding<T>(p.n, p.lanes);
    p.panels = (p.n + 2 * p.lanes - 1) / (2 * p.lanes);
    p.panelH = oddLines<T>(2L * p.lanes * p.d);
    p.panelG = oddLines<T>(2L * p.lanes * p.k);
    p.panelsAtOnce = std::max(2L, CHUNK_BYTES / static_cast<long>(sizeof(T)) / (p.panelH + p.panelG));
    p.w = layout.take<T>(static_cast<long>(p.d) * p.k);
    p.velocityW = layout.take<T>(static_cast<long>(p.d) * p.k);
    p.h = layout.take<T>(p.panels * p.panelH);
    p.velocityH = layout.take<T>(p.panels * p.panelH);
    p.g = layout.take<T>(p.panels * p.panelG);
    p.labels = layout.take<int>(width);
    p.partials = layout.take<T>(workers * padded<T>(static_cast<long>(p.d) * p.k));
    const long sums = static_cast<long>(p.d) * p.k * p.lanes;
    p.roomNumbers = padded<T>(2L * p.k * p.lanes) + padded<T>(sums); // logits in double, sums by lanes
    p.rooms = layout.take<T>(workers * p.roomNumbers);
}

/** Copies a column-major matrix of samples to panels, or back. */
template <class T, class Move> void eachEntry(const SmallProblem<T> &p, T *panels, Move move) {
    for (long panel = 0; panel < p.panels; panel++) {
        const long first = p.samplesBefore(panel);
        const int width = p.width(panel);
        T *at = panels + panel * p.panelH;
        for (int i = 0; i < p.d; i++) {
            for (int j = 0; j < width && first + j < p.n; j++) {
                move(at[static_cast<long>(i) * width + j], i, first + j);
            }
        }
    }
}

template <class T> bool keepsMoving(const SmallProblem<T> &p, const StepRule &rule) {
    return p.keepsVelocities || rule.momentum != 0;
}

/** Adds the workers' gradients of rows from..to of W in order, and steps. */
template <class T>
void classifierStep(const Kernels<T> &kernels, SmallProblem<T> &p, long from, long to, const StepRule &rule,
                    int workers) {
    const long stride = padded<T>(static_cast<long>(p.d) * p.k);
    for (int worker = 1; worker < workers; worker++) {
        const T *other = p.partials + worker * stride;
        for (long i = from; i < to; i++) {
            p.partials[i] += other[i];
        }
    }
    T *velocity = keepsMoving(p, rule) ? p.velocityW + from : nullptr;
    kernels.momentum(p.w + from, p.partials + from, velocity, to - from, rule.rate, rule.momentum, rule.ridgeW);
}

template <class T> struct Share {
    long from;
    long to;

    Share(long count, int worker, int workers) : from(count * worker / workers), to(count * (worker + 1) / workers) {}
};

/** What the workers of one call share. */
struct Common {
    Meeting meeting;
    std::vector<LossSum> sums; // a line each
    Progress progress{0, std::numeric_limits<double>::quiet_NaN()};

    explicit Common(int workers) : meeting(workers), sums(static_cast<std::size_t>(workers) * SPREAD) {}

    static constexpr int SPREAD = 4;
    LossSum &sum(int worker) { return sums[static_cast<std::size_t>(worker) * SPREAD]; }
};

template <class T>
void stepsOfWorker(const Kernels<T> &kernels, SmallProblem<T> &p, long steps, const StepRule &rule, Common &common,
                   int worker, int workers) {
    const Share<T> panels(p.panels, worker, workers);
    const Share<T> numbers(static_cast<long>(p.d) * p.k, worker, workers);
    T *room = p.rooms + worker * p.roomNumbers;
    T *partial = p.partials + worker * padded<T>(static_cast<long>(p.d) * p.k);
    for (long step = 0; step < steps; step++) {
        LossSum &sum = common.sum(worker);
        sum = LossSum{step == steps - 1, true, 0};
        kernels.gradients(p, panels.from, panels.to, room, partial, sum);
        if (workers > 1) {
            common.meeting.meet();
        }
        double loss = 0;
        bool isFinite = true;
        for (int other = 0; other < workers; other++) {
            loss += common.sum(other).loss;
            isFinite = isFinite && common.sum(other).isFinite;
        }
        if (worker == 0) {
            const bool isKnown = isFinite && step == steps - 1;
            common.progress = {step + (isFinite ? 1 : 0), isKnown ? loss : std::numeric_limits<double>::quiet_NaN()};
        }
        if (!isFinite) {
            return;
        }
        kernels.embeddingsStep(p, panels.from, panels.to, rule);
        if (workers > 1) {
            common.meeting.meet();
        }
        classifierStep(kernels, p, numbers.from, numbers.to, rule, workers);
        if (workers > 1) {
            common.meeting.meet();
        }
    }
}

} // namespace

template <class T> long smallBytes(int k, long n, int d, int lanes, int workers) {
    SmallProblem<T> p{};
    p.k = k;
    p.n = n;
    p.d = d;
    p.lanes = lanes;
    Layout layout{0};
    layOut(p, layout, workers);
    return static_cast<long>(layout.at) + 2 * LINE + static_cast<long>(sizeof(SmallProblem<T>));
}

template <class T>
SmallProblem<T> *openSmall(const Kernels<T> &kernels, void *memory, int k, long n, int d, const int *labels,
                           LossTable loss, int workers, const Factors<T> &from) {
    std::memset(memory, 0, static_cast<std::size_t>(smallBytes<T>(k, n, d, kernels.lanes, workers)));
    auto *p = new (memory) SmallProblem<T>{};
    p->k = k;
    p->n = n;
    p->d = d;
    p->lanes = kernels.lanes;
    p->loss = loss;
    auto start = reinterpret_cast<std::uintptr_t>(memory) + sizeof(SmallProblem<T>);
    Layout layout{(start + LINE - 1) / LINE * LINE};
    layOut(*p, layout, workers);
    for (int c = 0; c < k; c++) {
        for (int i = 0; i < d; i++) {
            p->w[static_cast<long>(i) * k + c] = from.w[c * from.ldw + i];
            p->velocityW[static_cast<long>(i) * k + c] = from.velocityW[c * from.ldvw + i];
        }
    }
    eachEntry(*p, p->h, [&](T &x, int i, long j) { x = from.h[j * from.ldh + i]; });
    eachEntry(*p, p->velocityH, [&](T &x, int i, long j) { x = from.velocityH[j * from.ldvh + i]; });
    const long width = samplesWithPadding<T>(n, kernels.lanes);
    for (long j = 0; j < width; j++) {
        p->labels[j] = j < n ? labels[j] : -1;
    }
    return p;
}

template <class T> void storeSmall(const SmallProblem<T> &p, const Factors<T> &to) {
    for (int c = 0; c < p.k; c++) {
        for (int i = 0; i < p.d; i++) {
            to.w[c * to.ldw + i] = p.w[static_cast<long>(i) * p.k + c];
            to.velocityW[c * to.ldvw + i] = p.velocityW[static_cast<long>(i) * p.k + c];
        }
    }
    eachEntry(p, p.h, [&](T &x, int i, long j) { to.h[j * to.ldh + i] = x; });
    eachEntry(p, p.velocityH, [&](T &x, int i, long j) { to.velocityH[j * to.ldvh + i] = x; });
}

template <class T>
Progress stepSmall(const Kernels<T> &kernels, SmallProblem<T> &problem, long steps, const StepRule &rule,
                   int workers) {
    Progress sum{0, std::numeric_limits<double>::quiet_NaN()};
    if (steps <= 0) {
        return sum;
    }
    Common common(workers);
    auto run = [&](long count) {
        Team::ofProcess().run(workers, [&](int worker) {
            stepsOfWorker(kernels, problem, count, rule, common, worker, workers);
        });
        sum = {sum.taken + common.progress.taken, common.progress.loss};
        return common.progress.taken == count;
    };
    problem.keepsVelocities = false;
    const bool goesOn = steps == 1 || run(steps - 1);
    problem.keepsVelocities = true; // after the last step the velocities are the plain step's
    if (goesOn) {
        run(1);
    }
    return sum;
}

template <class T>
void stepBatch(const Kernels<T> &kernels, SmallProblem<T> *const *problems, int count, long steps,
               const StepRule *rules, Progress *progress, int workers) {
    Team::ofProcess().run(workers, [&](int worker) {
        for (int p = worker; p < count; p += workers) {
            progress[p] = stepSmall(kernels, *problems[p], steps, rules[p], 1);
        }
    });
}

#define SELI_INSTANCES(T)                                                                                              \
    template long smallBytes<T>(int, long, int, int, int);                                                             \
    template SmallProblem<T> *openSmall<T>(const Kernels<T> &, void *, int, long, int, const int *, LossTable, int,    \
                                           const Factors<T> &);                                                        \
    template void storeSmall<T>(const SmallProblem<T> &, const Factors<T> &);                                          \
    template Progress stepSmall<T>(const Kernels<T> &, SmallProblem<T> &, long, const StepRule &, int);                \
    template void stepBatch<T>(const Kernels<T> &, SmallProblem<T> *const *, int, long, const StepRule *, Progress *,  \
                               int);

SELI_INSTANCES(double)
SELI_INSTANCES(float)
