package seli.reproduce;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One number of an experiment: what theory says, what the run gave, what a paper prints, what an independent
 * computation gave, and the band in which the run is to be. NaN stands for a number that does not exist. Immutable; the
 * methods return changed copies.
 *
 * @param quantity what it is
 * @param theory the closed form, or the certified optimum
 * @param run what this run gave
 * @param published what a paper prints or shows
 * @param reference what an independent computation gave
 * @param low least value that agrees; minus infinity for none
 * @param high largest value that agrees; infinity for none
 * @param rule why the band is what it is, and where the numbers beside the run come from
 */
// waiver(parameters): the columns of a table
public record Comparison(
        String quantity,
        double theory,
        double run,
        double published,
        double reference,
        double low,
        double high,
        String rule) {
    /** What a comparison came to. */
    public enum Verdict {
        /** Within the band. */
        AGREES,
        /** Outside. */
        DEVIATES,
        /** There is no band: the number is shown. */
        SHOWN;

        /** In small letters. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A number of the run, without anything to hold it against. */
    public static Comparison of(String quantity, double run) {
        return new Comparison(
                quantity,
                Double.NaN,
                run,
                Double.NaN,
                Double.NaN,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                "");
    }

    /** Beside a number of theory that the run need not have reached. */
    Comparison besideTheory(double value) {
        return new Comparison(quantity, value, run, published, reference, low, high, rule);
    }

    /** Beside a published number that the run need not meet. */
    Comparison besidePublished(double value, String source) {
        return new Comparison(quantity, theory, run, value, reference, low, high, with("published in " + source));
    }

    /** Beside a number of an independent computation that the run need not meet. */
    Comparison besideReference(double value, String source) {
        return new Comparison(quantity, theory, run, published, value, low, high, with("reference: " + source));
    }

    /** To agree with theory up to {@code band}. */
    Comparison nearTheory(double value, double band, String reason) {
        String text = text(band) + " of theory" + (reason.isEmpty() ? "" : ": " + reason);
        return besideTheory(value).within(value - band, value + band, text);
    }

    /** To agree with a number of an independent computation up to {@code band}. */
    Comparison nearReference(double value, double band, String source) {
        String text = text(band) + " of the reference: " + source;
        return new Comparison(quantity, theory, run, published, value, low, high, rule)
                .within(value - band, value + band, text);
    }

    /** To be at least {@code least}. */
    Comparison atLeast(double least, String reason) {
        return narrowed(least, Double.POSITIVE_INFINITY, "at least " + text(least) + ": " + reason);
    }

    /** To be at most {@code most}. */
    Comparison atMost(double most, String reason) {
        return narrowed(Double.NEGATIVE_INFINITY, most, "at most " + text(most) + ": " + reason);
    }

    private Comparison within(double least, double most, String reason) {
        return narrowed(least, most, "within " + reason);
    }

    private Comparison narrowed(double least, double most, String reason) {
        return new Comparison(
                quantity, theory, run, published, reference, Math.max(low, least), Math.min(high, most), with(reason));
    }

    private String with(String reason) {
        return rule.isEmpty() ? reason : rule + "; " + reason;
    }

    /** A rule without what follows a colon in its clauses. */
    static String withoutReasons(String rule) {
        return Stream.of(rule.split("; "))
                .filter(clause -> !clause.startsWith("published in "))
                .map(clause -> clause.replaceFirst(": .*", ""))
                .filter(clause -> !clause.equals("reference"))
                .collect(Collectors.joining("; "));
    }

    /** The clauses of a rule that {@link #withoutReasons} leaves out, with the number that each is about. */
    static List<String> reasons(String rule) {
        return Stream.of(rule.split("; "))
                .filter(clause -> clause.contains(": ") || clause.startsWith("published in "))
                .map(clause ->
                        clause.replaceFirst("^within [^ ]+ of (the )?", "").replaceFirst("^at [a-z]+ [^ ]+: ", ""))
                .toList();
    }

    private static String text(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toString()
                .replace('E', 'e');
    }

    /** Run less theory; NaN if one does not exist. */
    public double fromTheory() {
        return run - theory;
    }

    /** Run less published; NaN if one does not exist. */
    public double fromPublished() {
        return run - published;
    }

    /** Run less reference; NaN if one does not exist. */
    public double fromReference() {
        return run - reference;
    }

    /** Whether the run is in the band. A run that is not a number is not, where there is a band. */
    public Verdict verdict() {
        if (Double.isInfinite(low) && Double.isInfinite(high)) {
            return Verdict.SHOWN;
        }
        return run >= low && run <= high ? Verdict.AGREES : Verdict.DEVIATES;
    }
}
