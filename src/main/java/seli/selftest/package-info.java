/**
 * One table of cases, each an operation at one size, loss and range of numbers, that compares a backend with the
 * reference within bounds derived from rounding analysis. The agreement tests, the command {@code selftest} and
 * benchmarks run the same objects, and the printed name of a case selects it again. Reading order: Selftest, OpCase,
 * Trial, Verdict, then the families.
 */
@NullMarked
package seli.selftest;

import org.jspecify.annotations.NullMarked;
