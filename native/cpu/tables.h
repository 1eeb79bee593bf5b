// What one build of the kernels offers, as pointers, so that the build is chosen when the library is loaded.
#ifndef SELI_CPU_TABLES_H
#define SELI_CPU_TABLES_H
#include "loss.h"

/** A sum of losses that goes on. */
struct LossSum {
    bool isWanted;
    bool isFinite; // whether every gradient so far is
    double loss;
};

/** v <- momentum v + (g + ridge x), x <- x - rate v; v is written only where it is kept or needed. */
struct StepRule {
    double rate;
    double momentum;
    double ridgeW;
    double ridgeH;
};

template <class T> struct SmallProblem;

template <class T> struct Kernels {
    /** Numbers in a vector. */
    int lanes;
    /** x <- e^x. */
    void (*exponentials)(T *x, long count);
    /** Columns of logits become gradients; see columns.h. */
    void (*columns)(T *z, long ld, long n, const int *labels, const LossTable &loss, double logScale, double *scratch,
                    LossSum &result);
    /** The losses of columns, with the same bits, and their logarithms; the logits stay (but for the time of the call). */
    void (*losses)(T *z, long ld, long n, const int *labels, const LossTable &loss, double *scratch, double *logs,
                   LossSum &result);
    /** The same for rows: class c of sample j is z[c * stride + j], n a multiple of the lanes, labels -1 for padding. */
    void (*rows)(T *z, long stride, long n, const int *labels, const LossTable &loss, double *scratch,
                 LossSum &result);
    /** Update of count numbers. */
    void (*momentum)(T *x, const T *g, T *v, long count, double rate, double momentum, double ridge);
    /** The stages of a small problem's step; see small.h. */
    void (*gradients)(SmallProblem<T> &problem, long fromPanel, long toPanel, T *room, T *ofW, LossSum &result);
    void (*embeddingsStep)(SmallProblem<T> &problem, long fromPanel, long toPanel, const StepRule &rule);
};

#endif
