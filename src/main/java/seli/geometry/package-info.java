/**
 * The geometry that theory predicts for classifiers and embeddings under imbalance, and the distance of a measured
 * geometry to it. {@link seli.geometry.SeliGeometry} computes the SELI geometry in closed form by groups of equal
 * counts, {@link seli.geometry.GeometryModel} and {@link seli.geometry.LimitGeometry} those of other losses, and
 * {@link seli.geometry.StreamedGeometry} all of them for millions of distinct counts;
 * {@link seli.geometry.GramGeometry} and {@link seli.geometry.Alignment} are norms, inner products and cosines by
 * group, from theory or measured, and {@link seli.geometry.GramDistance} compares whole Gram matrices. Reading order:
 * SingularValue, GramGeometry, Alignment, GroupGeometry, SeliGeometry, GeometryModel, PoleTable, SecularSpectrum,
 * SecularRoot, GroupGrams, SpectrumList, LimitGeometry, ResolventNodes, StreamedGeometry, SimplexEtf, GramDistance.
 */
@NullMarked
package seli.geometry;

import org.jspecify.annotations.NullMarked;
