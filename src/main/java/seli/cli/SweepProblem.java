package seli.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import seli.label.ClassCounts;

/**
 * One problem of a sweep.
 *
 * @param index place in the grid, from 0
 * @param kind what is done with it
 * @param counts its label distribution
 * @param values one value of each key that applies to it, the sweep's settings among them
 */
record SweepProblem(int index, SweepKind kind, ClassCounts counts, Map<SweepKey, String> values) {
    /** Copies the map, in the order of the keys. */
    SweepProblem {
        EnumMap<SweepKey, String> copy = new EnumMap<>(SweepKey.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }

    Optional<String> value(SweepKey key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The folder of its result within that of the sweep; with slashes on every system. */
    String folder() {
        return "problems/" + name();
    }

    /** The last part of the folder: the index with at least five digits. */
    String name() {
        return "%05d".formatted(index);
    }

    /** The options of {@code solve} or {@code train} that do the same for this problem alone, on one thread. */
    List<String> options() {
        List<String> line = new ArrayList<>();
        boolean isSplit = values.containsKey(SweepKey.RIDGE_RATIO);
        values.forEach((key, value) -> {
            if (key == SweepKey.RIDGE_RATIO) {
                double root = Math.sqrt(Double.parseDouble(value));
                double lambda = Double.parseDouble(value(SweepKey.LAMBDA).orElse("0"));
                line.addAll(List.of("--lambda-w", Double.toString(lambda * root)));
                line.addAll(List.of("--lambda-h", Double.toString(lambda / root)));
            } else if (key != SweepKey.LAMBDA || !isSplit) {
                line.addAll(List.of("--" + key, value));
            }
        });
        line.addAll(List.of("--threads", "1"));
        return line;
    }
}
