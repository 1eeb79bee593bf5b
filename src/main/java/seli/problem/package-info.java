/**
 * The optimisation problem as an immutable value that knows no device: label counts, feature dimension, loss and ridge.
 * {@link seli.problem.VectorScalingLoss} is the loss family that contains every loss of the subject;
 * {@link seli.problem.UfmProblem} puts the parts together and states the minimisation. Reading order: Ridge,
 * VectorScalingLoss, UfmProblem.
 */
@NullMarked
package seli.problem;

import org.jspecify.annotations.NullMarked;
