package seli.cli;

import java.io.PrintStream;
import seli.report.Provenance;

/**
 * One run of the program.
 *
 * @param out where results go
 * @param err where progress and errors go
 * @param onTerminal whether {@code err} is a terminal that somebody may be looking at
 * @param provenance build, machine, start and arguments of this run
 */
record Invocation(PrintStream out, PrintStream err, boolean onTerminal, Provenance provenance) {}
