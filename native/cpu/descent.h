// Steps of gradient descent, many to a call: problems that fit the caches (small.h) and problems by tiles of logits
// (tiled.h). A step is that of GradientDescent:
//
//   G = dL/dZ at Z = W'H,   v <- momentum v + (gradient + ridge x),   x <- x - rate v,   gradients H G' and W G,
//
// both at the old point. A step whose loss or gradient is not finite is not taken, nor is any after it.
#ifndef SELI_CPU_DESCENT_H
#define SELI_CPU_DESCENT_H
#include "small.h"
#include "tables.h"

/** What a call came to: steps taken, and the loss before the last step that was asked for. */
struct Progress {
    long taken;
    double loss;
};

/** Matrices of a problem, column-major. */
template <class T> struct Factors {
    T *w;
    long ldw;
    T *h;
    long ldh;
    T *velocityW;
    long ldvw;
    T *velocityH;
    long ldvh;
};

/** Bytes that a small problem takes, with parts for so many workers. */
template <class T> long smallBytes(int k, long n, int d, int lanes, int workers);

/** Lays out a small problem in `memory` and reads its factors. */
template <class T>
SmallProblem<T> *openSmall(const Kernels<T> &kernels, void *memory, int k, long n, int d, const int *labels,
                           LossTable loss, int workers, const Factors<T> &from);

/** Writes the factors back. */
template <class T> void storeSmall(const SmallProblem<T> &problem, const Factors<T> &to);

template <class T>
Progress stepSmall(const Kernels<T> &kernels, SmallProblem<T> &problem, long steps, const StepRule &rule, int workers);

/** Steps of many problems, problem p by rules[p], each by one worker. */
template <class T>
void stepBatch(const Kernels<T> &kernels, SmallProblem<T> *const *problems, int count, long steps,
               const StepRule *rules, Progress *progress, int workers);

#endif
