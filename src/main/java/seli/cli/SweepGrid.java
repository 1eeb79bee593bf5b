package seli.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import seli.label.ClassCounts;

/**
 * All problems of a sweep: every combination of the values of its axes, where an axis that has no meaning for a problem
 * (gamma for cross-entropy, the seed for a solver that draws no numbers) does not multiply it. No problem is there
 * twice. Immutable.
 */
final class SweepGrid {
    private static final List<SweepKey> KEYS = List.of(SweepKey.values());

    private final SweepKind kind;
    private final Map<SweepKey, List<String>> values;
    private final Map<String, ClassCounts> counts;
    private final List<SweepProblem> problems = new ArrayList<>();
    private final Set<SweepKey> used = EnumSet.noneOf(SweepKey.class);
    private final int most;

    private SweepGrid(SweepKind kind, Map<SweepKey, List<String>> values, Map<String, ClassCounts> counts, int most) {
        this.kind = kind;
        this.values = values;
        this.counts = counts;
        this.most = most;
        add(0, new EnumMap<>(SweepKey.class));
    }

    /**
     * The grid of the given values; what is not given has the values of {@code solve} or {@code train}.
     *
     * @param most most problems that there may be
     * @throws IllegalArgumentException if a value cannot be read, a needed one is missing, two exclude each other, or
     *     there are too many
     * @throws IOException if a file of labels cannot be read
     */
    static SweepGrid of(SweepKind kind, Map<SweepKey, List<SweepText>> given, int most) throws IOException {
        requireFit(kind, given);
        Map<String, ClassCounts> counts = counts(given.getOrDefault(SweepKey.COUNTS, List.of()));
        Map<SweepKey, List<String>> values = presets(kind);
        for (Map.Entry<SweepKey, List<SweepText>> entry : given.entrySet()) {
            Set<String> distinct = new LinkedHashSet<>();
            for (SweepText text : entry.getValue()) {
                distinct.addAll(text.values(entry.getKey().form(kind), most));
            }
            requireSingle(entry.getKey(), distinct, entry.getValue().get(0));
            values.put(entry.getKey(), List.copyOf(distinct));
        }
        values.put(SweepKey.COUNTS, List.copyOf(counts.keySet()));
        requireGamma(given, values.getOrDefault(SweepKey.LOSS, List.of()));
        return new SweepGrid(kind, values, counts, most);
    }

    /** What axes are where they are not given, so that a row says it. */
    private static Map<SweepKey, List<String>> presets(SweepKind kind) {
        Map<SweepKey, List<String>> values = new EnumMap<>(SweepKey.class);
        values.put(SweepKey.LOSS, List.of(LossName.CE.toString()));
        values.put(SweepKey.TAU, List.of("1.0"));
        values.put(SweepKey.METHOD, List.of(kind == SweepKind.SOLVE ? "auto" : "gd"));
        values.put(SweepKey.SEED, List.of("1"));
        return values;
    }

    private static void requireFit(SweepKind kind, Map<SweepKey, List<SweepText>> given) {
        given.forEach((key, texts) -> {
            if (!key.fits(kind)) {
                SweepText first = texts.get(0);
                throw new IllegalArgumentException("%s%s belongs to sweeps of another kind; got kind %s"
                        .formatted(first.origin(), first.name(), kind));
            }
        });
        if (kind == SweepKind.SOLVE && !given.containsKey(SweepKey.LAMBDA)) {
            throw new IllegalArgumentException(
                    "lambda is missing; expected positive numbers such as 0.1,0.01 or 1e-3:1:7log");
        }
        if (given.containsKey(SweepKey.LAMBDA) && given.containsKey(SweepKey.WEIGHT_DECAY)) {
            throw new IllegalArgumentException("weight-decay and lambda say the same twice; expected one of them"
                    + " (lambda = n times the weight decay of the mean loss)");
        }
    }

    private static void requireSingle(SweepKey key, Set<String> values, SweepText first) {
        if (!key.isAxis() && values.size() > 1) {
            throw new IllegalArgumentException("%s%s has %d values; expected one for all problems"
                    .formatted(first.origin(), first.name(), values.size()));
        }
    }

    private static void requireGamma(Map<SweepKey, List<SweepText>> given, List<String> losses) {
        for (String loss : losses) {
            if (loss(loss).hasGamma() && !given.containsKey(SweepKey.GAMMA)) {
                throw new IllegalArgumentException(
                        "loss %s needs gamma; expected numbers such as 0.5 or -1:1:9".formatted(loss));
            }
        }
    }

    private static LossName loss(String name) {
        return LossName.valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Each distribution once, under the first text that describes it. */
    private static Map<String, ClassCounts> counts(List<SweepText> texts) throws IOException {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(
                    "counts is missing; expected such as 10,10,1,1 or step:k=10,R=10,rho=0.5,nmin=5");
        }
        Map<String, ClassCounts> counts = new LinkedHashMap<>();
        for (SweepText text : texts) {
            ClassCounts found = text.counts();
            if (!counts.containsValue(found)) {
                counts.put(text.text().strip(), found);
            }
        }
        return counts;
    }

    /** Adds all problems that begin with {@code chosen}, a value for each key before the one at {@code place}. */
    private void add(int place, Map<SweepKey, String> chosen) {
        if (place == KEYS.size()) {
            if (problems.size() == most) {
                throw new IllegalArgumentException(
                        "the grid has more than %d problems (%s); expected at most %d: shorten a list, or pass --max-problems"
                                .formatted(most, sizes(), most));
            }
            ClassCounts own = counts.getOrDefault(chosen.getOrDefault(SweepKey.COUNTS, ""), ClassCounts.of(1, 1));
            problems.add(new SweepProblem(problems.size(), kind, own, chosen));
            return;
        }
        SweepKey key = KEYS.get(place);
        if (!values.containsKey(key) || !applies(key, chosen)) {
            add(place + 1, chosen);
            return;
        }
        used.add(key);
        for (String value : values.getOrDefault(key, List.of())) {
            chosen.put(key, value);
            add(place + 1, chosen);
        }
        chosen.remove(key);
    }

    /** Whether a key has a meaning for a problem with these values of the keys before it. */
    private boolean applies(SweepKey key, Map<SweepKey, String> chosen) {
        boolean isNormalized = kind == SweepKind.TRAIN && "ngd".equals(chosen.get(SweepKey.METHOD));
        LossName loss = loss(chosen.getOrDefault(SweepKey.LOSS, "ce"));
        return switch (key) {
            case GAMMA -> loss.hasGamma();
            case TAU -> loss.hasTau();
            case MOMENTUM, LAMBDA, WEIGHT_DECAY -> !isNormalized;
            case SEED -> kind == SweepKind.TRAIN || isRandomStart();
            default -> true;
        };
    }

    private boolean isRandomStart() {
        return values.getOrDefault(SweepKey.START, List.of()).contains("random");
    }

    /** The axes with more than one value, such as {@code 100 counts x 200 lambda}. */
    private String sizes() {
        return values.entrySet().stream()
                .filter(axis -> axis.getValue().size() > 1)
                .map(axis -> axis.getValue().size() + " " + axis.getKey())
                .collect(Collectors.joining(" x "));
    }

    SweepKind kind() {
        return kind;
    }

    /** The problems, in the order of their indices. */
    List<SweepProblem> problems() {
        return Collections.unmodifiableList(problems);
    }

    /** All values of each key, the presets of axes among them, in the order of the keys. */
    Map<SweepKey, List<String>> values() {
        return new EnumMap<>(values);
    }

    /** The label distributions by their texts. */
    Map<String, ClassCounts> counts() {
        return new LinkedHashMap<>(counts);
    }

    /** Keys whose values, other than the presets, have a meaning for no problem. */
    List<SweepKey> unused() {
        Map<SweepKey, List<String>> presets = presets(kind);
        return values.keySet().stream()
                .filter(key -> !used.contains(key))
                .filter(key -> !values.getOrDefault(key, List.of()).equals(presets.get(key)))
                .toList();
    }
}
