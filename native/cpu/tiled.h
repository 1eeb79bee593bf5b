// Steps of gradient descent by tiles of samples: each worker makes the logits of a tile by OpenBLAS on one thread, turns
// them into gradients while they are in its cache, and multiplies them at once; its part of the classifier's gradient is
// its own, and the parts are added in a fixed order. Below a number of classes the logits of a tile lie with the samples
// of a class side by side (rows.h), above it with the classes of a sample (columns.h).
#ifndef SELI_CPU_TILED_H
#define SELI_CPU_TILED_H
#include "descent.h"

/** OpenBLAS, as the process has it already. */
struct Blas {
    using DoubleProduct = void (*)(int, int, int, int, int, int, double, const double *, int, const double *, int,
                                   double, double *, int);
    using FloatProduct = void (*)(int, int, int, int, int, int, float, const float *, int, const float *, int, float,
                                  float *, int);
    DoubleProduct doubles;
    FloatProduct floats;
    void (*setThreads)(int);
};

/** Matrices are column-major; room holds roomNumbers, shared evenly among the workers. */
template <class T> struct TiledProblem {
    int k;
    long n;
    int d;
    Factors<T> factors;
    T *gradientW; // d x k without gaps
    T *parts;     // as many for each further worker
    T *gradientH;
    long ldgh;
    T *room;
    long roomNumbers;
    const int *labels; // n, then -1 up to a multiple of 16
    LossTable loss;
    double *scratch; // k vectors of doubles for each worker, where T is not double and the loss not plain
};

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
