package seli.reproduce;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a part came to: tables of numbers by name, in order.
 *
 * @param tables the tables
 */
record PartNumbers(Map<String, NumberTable> tables) {
    /** Copies the map, in its order. */
    PartNumbers {
        tables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }

    static PartNumbers of(String name, NumberTable table) {
        return new PartNumbers(Map.of(name, table));
    }

    PartNumbers plus(String name, NumberTable table) {
        Map<String, NumberTable> more = new LinkedHashMap<>(tables);
        more.put(name, table);
        return new PartNumbers(more);
    }

    /**
     * A table.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    NumberTable table(String name) {
        return Optional.ofNullable(tables.get(name))
                .orElseThrow(() ->
                        new IllegalArgumentException("no table " + name + "; expected one of " + tables.keySet()));
    }
}
