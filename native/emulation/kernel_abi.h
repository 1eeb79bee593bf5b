// The interface between a .cu file compiled as C++ (emulation.h) and whoever launches its kernels.
#pragma once
struct KernelLaunch {
    unsigned grid[3];
    unsigned block[3];
    unsigned sharedBytes; // dynamic shared memory of a block
    unsigned seed;        // order of blocks and threads; 0: the natural one
};
struct KernelEntry {
    const char *name; // null ends the table
    int parameters;
    const int *sizes; // bytes of each parameter
    void (*run)(const KernelLaunch *, void **arguments);
};
struct KernelHooks {
    void (*checkPointer)(const char *kernel, int parameter, const void *pointer);
    void (*report)(const char *kernel, const char *what);
};
