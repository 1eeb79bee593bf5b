package seli.selftest;

import java.util.Locale;
import seli.backend.Backend;
import seli.backend.Workspace;

/**
 * One operation with its sizes, parameters and range of numbers. Immutable; running it twice gives the same numbers.
 */
public final class OpCase {
    /** What a case does: run the operation on both backends of the trial and state the bounds. */
    @FunctionalInterface
    interface Body {
        void run(Trial trial);
    }

    private final String name;
    private final Body body;

    /** A case named {@code operation(parameters)}. */
    OpCase(String operation, String parameters, Body body) {
        this.name = "%s(%s)".formatted(operation, parameters);
        this.body = body;
    }

    /** Such as {@code lossAndGradient(k=33,n=65,loss=vs,regime=onedominating)}. */
    public String name() {
        return name;
    }

    /** Runs the case on {@code subject} and on {@code truth}, and compares. */
    public CaseResult run(Backend subject, Backend truth) {
        try (Workspace tested = subject.openWorkspace();
                Workspace trusted = truth.openWorkspace()) {
            Trial trial = new Trial(name, subject, tested, truth, trusted);
            body.run(trial);
            Verdict verdict = trial.verdict();
            return new CaseResult(name, verdict.passed(), verdict.worst(), verdict.message());
        } catch (RuntimeException e) { // whatever an operation throws is that case's failure
            return new CaseResult(name, false, Double.POSITIVE_INFINITY, "threw " + e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    /** Words of an enum constant as they appear in names. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
