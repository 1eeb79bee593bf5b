/**
 * The jobs behind the commands: the only place that wires label counts, geometry, backends, solvers and metrics
 * together. A job takes values, not flags, prints nothing, and returns an immutable result that the command line writes
 * out. Reading order: SolveJob, TrainJob, TrainFolder, AnalyzeJob.
 */
// waiver(package): every job has its settings, its outcome and its files, and the command line uses them all
@NullMarked
package seli.job;

import org.jspecify.annotations.NullMarked;
