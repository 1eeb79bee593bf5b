/**
 * Iterative solvers behind one interface: L-BFGS for certified optima, gradient descent for training dynamics.
 * {@link seli.solver.SolverLoop} alone counts, listens, certifies and decides how a run ends; a method only steps.
 * Reading order: UfmSolver, SolverLoop, SolverStatus, Lbfgs, ClassScaling, GradientDescent, NormalizedDescent.
 */
// waiver(package): three methods with their settings, and what every run is told and tells
@NullMarked
package seli.solver;

import org.jspecify.annotations.NullMarked;
