/**
 * The command line: one class per command, and the exit codes.
 *
 * <p>Everything that reads flags, prints results or ends the process is here, and nothing below this package does any
 * of it. Start with {@link seli.cli.Main}.
 */
@NullMarked
package seli.cli;

import org.jspecify.annotations.NullMarked;
