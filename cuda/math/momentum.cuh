// Gradient descent with heavy-ball momentum as PyTorch's SGD: v <- momentum v + (g + ridge x), x <- x - rate v.
#ifndef SELI_MOMENTUM_CUH
#define SELI_MOMENTUM_CUH

/** Rate, momentum and ridge in the arithmetic of the step, T. */
template <class T> struct MomentumRule {
    T rate;
    T momentum;
    T ridge;

    __device__ REAL velocity(REAL v, T g, REAL x) const {
        return static_cast<REAL>(momentum * v + (g + ridge * x));
    }

    __device__ REAL position(REAL x, REAL v) const { return static_cast<REAL>(x - rate * v); }
};

#endif
