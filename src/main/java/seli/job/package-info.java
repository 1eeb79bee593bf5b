/**
 * The jobs behind the commands: the only place that wires label counts, geometry, backends, solvers, metrics and files together. A job
 * takes values, not flags, prints nothing, and returns an immutable result that {@code report} and {@code cli} write out. Reading
 * order: AnalyzeJob, AnalyzeResult.
 */
@NullMarked
package seli.job;

import org.jspecify.annotations.NullMarked;
