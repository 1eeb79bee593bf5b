package seli.reproduce;

import java.io.IOException;
import java.util.Optional;

/** A piece of an experiment that is run, stored and resumed as a whole. */
interface Part {
    /** Name within the experiment, fit for a file. */
    String name();

    /** Everything that the numbers depend on, as text: the part is run again if and only if it differs. */
    String settings();

    /** What it costs, in units of about a millisecond, at least 1. */
    long units();

    /**
     * Runs it.
     *
     * @return the numbers, or nothing if the thread was interrupted before the end
     * @throws IOException if a file cannot be read or written
     */
    Optional<PartNumbers> run(Bench bench) throws IOException;

    /** Numbers that are computed at once, without a backend. */
    @FunctionalInterface
    interface Computation {
        /** Computes them. */
        PartNumbers compute() throws IOException;
    }

    /** A part that is computed at once. */
    static Part of(String name, String settings, long units, Computation computation) {
        return new Part() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String settings() {
                return settings;
            }

            @Override
            public long units() {
                return units;
            }

            @Override
            public Optional<PartNumbers> run(Bench bench) throws IOException {
                return Optional.of(computation.compute());
            }
        };
    }
}
