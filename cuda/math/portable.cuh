// What the kernels need beyond plain C++ and what nvcc, NVRTC and g++ (native/emulation) spell differently.
// REAL is the number type of the matrices, double or float, given by the compiler's command line.
#ifndef SELI_PORTABLE_CUH
#define SELI_PORTABLE_CUH

#ifndef EMULATION
#define DYNAMIC_SHARED(T, name)                                                                                        \
    extern __shared__ __align__(16) unsigned char dynamicShared[];                                                     \
    T *name = reinterpret_cast<T *>(dynamicShared)
#define NOT_UNROLLED _Pragma("unroll 1")
#else
#define NOT_UNROLLED
#endif

constexpr int WARP = 32;
constexpr int BLOCK = 256; // threads of a block, where a kernel says nothing else
constexpr unsigned ALL_LANES = 0xffffffffu;

/** Infinity; NVRTC has no math.h. */
__device__ inline double infinity() {
#ifdef EMULATION
    return __builtin_inf();
#else
    return __longlong_as_double(0x7ff0000000000000LL);
#endif
}

__device__ inline double exponential(double x) {
    return exp(x);
}

__device__ inline float exponential(float x) {
    return expf(x);
}

/** The larger of two numbers; a NaN among them stays. */
template <class T> __device__ inline T larger(T a, T b) {
    return a > b || a != a ? a : b;
}

/** Whether x is neither infinite nor NaN. */
template <class T> __device__ inline bool isFinite(T x) {
    return x - x == 0;
}

#endif
