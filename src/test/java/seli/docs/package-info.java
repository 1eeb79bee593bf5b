/**
 * The documentation as tests: its commands run, its links lead somewhere, its Python works. A page is read by
 * MarkdownPage, its commands by ShellLine. Reading order: MarkdownPage, ShellLine, DocumentedCommand, SampleFiles,
 * DocumentedCommandsTest, LinksTest, PythonPageTest.
 */
@NullMarked
package seli.docs;

import org.jspecify.annotations.NullMarked;
