package seli.cli;

import java.util.List;
import picocli.CommandLine.Option;
import seli.backend.Backend;
import seli.backend.BackendProvider;
import seli.backend.BackendUnavailableException;
import seli.backend.Backends;
import seli.backend.Precision;

/** {@code --backend}, {@code --precision} and {@code --threads}: where and how to compute. */
final class BackendOptions {
    @Option(
            names = "--backend",
            paramLabel = "BACKEND",
            description =
                    "Where to compute: auto, cuda, cpu or reference (default: auto, the first of these that works).")
    private Backends.Choice backend = Backends.Choice.AUTO;

    @Option(
            names = "--precision",
            paramLabel = "FORMAT",
            description =
                    "Number format: float64, float32, or tf32: products in tensor cores, on a GPU (default: float64).")
    private Precision precision = Precision.FLOAT64;

    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = Numbers.Count.class,
            description = "Processor threads (default: one for each core).")
    private int threads; // 0: not given

    @Option(
            names = "--device",
            paramLabel = "N",
            converter = Numbers.CountOrZero.class,
            description = "Number of the GPU, from 0 (default: 0).")
    private int device;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = MemoryText.class,
            description =
                    "Most memory for matrices, such as 12GiB or 50%% of what is free (default: 80%% of a GPU's, else 90%% of all).")
    private BackendProvider.Memory memory = BackendProvider.Memory.USUAL;

    /**
     * Opens the backend that was asked for.
     *
     * @param notes gets one line for each candidate that auto passed over
     * @throws BackendUnavailableException if it cannot be opened here
     */
    Backend open(List<String> notes) {
        return Backends.open(backend, request(), refusal -> notes.add(refusal.getMessage()));
    }

    private BackendProvider.Request request() {
        return new BackendProvider.Request(precision, Backends.workers(threads), device, memory);
    }

    /** The request that opens the like of {@code opened} again, with the memory that it found. */
    BackendProvider.Request requestOf(Backend opened) {
        long bytes = opened.memoryUse().budgetBytes();
        return new BackendProvider.Request(
                opened.info().precision(), opened.info().threads(), device, new BackendProvider.Memory(1, bytes));
    }

    /** Whether the user asks for a backend or a precision, rather than leaving both to the program. */
    boolean isNamed() {
        return backend != Backends.Choice.AUTO || precision != Precision.FLOAT64;
    }

    /** Which backend. */
    Backends.Choice choice() {
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
