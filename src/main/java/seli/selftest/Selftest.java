package seli.selftest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import seli.backend.Backend;
import seli.backend.reference.ReferenceBackend;

/** Runs the table of cases on a backend. */
public final class Selftest {
    private Selftest() {}

    /** The whole table, in a fixed order. */
    public static List<OpCase> cases() {
        List<OpCase> cases = new ArrayList<>();
        GemmCases.addTo(cases);
        EntrywiseCases.addTo(cases);
        DecompositionCases.addTo(cases);
        LossCases.addTo(cases);
        ClassCases.addTo(cases);
        return List.copyOf(cases);
    }

    /**
     * The cases whose name contains {@code filter}; the empty filter selects all.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static List<OpCase> cases(String filter) {
        List<OpCase> selected =
                cases().stream().filter(c -> c.name().contains(filter)).toList();
        if (selected.isEmpty()) {
            throw new IllegalArgumentException(
                    "no case contains '%s'; expected a part of a name such as %s".formatted(filter, cases().get(0)));
        }
        return selected;
    }

    /**
     * Runs the selected cases on {@code backend} against the reference; well under a minute for all of them on a CPU.
     *
     * @param filter as for {@link #cases(String)}
     * @param listener told of each result as it comes
     * @return all results, in order
     */
    public static List<CaseResult> run(Backend backend, String filter, Consumer<CaseResult> listener) {
        List<CaseResult> results = new ArrayList<>();
        try (Backend truth = ReferenceBackend.open()) {
            for (OpCase opCase : cases(filter)) {
                CaseResult result = opCase.run(backend, truth);
                results.add(result);
                listener.accept(result);
            }
        }
        return List.copyOf(results);
    }
}
