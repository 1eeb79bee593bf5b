package seli.job;

import java.util.List;
import seli.geometry.GeometryModel;
import seli.io.ArraySource;
import seli.label.ClassCounts;

/**
 * What an {@link AnalyzeJob} does beyond reading its files as they are.
 *
 * @param bias the bias of the classifier, k numbers; or none
 * @param theory which geometries theory predicts
 * @param scale what features and class means are multiplied by
 * @param subsample which samples are drawn; or none, and then all are measured
 * @param isUnlimited whether every number is made, whatever it costs
 */
public record AnalyzeOptions(
        List<ArraySource> bias, Theory theory, double scale, List<Subsample> subsample, boolean isUnlimited) {
    /** Nothing of it: a bias predicts the geometry of a free bias. */
    public static final AnalyzeOptions NONE = new AnalyzeOptions(
            List.of(),
            (counts, hasBias) -> hasBias ? List.of(GeometryModel.freeBias(counts)) : List.of(),
            1,
            List.of(),
            false);

    /** Copies the lists. */
    public AnalyzeOptions {
        bias = List.copyOf(bias);
        subsample = List.copyOf(subsample);
        if (!(Double.isFinite(scale) && scale != 0)) {
            throw new IllegalArgumentException("scale of features is " + scale + "; expected a finite number but 0");
        }
    }

    /** Which geometries theory predicts for the label counts that a network was trained with. */
    @FunctionalInterface
    public interface Theory {
        /** The models; at most one, none where theory says no more than SELI. */
        List<GeometryModel> models(ClassCounts counts, boolean hasBias);
    }

    /** The same with a bias. */
    public AnalyzeOptions withBias(ArraySource source) {
        return new AnalyzeOptions(List.of(source), theory, scale, subsample, isUnlimited);
    }

    /** The same with another theory. */
    public AnalyzeOptions withTheory(Theory other) {
        return new AnalyzeOptions(bias, other, scale, subsample, isUnlimited);
    }

    /** The same with another scale. */
    public AnalyzeOptions withScale(double factor) {
        return new AnalyzeOptions(bias, theory, factor, subsample, isUnlimited);
    }

    /** The same with a subsample. */
    public AnalyzeOptions withSubsample(Subsample rule) {
        return new AnalyzeOptions(bias, theory, scale, List.of(rule), isUnlimited);
    }

    /** The same without limits of cost. */
    public AnalyzeOptions unlimited() {
        return new AnalyzeOptions(bias, theory, scale, subsample, true);
    }
}
