// e^x for every x: e^x = 2^n e^r with n the whole number nearest to x / log 2 and |r| <= log(2)/2, where e^r is its
// Taylor polynomial (degree 13 in double, 7 in single precision: the rest is below a hundredth of a rounding).
// r = x - n log 2 in two parts, of which the first is exact for all n that occur. 2^n is applied in two factors, so
// that the result underflows gradually. Error below 1.5 units in the last place (measured by test/exponential.cpp over
// the whole range), 0 below -746 (-104), infinity above 710 (89), NaN for NaN.
#ifndef SELI_CPU_EXPONENTIAL_H
#define SELI_CPU_EXPONENTIAL_H
#include "vector.h"

namespace SELI_BUILD {

template <class T> struct ExponentialOf;

template <> struct ExponentialOf<double> {
    static constexpr double LOWEST = -746;
    static constexpr double HIGHEST = 710;
    static constexpr double PER_LOG2 = 0x1.71547652b82fep+0;
    static constexpr double LOG2_HIGH = 0x1.62e42fefa0000p-1; // 21 trailing zeros: times any n it is exact
    static constexpr double LOG2_LOW = 0x1.cf79abc9e3b3ap-40;
    static constexpr double SHIFT = 0x1.8p52; // adding it rounds to whole numbers
    static constexpr int BIAS = 1023;
    static constexpr int FRACTION = 52;

    template <class V> SELI_INLINE V polynomial(V r) {
        V r2 = r * r;
        V r4 = r2 * r2;
        V low = (r * (1.0 / 6) + 0.5) * r2;
        V middle = (r * (1.0 / 120) + 1.0 / 24) + (r * (1.0 / 5040) + 1.0 / 720) * r2;
        V high = (r * (1.0 / 362880) + 1.0 / 40320) + (r * (1.0 / 39916800) + 1.0 / 3628800) * r2
                 + (r * (1.0 / 6227020800) + 1.0 / 479001600) * r4;
        V rest = (high * r4 + middle) * r4 + low;
        return (r + rest) + 1.0; // the largest last
    }
};

template <> struct ExponentialOf<float> {
    static constexpr float LOWEST = -104;
    static constexpr float HIGHEST = 89;
    static constexpr float PER_LOG2 = 0x1.715476p+0f;
    static constexpr float LOG2_HIGH = 0x1.62e4p-1f;
    static constexpr float LOG2_LOW = 0x1.7f7d1cp-20f;
    static constexpr float SHIFT = 0x1.8p23f;
    static constexpr int BIAS = 127;
    static constexpr int FRACTION = 23;

    template <class V> SELI_INLINE V polynomial(V r) {
        V r2 = r * r;
        V low = r * (1.0f / 6) + 0.5f;
        V high = (r * (1.0f / 120) + 1.0f / 24) + (r * (1.0f / 5040) + 1.0f / 720) * r2;
        return (r + (high * r2 + low) * r2) + 1.0f;
    }
};

/** e^x in each lane; without the bound above where no x is positive. */
template <class T, bool AT_MOST_ZERO = false> SELI_INLINE Vec<T> exponential(Vec<T> x) {
    using C = ExponentialOf<T>;
    x = larger<T>(all<T>(C::LOWEST), x); // NaN stays
    if constexpr (!AT_MOST_ZERO) {
        x = x > all<T>(C::HIGHEST) ? all<T>(C::HIGHEST) : x;
    }
    Vec<T> shifted = x * C::PER_LOG2 + C::SHIFT;
    Vec<T> n = shifted - C::SHIFT;
    Vec<T> r = (x - n * C::LOG2_HIGH) - n * C::LOG2_LOW;
    Vec<T> y = C::polynomial(r);
#if SELI_VECTOR_BYTES == 64 && defined(__AVX512F__)
    if constexpr (sizeof(T) == 8) {
        return (Vec<T>)_mm512_maskz_scalef_pd(0xff, (__m512d)y, (__m512d)n);
    } else {
        return (Vec<T>)_mm512_maskz_scalef_ps(0xffff, (__m512)y, (__m512)n);
    }
#else
    using Bits = typename VectorOf<T>::Bits; // unsigned: there is no arithmetic shift of 64 bits before AVX-512
    Bits power = (Bits)shifted - (Bits)all<T>(C::SHIFT) + 2 * C::BIAS;
    Bits first = power >> 1;
    Bits second = power - first;
    return y * (Vec<T>)(first << C::FRACTION) * (Vec<T>)(second << C::FRACTION);
#endif
}

} // namespace SELI_BUILD

#endif
