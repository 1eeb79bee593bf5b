/**
 * The jobs behind the commands: the only place that wires label counts, geometry, backends, solvers and metrics
 * together. A job takes values, not flags, prints nothing, and returns an immutable result that the command line writes
 * out. Reading order: SolveJob, TrainJob, TrainFolder, AnalyzeJob.
 */
@NullMarked
package seli.job;

import org.jspecify.annotations.NullMarked;
