// Softmax cross-entropy of columns whose classes come tile after tile, where a column of logits has no room: the tiles
// are gone through twice. First each tile's largest logit and sum join those of the tiles before,
//
//   m <- max(m, m_t),   s <- s e^(m_old - m) + s_t e^(m_t - m),
//
// then, with the factor that follows, each tile becomes its gradient. Formulas as in loss.h, at logScale 0.
#ifndef SELI_CPU_CLASSES_H
#define SELI_CPU_CLASSES_H
#include "columns.h"

namespace SELI_BUILD {

/** A column's z of one tile joins its sum; y is the label within the tile, or negative. */
template <class T, class U> void join(T *z, int count, int y, const U &u, ColumnSum &column) {
    constexpr T least = -std::numeric_limits<T>::infinity();
    if (y >= 0) {
        column.own = u(z[y], y);
        z[y] = least; // keeps it out of what follows
    }
    const auto [most, s] = sumOfOthers<false>(z, count, u);
    if (s == 0) {
        return; // only minus infinities
    }
    const double top = most == least ? 0 : most;
    const double higher = top > column.top ? top : column.top;
    column.s = column.s * std::exp(column.top - higher) + s * std::exp(top - higher);
    column.top = higher;
}

/** A column's z of one tile becomes its gradient. */
template <class T, class U> void toGradient(T *z, int count, int y, const U &u, const ColumnSum &column) {
    constexpr T least = -std::numeric_limits<T>::infinity();
    if (y >= 0) {
        z[y] = least;
    }
    const T top = static_cast<T>(column.top == least ? 0 : column.top);
    exponentials<true>(z, 0, count, top, u);
    scaleBy(static_cast<T>(column.factor), z, count, u);
    if (y >= 0) {
        z[y] = u.gradient(static_cast<T>(-column.s * column.factor), y);
    }
}

/** The label within the tile, or -1. */
inline int within(const ClassTile &classes, int label) {
    return label >= classes.first && label < classes.first + classes.count ? label - classes.first : -1;
}

template <class T>
void joinTile(T *z, long ld, const ClassTile &classes, long n, const int *labels, const LossTable &loss,
              double *scratch, ColumnSum *columns) {
    eachColumn<false>(z, ld, classes, n, labels, loss, scratch, [&](auto *of, long j, const auto &u) {
        join(of, classes.count, within(classes, labels[j]), u, columns[j]);
    });
}

template <class T>
void tileToGradients(T *z, long ld, const ClassTile &classes, long n, const int *labels, const LossTable &loss,
                     double *scratch, const ColumnSum *columns) {
    eachColumn<true>(z, ld, classes, n, labels, loss, scratch, [&](auto *of, long j, const auto &u) {
        toGradient(of, classes.count, within(classes, labels[j]), u, columns[j]);
    });
}

} // namespace SELI_BUILD

#endif
