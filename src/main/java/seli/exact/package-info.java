/**
 * What theory solves exactly and needs no device: the UF-SVM with its dual certificate, the global optimum of
 * ridge-regularised UFM by groups of equal counts, and its whole regularisation path. Every result carries a
 * certificate that is evaluated apart from the method that found it. Reading order: GroupedProblem, BlockMatrix,
 * GroupedUfm, GroupedSolution, GroupedCertificate.
 */
@NullMarked
package seli.exact;

import org.jspecify.annotations.NullMarked;
