/**
 * Files in and out: NumPy arrays and archives ({@code .npy}, {@code .npz}), tables of numbers and labels
 * ({@code .csv}), and output that is never half-written. Whatever an input file holds, reading it gives the array or an
 * {@link seli.io.UnusableFileException} of one line, and memory is taken only for bytes that were really read; a failed
 * write is a plain {@link java.io.IOException} that names the file. Reading order: UnusableFileException, ArraySource,
 * NpyArray, NpzArchive, LabelFile, then AtomicFile, NpyWriter, NpzWriter, OutputFolder, CsvTable, EventFile; JobFile
 * for what people write by hand.
 */
// waiver(package): a reader and a writer of each format, and the failures that all of them share
@NullMarked
package seli.io;

import org.jspecify.annotations.NullMarked;
