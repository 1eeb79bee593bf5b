// Failures that a test orders of a decomposition: a status in devInfo, or a result that is wrong without a word.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "state.h"

namespace standin {

// Values with the vectors that belong to them; a matrix of vectors may be absent (null).
template <class T>
struct Decomposition {
    T *values;
    int64_t count;
    T *left;  // a column for each value
    int64_t leftRows;
    int64_t leftLd;
    T *right;  // a row for each value
    int64_t rightCols;
    int64_t rightLd;
};

// Exchanges the first and the last value, with their vectors.
template <class T>
void exchangeEnds(const Decomposition<T> &d) {
    int64_t last = d.count - 1;
    std::swap(d.values[0], d.values[last]);
    for (int64_t i = 0; d.left != nullptr && i < d.leftRows; i++) std::swap(d.left[i], d.left[i + last * d.leftLd]);
    for (int64_t j = 0; d.right != nullptr && j < d.rightCols; j++) {
        std::swap(d.right[j * d.rightLd], d.right[last + j * d.rightLd]);
    }
}

// Makes the result wrong if a test ordered that.
template <class T>
void spoil(const Decomposition<T> &d) {
    State &s = state();
    if (s.wrongResultRuns <= 0 || d.count == 0) return;
    s.wrongResultRuns--;
    T *greatest = std::max_element(d.values, d.values + d.count, [](T a, T b) { return std::abs(a) < std::abs(b); });
    switch (s.wrongResult) {
        case WrongResult::VALUES:
            *greatest = *greatest == T(0) ? T(1) : *greatest * T(1.01);
            break;
        case WrongResult::VECTORS:
            for (int64_t i = 0; d.left != nullptr && i < d.leftRows; i++) d.left[i] *= T(1.01);
            break;
        case WrongResult::ORDER:
            exchangeEnds(d);
            break;
        case WrongResult::NOT_A_NUMBER:
            d.values[0] = std::numeric_limits<T>::quiet_NaN();
            break;
        case WrongResult::NONE:
            break;
    }
}

// The devInfo of a decomposition: LAPACK's, or the one that a test ordered.
inline int infoToReport(int info) {
    State &s = state();
    if (s.forcedInfoRuns <= 0) return info;
    s.forcedInfoRuns--;
    return s.forcedInfo;
}

}  // namespace standin
