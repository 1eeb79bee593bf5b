// Vectors of REAL numbers as wide as the build's registers (SELI_VECTOR_BYTES: 64, 32, or the size of one number in
// the scalar build), by GCC's vector extensions. Everything is in the namespace of the build, SELI_BUILD, so that
// several builds live in one library.
#ifndef SELI_CPU_VECTOR_H
#define SELI_CPU_VECTOR_H
#include <cstddef>
#include <cstdint>
#include <type_traits>

#if defined(__AVX__)
#include <immintrin.h>
#endif

namespace SELI_BUILD {

/** Numbers of type T in a vector. */
template <class T>
constexpr int LANES = SELI_VECTOR_BYTES > static_cast<int>(sizeof(T)) ? SELI_VECTOR_BYTES / static_cast<int>(sizeof(T)) : 1;

template <class T> struct VectorOf {
    static constexpr int BYTES = LANES<T> * static_cast<int>(sizeof(T));
    using Whole = std::conditional_t<sizeof(T) == 8, std::int64_t, std::int32_t>;
    typedef T Numbers __attribute__((vector_size(BYTES)));
    typedef T Anywhere __attribute__((vector_size(BYTES), aligned(sizeof(T)), may_alias));
    typedef Whole Wholes __attribute__((vector_size(BYTES)));
    typedef std::make_unsigned_t<Whole> Bits __attribute__((vector_size(BYTES)));
};

template <class T> using Vec = typename VectorOf<T>::Numbers;
template <class T> using WholeVec = typename VectorOf<T>::Wholes;

#define SELI_INLINE_MEMBER __attribute__((always_inline)) inline
#define SELI_INLINE static SELI_INLINE_MEMBER

template <class T> SELI_INLINE Vec<T> all(T x) {
    return x - Vec<T>{}; // exact for every x
}

template <class T> SELI_INLINE Vec<T> load(const T *from) {
    return *reinterpret_cast<const typename VectorOf<T>::Anywhere *>(from);
}

template <class T> SELI_INLINE void store(T *to, Vec<T> x) {
    *reinterpret_cast<typename VectorOf<T>::Anywhere *>(to) = x;
}

/** The larger of each pair; b where one is NaN. */
template <class T> SELI_INLINE Vec<T> larger(Vec<T> a, Vec<T> b) {
#if SELI_VECTOR_BYTES == 64 && defined(__AVX512F__)
    if constexpr (sizeof(T) == 8) {
        return (Vec<T>)_mm512_maskz_max_pd(0xff, (__m512d)a, (__m512d)b);
    } else {
        return (Vec<T>)_mm512_maskz_max_ps(0xffff, (__m512)a, (__m512)b);
    }
#elif SELI_VECTOR_BYTES == 32 && defined(__AVX__)
    if constexpr (sizeof(T) == 8) {
        return (Vec<T>)_mm256_max_pd((__m256d)a, (__m256d)b);
    } else {
        return (Vec<T>)_mm256_max_ps((__m256)a, (__m256)b);
    }
#else
    return a > b ? a : b;
#endif
}

/** The smaller of each pair; b where one is NaN. */
template <class T> SELI_INLINE Vec<T> smaller(Vec<T> a, Vec<T> b) {
    return a < b ? a : b;
}

/** All ones where x is neither infinite nor NaN. */
template <class V> SELI_INLINE auto finite(V x) {
    return (x - x) == V{};
}

/** The sum of the lanes, in halves. */
template <class T> SELI_INLINE T sumOfLanes(Vec<T> x) {
    T part[LANES<T>];
    store(part, x);
    for (int width = LANES<T> / 2; width > 0; width /= 2) {
        for (int i = 0; i < width; i++) {
            part[i] += part[i + width];
        }
    }
    return part[0];
}

template <class T> SELI_INLINE T largestLane(Vec<T> x) {
    T most = x[0];
    for (int i = 1; i < LANES<T>; i++) {
        most = x[i] > most ? x[i] : most;
    }
    return most;
}

/** Whether every lane of a comparison's result is all ones. */
template <class M> SELI_INLINE bool holdsInAllLanes(M mask) {
    bool holds = true;
    for (std::size_t i = 0; i < sizeof(M) / sizeof(mask[0]); i++) {
        holds = holds && mask[i] != 0;
    }
    return holds;
}

/** Lane i of the result is the sum of the lanes of x[i], for i below the number of lanes; x is overwritten. */
template <class T> SELI_INLINE Vec<T> sumsOfLanes(Vec<T> *x) {
    constexpr int lanes = LANES<T>;
    WholeVec<T> even;
    WholeVec<T> odd;
    for (int i = 0; i < lanes; i++) {
        even[i] = 2 * i;
        odd[i] = 2 * i + 1;
    }
#pragma GCC unroll 4
    for (int count = lanes; count > 1; count /= 2) {
#pragma GCC unroll 8
        for (int i = 0; i < count / 2; i++) {
            Vec<T> a = x[2 * i];
            Vec<T> b = x[2 * i + 1];
            x[i] = __builtin_shuffle(a, b, even) + __builtin_shuffle(a, b, odd);
        }
    }
    return x[0];
}

} // namespace SELI_BUILD

#endif
