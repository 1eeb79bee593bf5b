/**
 * The objective of the unconstrained-features model on a backend: value and gradient at a pair of factors, either with
 * one column for each sample or collapsed to one column for each class. Algorithms see nothing else of the problem.
 * Reading order: FactorPair, UfmObjective.
 */
@NullMarked
package seli.objective;

import org.jspecify.annotations.NullMarked;
