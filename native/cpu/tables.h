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

/** Adjacent classes. */
struct ClassTile {
    int first;
    int count;
};

/** What is known of a column of logits whose classes come in tiles. */
struct ColumnSum {
    double top = -std::numeric_limits<double>::infinity(); // the largest so far, but the label's
    double s = 0;                                          // of e^(u_c - top) so far
    double own = 0;
    double factor = 0; // of the exponentials in the gradient
};

/** Ends a column's sum: its factor and loss. */
inline void finish(ColumnSum &column, int label, const LossTable &loss, LossSum &result) {
    const double a = column.top - column.own;
    column.factor = loss.omega(label) * loss.tau(label) * factorOf(a, column.s, 0);
    result.isFinite = result.isFinite && std::isfinite(column.factor) && std::isfinite(column.s);
    if (result.isWanted) {
        result.loss += loss.omega(label) * scaledLoss(a, column.s, 0);
    }
}

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
    /** Columns that have some of the classes join their sums; see classes.h. The logits are lost. */
    void (*joinTile)(T *z, long ld, const ClassTile &classes, long n, const int *labels, const LossTable &loss,
                     double *scratch, ColumnSum *columns);
    /** The same columns, once their sums are finished, become gradients. */
    void (*tileToGradients)(T *z, long ld, const ClassTile &classes, long n, const int *labels, const LossTable &loss,
                            double *scratch, const ColumnSum *columns);
    /** `columns` for rows: class c of sample j is z[c * stride + j], n a multiple of the lanes, labels -1 for padding. */
    void (*rows)(T *z, long stride, long n, const int *labels, const LossTable &loss, double *scratch,
                 LossSum &result);
    /** Update of count numbers. */
    void (*momentum)(T *x, const T *g, T *v, long count, double rate, double momentum, double ridge);
    /** The stages of a small problem's step; see small.h. */
    void (*gradients)(SmallProblem<T> &problem, long fromPanel, long toPanel, T *room, T *ofW, LossSum &result);
    void (*embeddingsStep)(SmallProblem<T> &problem, long fromPanel, long toPanel, const StepRule &rule);
};

#endif
