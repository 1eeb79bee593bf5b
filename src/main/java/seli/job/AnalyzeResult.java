package seli.job;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import seli.geometry.GeometryModel;
import seli.geometry.StreamedGeometry;
import seli.label.ClassCounts;
import seli.metric.ClassTable;
import seli.metric.CollapseMetrics;
import seli.metric.Convention;

/**
 * What {@link AnalyzeJob} found.
 *
 * @param counts samples of each class
 * @param featureDim d
 * @param hasBias whether the classifier has a bias
 * @param seli the SELI geometry of the counts, in the units of theory: norms of all groups, pairs of up to
 *     {@link #PAIRED_GROUPS} groups, evenly spaced
 * @param metrics everything measured; numbers that do not exist are empty
 * @param fit how the classifier was fitted, or none where it was read
 * @param draws how the samples were drawn, or none where they are all
 */
public record AnalyzeResult(
        ClassCounts counts,
        int featureDim,
        boolean hasBias,
        StreamedGeometry seli,
        CollapseMetrics metrics,
        List<FitOutcome> fit,
        List<SubsampleDraw> draws) {
    /** Number of groups whose pairs {@link #seli} knows. */
    public static final int PAIRED_GROUPS = 20;

    private static final String GROUPS = "indices run over the groups of equal counts in decreasing order of count; ";

    /** Copies the lists. */
    public AnalyzeResult {
        fit = List.copyOf(fit);
        draws = List.copyOf(draws);
    }

    static AnalyzeResult of(NetworkData network, CollapseMetrics metrics, List<FitOutcome> fit) {
        ClassCounts counts = network.counts();
        GeometryModel model = GeometryModel.crossEntropy(counts);
        StreamedGeometry seli = StreamedGeometry.of(model, StreamedGeometry.spread(model, PAIRED_GROUPS));
        int d = network.head().featureDim();
        return new AnalyzeResult(counts, d, network.hasBias(), seli, metrics, fit, network.draws());
    }

    /** Which geometry the network is closer to, in words. */
    public String verdict() {
        return Verdict.of(counts, metrics.distances());
    }

    /** Whether every iteration that was needed met its tolerance. */
    public boolean isMet() {
        return fit.stream().allMatch(FitOutcome::isMet);
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
        meanings.put(
                "theory",
                "|A/|A| - B/|B|| to the geometry that theory predicts for the loss and the bias: classifier A = W'W;"
                        + " embedding A = M'M of the class means less mu_G (free bias: less the mean of all samples; ldt:"
                        + " less the mean with weights d_c); logits A = W'M, means as they are (free bias: less the mean"
                        + " of all samples)");
        StringBuilder columns = new StringBuilder("means over the classes of each group of equal counts");
        for (ClassTable.Column column : ClassTable.Column.values()) {
            columns.append("; ").append(column.key()).append(": ").append(column.meaning());
        }
        meanings.put("perGroup", columns.toString());
        meanings.put(
                "quantiles",
                "least, lower quartile, median, upper quartile and largest of the same numbers over the classes of the"
                        + " majority, middle and minority: by decreasing count, a group of equal counts belongs to the"
                        + " third in which its middle lies, the largest count always to the majority, the smallest to"
                        + " the minority");
        return Collections.unmodifiableMap(meanings);
    }

    private static String gram(String matrix) {
        return GROUPS + "averages over " + matrix
                + ": squaredNorm over the classes, inner and cosine over pairs of distinct classes (a mean of "
                + "cosines);"
                + " squaredNorm and inner have the scale of the input";
    }
}
