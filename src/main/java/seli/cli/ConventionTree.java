package seli.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import seli.metric.Convention;
import seli.report.JsonFields;

/** The numbers of the conventions at their places in nested objects. */
final class ConventionTree {
    private final ToDoubleFunction<Convention> value;

    /** Of numbers that are NaN where they do not exist. */
    ConventionTree(ToDoubleFunction<Convention> value) {
        this.value = value;
    }

    /** Writes the members of the object {@code block}, such as {@code metrics}. */
    void writeMembers(JsonFields json, String block) throws IOException {
        String prefix = block + ".";
        List<Convention> numbers = new ArrayList<>(List.of(Convention.values()));
        numbers.removeIf(number -> !number.key().startsWith(prefix));
        write(json, prefix.length(), numbers);
    }

    /** Writes the numbers whose keys, from character {@code start} on, name their places in nested objects. */
    private void write(JsonFields json, int start, List<Convention> numbers) throws IOException {
        Map<String, List<Convention>> byName = new LinkedHashMap<>();
        for (Convention number : numbers) {
            String name = number.key().substring(start).split("\\.", 2)[0];
            byName.computeIfAbsent(name, ignored -> new ArrayList<>()).add(number);
        }
        for (Map.Entry<String, List<Convention>> entry : byName.entrySet()) {
            int end = start + entry.getKey().length();
            Convention first = entry.getValue().get(0);
            if (first.key().length() == end) {
                json.number(entry.getKey(), value.applyAsDouble(first));
            } else {
                json.object(entry.getKey(), inner -> write(inner, end + 1, entry.getValue()));
            }
        }
    }
}
