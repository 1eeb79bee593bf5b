// One build of the kernels; native/build-cpu compiles this file once for each instruction set, with SELI_BUILD,
// SELI_VECTOR_BYTES and SELI_TABLE (the name of the function that hands them out).
#include "classes.h"
#include "panels.h"
#include "tables.h"

namespace SELI_BUILD {

template <class T> void exponentialsOf(T *x, long count) {
    constexpr int L = LANES<T>;
    long i = 0;
    for (; i + L <= count; i += L) {
        store(x + i, exponential<T>(load(x + i)));
    }
    if (i < count) {
        T rest[L] = {};
        for (long j = i; j < count; j++) {
            rest[j - i] = x[j];
        }
        Vec<T> e = exponential<T>(load(rest));
        for (long j = i; j < count; j++) {
            x[j] = e[j - i];
        }
    }
}

template <class T> const Kernels<T> *table() {
    static constexpr Kernels<T> TABLE = {
        LANES<T>, exponentialsOf<T>, columns<T>,     losses<T>,    joinTile<T>,
        tileToGradients<T>, rows<T>, momentum<T>, gradients<T>, embeddingsStep<T>,
    };
    return &TABLE;
}

} // namespace SELI_BUILD

void SELI_TABLE(const Kernels<double> **doubles, const Kernels<float> **floats) {
    *doubles = SELI_BUILD::table<double>();
    *floats = SELI_BUILD::table<float>();
}
