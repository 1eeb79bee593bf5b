package seli.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.metric.CollapseMetrics;
import seli.metric.Convention;

/**
 * What {@link AnalyzeJob} found.
 *
 * @param counts samples of each class
 * @param featureDim d
 * @param seli the SELI geometry of the counts, in the units of theory
 * @param metrics everything measured; numbers that do not exist are empty
 */
public record AnalyzeResult(ClassCounts counts, int featureDim, SeliGeometry seli, CollapseMetrics metrics) {
    private static final String GROUPS = "indices run over the groups of equal counts in decreasing order of count; ";

    /** Which geometry the network is closer to, in words. */
    public String verdict() {
        return Verdict.of(counts, metrics.distances());
    }

    /**
     * What every number of the report means: JSON place, names of nested objects joined by dots, to one line of words,
     * in the order of the report.
     */
    public static Map<String, String> conventions() {
        Map<String, String> meanings = new LinkedHashMap<>();
        for (Convention convention : Convention.values()) {
            meanings.put(convention.key(), convention.meaning());
        }
        String margin = "min over c' != y of z_y - z_c' with z = W'h + b, in units of the logits, positive where the "
                + "label wins:"
                + " smallest value and mean by groups of equal counts, ";
        meanings.put("metrics.margin.samples", margin + "over the samples h");
        meanings.put(
                "metrics.margin.classMeans", margin + "over the class means, not centred, each class counted once");
        meanings.put("classifier", gram("W'W, W not centred"));
        meanings.put("embedding", gram("Mc'Mc, Mc = class means minus their unweighted mean mu_G"));
        meanings.put(
                "alignment",
                GROUPS
                        + "cosines of w_c (not centred) and mu_c' - mu_G: matched for c = c', unmatched "
                        + "averaged over pairs c != c'");
        return Collections.unmodifiableMap(meanings);
    }

    private static String gram(String matrix) {
        return GROUPS + "averages over " + matrix
                + ": squaredNorm over the classes, inner and cosine over pairs of distinct classes (a mean of "
                + "cosines);"
                + " squaredNorm and inner have the scale of the input";
    }
}
