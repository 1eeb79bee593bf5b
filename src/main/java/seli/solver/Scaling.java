package seli.solver;

import seli.objective.FactorPair;

/** A positive definite matrix in the place of the inverse Hessian, from which L-BFGS starts its recursion. */
@FunctionalInterface
interface Scaling {
    /** Nothing is known: a multiple of the identity serves. */
    Scaling NONE = direction -> false;

    /** Multiplies {@code direction} (overwritten) by the matrix; false, and nothing is changed, if there is none. */
    boolean apply(FactorPair direction);
}
