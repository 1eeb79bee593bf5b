/**
 * Dense linear algebra on the Java heap, without natives: what the theory and the tests need on small sizes.
 * {@link seli.linalg.HostMatrix} is the one matrix type that crosses package borders; it is immutable and column-major.
 * Reading order: HostMatrix, then the decompositions.
 */
@NullMarked
package seli.linalg;

import org.jspecify.annotations.NullMarked;
