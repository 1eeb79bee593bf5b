// e^x for every x: e^x = 2^n e^r with n the whole number nearest to x / log 2 and |r| <= log(2)/2, where e^r is
// 1 + r + r^2 q(r) with the q that makes the largest relative error smallest (degree 9 in double, 4 in single precision,
// found by exchange of the extremal points; the error, 3.6e-18 and 3.1e-9, is below a twentieth of a rounding).
// r = x - n log 2 in two parts, of which the first is exact for all n that occur. 2^n is applied in two factors, so
// that the result underflows gradually, and in one where it cannot. Error below 1.5 units in the last place (measured by
// test/exponential.cpp over the whole range), 0 below -746 (-104), infinity above 710 (89), NaN for NaN.
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
    static constexpr double LEAST_NORMAL = -700; // e^x from here to 0 needs one factor
    static constexpr int BIAS = 1023;
    static constexpr double SHIFT = 0x1.8p52 + BIAS; // adding it rounds to whole numbers, of which the low bits have n + BIAS
    static constexpr int FRACTION = 52;

    /** e^r - 1 for |r| <= log(2)/2. */
    template <class V> SELI_INLINE V polynomial(V r) {
        V r2 = r * r;
        V even = r2 * 0x1.28ad72cc30daap-22 + 0x1.a0199a0c677acp-16;
        V odd = r2 * 0x1.ad7f6f0799ee2p-26 + 0x1.71df2552390c2p-19;
        even = even * r2 + 0x1.6c16c1842a11dp-10;
        odd = odd * r2 + 0x1.a01a012a57b51p-13;
        even = even * r2 + 0x1.555555555087cp-5;
        odd = odd * r2 + 0x1.1111111127be5p-7;
        even = even * r2 + 0x1.000000000000ap-1;
        odd = odd * r2 + 0x1.55555555554fap-3;
        V q = odd * r + even;
        return q * r2 + r;
    }
};

template <> struct ExponentialOf<float> {
    static constexpr float LOWEST = -104;
    static constexpr float HIGHEST = 89;
    static constexpr float PER_LOG2 = 0x1.715476p+0f;
    static constexpr float LOG2_HIGH = 0x1.62e4p-1f;
    static constexpr float LOG2_LOW = 0x1.7f7d1cp-20f;
    static constexpr float LEAST_NORMAL = -86;
    static constexpr int BIAS = 127;
    static constexpr float SHIFT = 0x1.8p23f + BIAS;
    static constexpr int FRACTION = 23;

    template <class V> SELI_INLINE V polynomial(V r) {
        V r2 = r * r;
        V q = (r * 0x1.555492p-3f + 0x1.fffffcp-2f) + (r * 0x1.1239e2p-7f + 0x1.5558f2p-5f) * r2;
        q = (r2 * r2) * 0x1.6a2434p-10f + q;
        return q * r2 + r;
    }
};

/** What is known of x. */
enum class Range { ANY, AT_MOST_ZERO, NORMAL_AT_MOST_ZERO };

/** e^x in each lane; a lane that is not in `RANGE` may become anything, but NaN stays. */
template <class T, Range RANGE = Range::ANY> SELI_INLINE Vec<T> exponential(Vec<T> x) {
    using C = ExponentialOf<T>;
    if constexpr (RANGE != Range::NORMAL_AT_MOST_ZERO) {
        x = larger<T>(all<T>(C::LOWEST), x); // NaN stays
    }
    if constexpr (RANGE == Range::ANY) {
        x = x > all<T>(C::HIGHEST) ? all<T>(C::HIGHEST) : x;
    }
    Vec<T> shifted = x * C::PER_LOG2 + C::SHIFT;
    Vec<T> n = shifted - C::SHIFT;
    Vec<T> r = (x - n * C::LOG2_HIGH) - n * C::LOG2_LOW;
    Vec<T> lessOne = C::polynomial(r);
#if SELI_VECTOR_BYTES == 64 && defined(__AVX512F__)
    if constexpr (sizeof(T) == 8) {
        return (Vec<T>)_mm512_maskz_scalef_pd(0xff, (__m512d)(lessOne + 1), (__m512d)n);
    } else {
        return (Vec<T>)_mm512_maskz_scalef_ps(0xffff, (__m512)(lessOne + 1), (__m512)n);
    }
#else
    using Bits = typename VectorOf<T>::Bits; // unsigned: there is no arithmetic shift of 64 bits before AVX-512
    if constexpr (RANGE == Range::NORMAL_AT_MOST_ZERO) {
        const Vec<T> power = (Vec<T>)((Bits)shifted << C::FRACTION);
        return lessOne * power + power;
    }
    Bits power = (Bits)shifted - (Bits)all<T>(C::SHIFT) + 2 * C::BIAS;
    Bits first = power >> 1;
    Bits second = power - first;
    return (lessOne + 1) * (Vec<T>)(first << C::FRACTION) * (Vec<T>)(second << C::FRACTION);
#endif
}

} // namespace SELI_BUILD

#endif
