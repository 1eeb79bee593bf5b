/**
 * The truth that every other backend is tested against: plain Java, double loops, StrictMath, one thread, nothing
 * clever. Each method follows its formula in the interface line by line, in double precision only. Reading order:
 * ReferenceBackend, ReferenceMatrix, ReferenceAlgebra, ReferenceKernels, OffTargetSoftmax.
 */
@NullMarked
package seli.backend.reference;

import org.jspecify.annotations.NullMarked;
