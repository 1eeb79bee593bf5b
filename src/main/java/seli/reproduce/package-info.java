/**
 * The experiments of [TKVB22] and the figures of its follow-up [Behnia23] on the unconstrained-features model. Each
 * experiment is a list of parts, which are run, stored and resumed one by one, and of a presentation, made from the
 * numbers of its parts alone: theory, run and published numbers side by side with the band in which they are to agree,
 * and figures. Reading order: Catalogue, Experiment, Part, Comparison, Reproduction, then the experiments from
 * ClosedForm on.
 */
@NullMarked
package seli.reproduce;

import org.jspecify.annotations.NullMarked;
