package seli.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All experiments, in the order of the papers. */
public final class Catalogue {
    private static final List<Experiment> ALL = List.of(
            new ClosedForm(),
            new Frames(),
            new RidgePaths(),
            new MinorityCollapse(),
            new Dynamics(),
            new Resnet(),
            new Temperatures(Temperatures.Kind.CDT),
            new Temperatures(Temperatures.Kind.LDT));

    private Catalogue() {}

    /**
     * What a list of the experiments says of one.
     *
     * @param name name on the command line
     * @param title a heading
     * @param shows what the paper shows with it
     * @param cost what to expect of the time
     * @param missing why it cannot be run here, if so
     */
    public record Entry(String name, String title, String shows, String cost, Optional<String> missing) {}

    /** The experiments as they are with this plan. */
    public static List<Entry> entries(Plan plan) {
        return ALL.stream()
                .map(one -> new Entry(one.name(), one.title(), one.shows(), one.cost(plan.preset()), one.missing(plan)))
                .toList();
    }

    /** All names, in order. */
    public static List<String> names() {
        return ALL.stream().map(Experiment::name).toList();
    }

    /** The experiments, in order. */
    static List<Experiment> all() {
        return ALL;
    }

    /**
     * The experiments of these names, each once, in the order of the catalogue.
     *
     * @throws IllegalArgumentException if there is none of a name
     */
    static List<Experiment> named(List<String> names) {
        Set<String> wanted = new LinkedHashSet<>(names);
        List<Experiment> found = new ArrayList<>();
        for (Experiment experiment : ALL) {
            if (wanted.remove(experiment.name())) {
                found.add(experiment);
            }
        }
        if (!wanted.isEmpty()) {
            throw new IllegalArgumentException("no experiment '%s'; expected one of %s"
                    .formatted(wanted.iterator().next(), names()));
        }
        return found;
    }
}
