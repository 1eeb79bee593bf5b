#include "builds.h"

void seliScalar(const Kernels<double> **, const Kernels<float> **);
#ifdef SELI_AVX2
void seliAvx2(const Kernels<double> **, const Kernels<float> **);
#endif
#ifdef SELI_AVX512
void seliAvx512(const Kernels<double> **, const Kernels<float> **);
#endif

namespace {

struct Both {
    const Kernels<double> *doubles;
    const Kernels<float> *floats;
};

Both both(int build) {
    Both tables{};
    if (!hasBuild(build)) { // its code must not even be entered
        return tables;
    }
#ifdef SELI_AVX512
    if (build == AVX512) {
        seliAvx512(&tables.doubles, &tables.floats);
        return tables;
    }
#endif
#ifdef SELI_AVX2
    if (build == AVX2) {
        seliAvx2(&tables.doubles, &tables.floats);
        return tables;
    }
#endif
    seliScalar(&tables.doubles, &tables.floats);
    return tables;
}

} // namespace

bool hasBuild(int build) {
#ifdef SELI_AVX512
    if (build == AVX512) {
#ifdef SELI_WIDE // its vectors without its instructions, for tests
        return true;
#endif
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
               && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")
               && __builtin_cpu_supports("avx512cd");
    }
#endif
#ifdef SELI_AVX2
    if (build == AVX2) {
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    }
#endif
    return build == SCALAR;
}

template <> const Kernels<double> &kernelsOf<double>(int build) {
    static const Both TABLES[] = {both(SCALAR), both(AVX2), both(AVX512)};
    return *TABLES[build].doubles;
}

template <> const Kernels<float> &kernelsOf<float>(int build) {
    static const Both TABLES[] = {both(SCALAR), both(AVX2), both(AVX512)};
    return *TABLES[build].floats;
}
