package seli.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.job.LossReduction;
import seli.job.SolveMethod;
import seli.job.TrainMethod;

/**
 * What a sweep can vary or set: the same words as options ({@code --lambda}), as keys of a job file ({@code lambda:})
 * and as options of {@code solve} and {@code train}, which read the values of each problem. Axes come first, in the
 * order in which a grid is walked, the last one fastest.
 */
enum SweepKey {
    COUNTS(Role.AXIS, "SPEC", kind -> new SweepForm.Counts(), "Samples of each class, as in solve; once for each."),
    DIM(Role.AXIS, "D", kind -> wholes(new Numbers.Count()), "Feature dimensions, such as 10,20 (default: k)."),
    LOSS(
            Role.AXIS,
            "LOSS",
            kind -> SweepForm.Words.of((Object[]) LossName.values()),
            "Losses: ce, weighted, la, cdt, ldt, vs (default: ce)."),
    GAMMA(
            Role.AXIS,
            "G",
            kind -> reals(new Numbers.Finite()),
            "Exponents of cdt, ldt and vs, such as -1:1:9; the others are there once."),
    TAU(Role.AXIS, "T", kind -> reals(new Numbers.Finite()), "Strengths of the shift of la and vs (default: 1)."),
    METHOD(
            Role.AXIS,
            "METHOD",
            kind -> SweepForm.Words.of(
                    (Object[]) (kind == SweepKind.SOLVE ? SolveMethod.values() : TrainMethod.values())),
            "auto, grouped, collapsed or lbfgs; of train gd or ngd."),
    SMOOTHING(Role.AXIS, SweepKind.SOLVE, "ALPHA", reals(new Numbers.Fraction()), "Label smoothing (default: 0)."),
    BIAS(Role.AXIS, SweepKind.SOLVE, "BIAS", new SweepForm.Biases(), "none, free, or ridges (default: none)."),
    LR(Role.AXIS, SweepKind.TRAIN, "RATE", reals(new Numbers.Positive()), "Learning rates (default: that of train)."),
    MOMENTUM(Role.AXIS, SweepKind.TRAIN, "M", reals(new Numbers.Fraction()), "Momenta (default: 0)."),
    LAMBDA(
            Role.AXIS,
            "L",
            kind -> reals(new Numbers.NotNegative()),
            "Ridges, such as 0.1,0.01 or 1e-3:1:7log (seven, evenly in the logarithm)."),
    RIDGE_RATIO(
            Role.AXIS,
            SweepKind.SOLVE,
            "R",
            reals(new Numbers.Positive()),
            "lambda_W / lambda_H with lambda^2 = lambda_W lambda_H (default: 1)."),
    WEIGHT_DECAY(
            Role.AXIS, SweepKind.TRAIN, "WD", reals(new Numbers.NotNegative()), "Weight decays, instead of lambda."),
    SEED(Role.AXIS, "N", kind -> wholes(new Numbers.Seed()), "Seeds, such as 1..5 (default: 1)."),

    LOSS_REDUCTION(
            Role.SETTING,
            "HOW",
            kind -> SweepForm.Words.of((Object[]) LossReduction.values()),
            "sum or mean of the losses (default: sum, for train mean)."),
    BACKEND(
            Role.SETTING,
            "BACKEND",
            kind -> SweepForm.Words.of((Object[]) Backends.Choice.values()),
            "Where to compute, as in solve and train (default: auto)."),
    PRECISION(
            Role.SETTING,
            "FORMAT",
            kind -> SweepForm.Words.of((Object[]) Precision.values()),
            "float64, float32 or tf32 (default: float64)."),
    START(Role.SETTING, SweepKind.SOLVE, "START", SweepForm.Words.of("seli", "random"), "seli or random."),
    TOLERANCE(
            Role.SETTING,
            SweepKind.SOLVE,
            "T",
            new SweepForm.Single(new Numbers.Positive()),
            "Relative gap at which a problem counts as optimal (default: 1e-8)."),
    MAX_ITERATIONS(
            Role.SETTING,
            SweepKind.SOLVE,
            "N",
            new SweepForm.Single(new Numbers.CountOrZero()),
            "Most steps of the solver for each problem (default: 20000)."),
    MAX_SECONDS(
            Role.SETTING,
            SweepKind.SOLVE,
            "S",
            new SweepForm.Single(new Numbers.Positive()),
            "Most seconds for each problem (default: no limit)."),
    STEPS(Role.SETTING, SweepKind.TRAIN, "N", new SweepForm.Single(new StepCount()), "Number of steps of each."),
    LR_DROPS(Role.SETTING, SweepKind.TRAIN, "STEPS:FACTOR", new SweepForm.Text(), "As in train."),
    LAMBDA_DECAY(Role.SETTING, SweepKind.TRAIN, "T", new SweepForm.Single(new Numbers.Positive()), "As in train."),
    BATCH(Role.SETTING, SweepKind.TRAIN, "B", new SweepForm.Single(new Numbers.CountOrZero()), "As in train."),
    INIT_SCALE(Role.SETTING, SweepKind.TRAIN, "S", new SweepForm.Single(new Numbers.Positive()), "As in train."),
    LOG_AT(Role.SETTING, SweepKind.TRAIN, "STEPS", new SweepForm.Text(), "As in train."),
    CHECKPOINT_EVERY(Role.SETTING, SweepKind.TRAIN, "N", new SweepForm.Single(new StepCount()), "As in train.");

    /** Whether a key varies. */
    enum Role {
        /** It may have several values. */
        AXIS,
        /** It has one value, the same for all problems. */
        SETTING
    }

    private final Role role;
    private final Set<SweepKind> kinds;
    private final String label;
    private final Function<SweepKind, SweepForm> form;
    private final String description;

    SweepKey(Role role, String label, Function<SweepKind, SweepForm> form, String description) {
        this.role = role;
        this.kinds = Set.of(SweepKind.values());
        this.label = label;
        this.form = form;
        this.description = description;
    }

    SweepKey(Role role, SweepKind only, String label, SweepForm form, String description) {
        this.role = role;
        this.kinds = Set.of(only);
        this.label = label;
        this.form = kind -> form;
        this.description = description;
    }

    private static SweepForm reals(ITypeConverter<Double> converter) {
        return new SweepForm.Reals(converter);
    }

    private static SweepForm wholes(ITypeConverter<? extends Number> converter) {
        return new SweepForm.Wholes(converter);
    }

    /** The key of a job file, such as {@code ridge-ratio}; with two dashes before it, the option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isAxis() {
        return role == Role.AXIS;
    }

    /** Whether the key has a meaning for sweeps of this kind. */
    boolean fits(SweepKind kind) {
        return kinds.contains(kind);
    }

    /** What the value is called in the help. */
    String label() {
        return label;
    }

    String description() {
        return description;
    }

    /** How its values are written in sweeps of this kind. */
    SweepForm form(SweepKind kind) {
        return form.apply(kind);
    }

    /** The keys of job files of this kind. */
    static List<String> names(SweepKind kind) {
        return Arrays.stream(values())
                .filter(key -> key.fits(kind))
                .map(SweepKey::toString)
                .collect(Collectors.toList());
    }

    /** The key of this name. */
    static Optional<SweepKey> named(String name) {
        return Arrays.stream(values())
                .filter(key -> key.toString().equals(name))
                .findFirst();
    }
}
