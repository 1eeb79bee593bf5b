package seli.backend.cpu;

import seli.backend.UfmKernels;

/** Steps of one problem that run natively. */
interface NativeSteps {
    /** Takes steps by one rule, until one is not finite. */
    UfmKernels.Progress take(long steps, UfmKernels.StepRule rule);

    /** Brings the factors and velocities to where the caller has them. */
    void store();
}
