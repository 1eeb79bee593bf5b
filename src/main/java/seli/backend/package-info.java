/**
 * What every device offers: memory, dense algebra, and the few fused operations of the unconstrained-features model.
 * The algorithms above know these interfaces only; {@code backend.reference} is the plain-Java truth,
 * {@code backend.cpu} and {@code backend.cuda} are tested against it. Reading order: Backend, Workspace, DenseMatrix,
 * DenseAlgebra, UfmKernels, Backends.
 */
@NullMarked
package seli.backend;

import org.jspecify.annotations.NullMarked;
