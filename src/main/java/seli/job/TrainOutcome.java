package seli.job;

import java.util.Optional;
import seli.certificate.OptimalityCertificate;
import seli.linalg.HostMatrix;
import seli.solver.SolverStatus;

/**
 * How a training run ended.
 *
 * @param status MAX_ITERATIONS when all steps were taken
 * @param state the last state
 * @param classMeans class means of the last embeddings, d x k
 * @param certificate of the last factors for the problem's sum form at the last step's ridge; empty without a ridge
 * @param stepsThisRun steps that this run took (fewer than the state's where it was resumed)
 * @param seconds wall-clock time of this run's steps, with measurements
 */
public record TrainOutcome(
        SolverStatus status,
        TrainState state,
        HostMatrix classMeans,
        Optional<OptimalityCertificate> certificate,
        long stepsThisRun,
        double seconds) {}
