/**
 * The pages of the commands: finished values in, a {@link seli.report.HtmlReport} out. What a page shows is decided
 * here, in one order for all: the verdict, Gram matrices beside SELI and the simplex ETF, norms and angles,
 * trajectories, spectrum, certificate, provenance and the command. Reading order: MeasuredGeometry, GeometrySections,
 * SolvePage, TrainPage, PathPage.
 */
@NullMarked
package seli.report.page;

import org.jspecify.annotations.NullMarked;
