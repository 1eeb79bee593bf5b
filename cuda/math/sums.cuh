// Sums that lose nothing: a sum with its rounding errors, and a sum of exponentials with its largest term taken out.
#ifndef SELI_SUMS_CUH
#define SELI_SUMS_CUH
#include "portable.cuh"

/** high + low is the sum to about 106 bits; low is the rounding errors of high (Knuth's two-sum). */
struct CompensatedSum {
    double high;
    double low;

    __device__ void add(double term) {
        double sum = high + term;
        double part = sum - high;
        low += (high - (sum - part)) + (term - part);
        high = sum;
    }

    /** The sum, rounded once. An infinite or NaN sum has a senseless error. */
    __device__ double value() const { return isFinite(high) ? high + low : high; }
};

/** e^u relative to e^max; zero where u is -infinity, whatever the maximum. */
template <class N> __device__ inline REAL relativeExponential(N u, N max) {
    return u == -infinity() ? REAL(0) : exponential(static_cast<REAL>(u - max));
}

/** A sum relative to e^from as one relative to e^to; zero stays zero, even from -infinity to -infinity. */
template <class N> __device__ inline double rescaled(double sum, N from, N to) {
    return sum == 0 ? 0.0 : sum * exponential(from - to);
}

/**
 * Sum of exponentials in one pass: max is the largest u so far, sum the sum of e^(u - max). -infinity adds nothing;
 * a NaN, or an infinite maximum, makes the sum NaN.
 */
template <class N> struct OnlineSum {
    N max;
    double sum;

    static __device__ OnlineSum empty() { return OnlineSum{static_cast<N>(-infinity()), 0.0}; }

    __device__ void add(N u) {
        if (u > max) {
            sum = rescaled(sum, max, u) + (1 + static_cast<double>(u - u)); // infinity - infinity is NaN
            max = u;
        } else {
            sum += relativeExponential(u, max);
        }
    }

    __device__ void merge(OnlineSum other) {
        N top = larger(max, other.max);
        sum = rescaled(sum, max, top) + rescaled(other.sum, other.max, top);
        max = top;
    }
};

#endif
