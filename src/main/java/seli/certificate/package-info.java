/**
 * Proofs of optimality. {@link seli.certificate.OptimalityCertificate} bounds, at any factors, how far the objective is
 * from the global optimum, by a feasible point of the dual problem; it is computed from the problem and the factors
 * alone and shares no state with any solver. Reading order: OptimalityCertificate, DualGap.
 */
@NullMarked
package seli.certificate;

import org.jspecify.annotations.NullMarked;
