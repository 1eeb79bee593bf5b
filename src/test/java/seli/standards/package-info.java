/**
 * The house rules as tests: who may import whom, sizes, names, documentation, state, and silence. Each rule is a
 * function from parsed sources to findings, and each has a test with a planted breach, so that it is known to be able
 * to fail. Reading order: ParsedSource, Finding, ImportOrderTest, SourceStandardsTest, SilenceExtension.
 */
@NullMarked
package seli.standards;

import org.jspecify.annotations.NullMarked;
