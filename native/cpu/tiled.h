// Steps of gradient descent by tiles of samples, products by OpenBLAS on one thread each. With few classes each worker
// has tiles of its own, in which the samples of a class lie side by side (rows.h): it makes the logits, turns them into
// gradients while they are in its cache, and multiplies them at once; its part of the classifier's gradient is its own,
// and the parts are added in a fixed order. With many classes those of a sample lie side by side (columns.h), and the
// workers share the tiles where parts would take much memory; see shared.h.
#ifndef SELI_CPU_TILED_H
#define SELI_CPU_TILED_H
#include "blas.h"
#include "descent.h"

/** Matrices are column-major; room holds roomNumbers, as roomFor has them, shared evenly among the workers. */
template <class T> struct TiledProblem {
    int k;
    long n;
    int d;
    Factors<T> factors;
    T *gradientW; // d x k without gaps
    T *parts;     // as many for each further worker where they do not share tiles
    T *gradientH;
    long ldgh;
    T *room;
    long roomNumbers;
    const int *labels; // n, then -1 up to a multiple of 16
    LossTable loss;
    double *scratch; // k times 16 doubles for each worker, where T is not double and the loss not plain
};

/** Classes up to which the samples of a class lie side by side. */
constexpr int FEW_CLASSES = 256;

/** A multiple of every vector's lanes; the samples of a tile of rows are a multiple of it. */
constexpr long WHOLE = 16;

/** Numbers of room for the logits of so many columns, or of the narrowest tile of each worker where these take more. */
inline long roomFor(long k, long columns, int workers) {
    const long least = k <= FEW_CLASSES ? WHOLE * workers : 1;
    return k * (columns > least ? columns : least);
}

/** Columns of a tile from which the logits of all classes are made at once; where fewer fit, classes come in tiles. */
constexpr long FEWEST_COLUMNS = 16;

/**
 * Whether the workers share tiles: with many classes, where a classifier's gradient for each worker would take a 20th of
 * what the problem takes anyway, or where a worker's part of the room has few columns.
 */
inline bool sharesTiles(long k, long n, long d, long roomNumbers, int workers) {
    return k > FEW_CLASSES
           && ((workers - 1) * k * d > (2 * (k + n) * d + roomNumbers) / 20 || roomNumbers / k < FEWEST_COLUMNS * workers);
}

/** Takes the steps; OpenBLAS has `threads` threads before and after. */
template <class T>
Progress stepTiled(const Kernels<T> &kernels, const Blas &blas, TiledProblem<T> &problem, long steps,
                   const StepRule &rule, int workers, int threads);

/** Loss and gradient of logits in place, columns shared among the workers; the sum's order does not depend on them. */
template <class T>
double lossAndGradient(const Kernels<T> &kernels, T *z, long ld, long n, const int *labels, const LossTable &loss,
                       double logScale, double *scratch, int workers);

/** The losses of the columns, with the same bits, and their logarithms. */
template <class T>
double losses(const Kernels<T> &kernels, T *z, long ld, long n, const int *labels, const LossTable &loss,
              double *scratch, double *logs, int workers);

#endif
