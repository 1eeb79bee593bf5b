/**
 * Figures as data, and what is made of them: a picture (SVG and PNG) and a table of the same numbers (CSV). A figure is
 * an immutable value that a job fills with finished numbers; nothing here computes results, and the same numbers give
 * the same bytes. Reading order: Figure, LineChart, BarChart, HeatMap, FigureTable, FigureSvg, FigureFiles.
 */
@NullMarked
package seli.figure;

import org.jspecify.annotations.NullMarked;
