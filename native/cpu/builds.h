// The builds of the kernels that this library has and this processor can run.
#ifndef SELI_CPU_BUILDS_H
#define SELI_CPU_BUILDS_H
#include "tables.h"

enum Build { SCALAR = 0, AVX2 = 1, AVX512 = 2 };

/** Whether this library has the build and the processor its instructions. */
bool hasBuild(int build);

template <class T> const Kernels<T> &kernelsOf(int build);

#endif
