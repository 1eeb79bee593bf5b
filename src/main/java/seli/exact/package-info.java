/**
 * What theory solves exactly and needs no device: the UF-SVM, the global optimum of ridge-regularised UFM by groups of
 * equal counts with its whole regularisation path, the layer-peeled model, and closed forms of related models. Every
 * result carries a certificate that is evaluated apart from the method that found it. Reading order: UfSvm,
 * UfSvmCertificate; GroupedProblem, BlockMatrix, GroupedUfm, GroupedSolution, GroupedCertificate; PathThresholds,
 * AsymptoticSlope, LayerPeeledModel; ClosedFormUfm.
 */
@NullMarked
package seli.exact;

import org.jspecify.annotations.NullMarked;
