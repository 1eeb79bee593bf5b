/**
 * Results as files and as text: JSON with stable keys and the provenance of every number, and short tables for a
 * terminal. What is written here is decided by the jobs; nothing here computes. Reading order: JsonReport, JsonFields,
 * GeometryBlocks, Provenance, then TextTable and GeometryTables.
 */
@NullMarked
package seli.report;

import org.jspecify.annotations.NullMarked;
