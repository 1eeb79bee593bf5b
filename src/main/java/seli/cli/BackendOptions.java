package seli.cli;

import picocli.CommandLine.Option;
import seli.backend.Precision;

/** {@code --backend}, {@code --precision} and {@code --threads}: where and how to compute. */
final class BackendOptions {
    /** The values of {@code --backend}; written in small letters. */
    enum Choice {
        /** The fastest that works here. */
        AUTO,
        /** A GPU. */
        CUDA,
        /** OpenBLAS. */
        CPU,
        /** Plain Java. */
        REFERENCE
    }

    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            description = "Where to compute: auto, cuda, cpu or reference (default: auto, the first of these that works).")
    private Choice backend = Choice.AUTO;

    @Option(
            names = "--precision",
            paramLabel = "FORMAT",
            description = "Number format: float64 or float32 (default: float64).")
    private Precision precision = Precision.FLOAT64;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Processor threads (default: one for each core).")
    private int threads; // 0: not given

    /** Which backend. */
    Choice backend() {
        return backend;
    }

    /** Which number format. */
    Precision precision() {
        return precision;
    }

    /** How many threads; 0 if the backend is to choose. */
    int threads() {
        return threads;
    }
}
