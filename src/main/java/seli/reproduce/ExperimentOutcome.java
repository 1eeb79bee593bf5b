package seli.reproduce;

import java.util.List;

/**
 * What one experiment came to.
 *
 * @param name its name
 * @param title its heading
 * @param status how far it got
 * @param reason why it was skipped, or where it stopped; empty otherwise
 * @param comparisons its numbers
 * @param partsRun how many of its parts were run now
 */
public record ExperimentOutcome(
        String name, String title, Status status, String reason, List<Comparison> comparisons, int partsRun) {
    /** How far an experiment got. */
    public enum Status {
        /** It was run, or the rest of it. */
        RAN("ran"),
        /** It was done before, and was left as it is. */
        KEPT("kept"),
        /** What it needs is not here. */
        SKIPPED("skipped"),
        /** It was interrupted; parts that were done are kept. */
        INTERRUPTED("interrupted");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** As reports have it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** Copies the list. */
    public ExperimentOutcome {
        comparisons = List.copyOf(comparisons);
    }

    /** How many numbers came to this verdict. */
    public long count(Comparison.Verdict verdict) {
        return comparisons.stream().filter(one -> one.verdict() == verdict).count();
    }

    /** DEVIATES if a number does, else AGREES if one has a band, else SHOWN. */
    public Comparison.Verdict verdict() {
        if (count(Comparison.Verdict.DEVIATES) > 0) {
            return Comparison.Verdict.DEVIATES;
        }
        return count(Comparison.Verdict.AGREES) > 0 ? Comparison.Verdict.AGREES : Comparison.Verdict.SHOWN;
    }

    /** The numbers that deviate. */
    public List<Comparison> deviating() {
        return comparisons.stream()
                .filter(one -> one.verdict() == Comparison.Verdict.DEVIATES)
                .toList();
    }

    /** The outcome in a sentence. */
    public String sentence() {
        if (status == Status.SKIPPED || status == Status.INTERRUPTED) {
            return "The experiment was " + status + ": " + reason + ".";
        }
        long agree = count(Comparison.Verdict.AGREES);
        long deviate = count(Comparison.Verdict.DEVIATES);
        long shown = count(Comparison.Verdict.SHOWN);
        String counted = deviate == 0
                ? "All %d numbers that have a band agree".formatted(agree)
                : "%d of %d numbers that have a band deviate".formatted(deviate, agree + deviate);
        return counted + (shown == 0 ? "." : "; %d more are shown without one.".formatted(shown));
    }
}
