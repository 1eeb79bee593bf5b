package seli.job;

import java.util.Locale;
import java.util.OptionalDouble;
import seli.label.ClassCounts;
import seli.metric.GeometryDistances;

/** Says in words which geometry a network is closer to. */
final class Verdict {
    /** Beyond this, the angle between two Grams exceeds 60 degrees. */
    private static final double FAR = 1;

    private static final String ORTHOGONAL = " (1.414 is orthogonal)";

    /** Half a unit of the last digit that is shown. */
    private static final double INDISTINGUISHABLE = 0.0005;

    private Verdict() {}

    /** One sentence on the classifier and the class means. */
    static String of(ClassCounts counts, GeometryDistances d) {
        String classifier = "The classifier is ";
        String means = "the class means ";
        if (counts.isBalanced() || counts.classes() == 2) {
            String reason = counts.isBalanced() ? "all classes have the same count" : "there are two classes";
            return "SELI and the simplex ETF coincide, since " + reason + ". " + classifier
                    + single(d.classifierEtf(), "", "zero, so that it has no geometry") + "; " + means
                    + single(d.embeddingEtf(), "are ", "coincide, so that they have no geometry") + ".";
        }
        return classifier
                + closer(d.classifierSeli(), d.classifierEtf(), "", "zero, so that it has no geometry") + "; " + means
                + closer(d.embeddingSeli(), d.embeddingEtf(), "are ", "coincide, so that they have no " + "geometry")
                + ".";
    }

    private static String single(OptionalDouble distance, String verb, String degenerate) {
        if (distance.isEmpty()) {
            return degenerate;
        }
        double value = distance.getAsDouble();
        return verb + "at distance " + text(value) + " from them" + (value > FAR ? ", which is far" + ORTHOGONAL : "");
    }

    private static String closer(OptionalDouble seli, OptionalDouble etf, String verb, String degenerate) {
        if (seli.isEmpty() || etf.isEmpty()) {
            return degenerate;
        }
        double toSeli = seli.getAsDouble();
        double toEtf = etf.getAsDouble();
        String far = Math.min(toSeli, toEtf) > FAR ? ", but far from both" + ORTHOGONAL : "";
        boolean isSame = text(toSeli).equals(text(toEtf)); // what reads the same is no difference
        return verb
                + compared(
                        "SELI (" + text(toSeli) + ")",
                        "the simplex ETF (" + text(toEtf) + ")",
                        isSame ? 0 : toSeli - toEtf)
                + far;
    }

    private static String compared(String seli, String etf, double difference) {
        if (Math.abs(difference) < INDISTINGUISHABLE) {
            return "as close to " + seli + " as to " + etf;
        }
        return difference < 0 ? "closer to " + seli + " than to " + etf : "closer to " + etf + " than to " + seli;
    }

    /** Three decimals, or two digits where these would be zero. */
    static String text(double distance) {
        return String.format(Locale.ROOT, distance < 0.0005 ? "%.1e" : "%.3f", distance);
    }
}
