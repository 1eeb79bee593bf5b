package seli.solver;

import seli.backend.Workspace;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;

/** Minimises an objective from a given start. */
public interface UfmSolver {
    /**
     * Runs until the settings end it. Overwrites {@code x} by the last point; takes its scratch matrices from
     * {@code workspace}. Numerical outcomes are a status, never an exception.
     */
    SolverResult solve(
            UfmObjective objective,
            FactorPair x,
            SolverSettings settings,
            IterationListener listener,
            Workspace workspace);
}
