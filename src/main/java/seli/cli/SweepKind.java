package seli.cli;

import java.util.Locale;

/** What is done with each problem of a sweep; written in small letters. */
enum SweepKind {
    /** Each is solved to its certified optimum, as by {@code seli solve}. */
    SOLVE,
    /** Each is trained, as by {@code seli train}. */
    TRAIN;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
