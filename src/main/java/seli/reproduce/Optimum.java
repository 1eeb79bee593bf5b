package seli.reproduce;

import java.util.List;
import seli.geometry.GramDistance;
import seli.geometry.SeliGeometry;
import seli.job.LossReduction;
import seli.job.SolveJob;
import seli.job.SolveMethod;
import seli.job.SolveOutcome;
import seli.job.SolveSettings;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.GeometryDistances;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;
import seli.solver.IterationListener;
import seli.solver.SolverSettings;

/** The certified optimum of the ridge-regularised model, and its distances in every convention that was published. */
final class Optimum {
    /** Columns of {@link #row}. */
    static final List<String> COLUMNS = List.of(
            "lambda",
            "objective",
            "relativeGap",
            "rank",
            "classifierSeli",
            "classifierEtf",
            "embeddingSeli",
            "embeddingEtf",
            "logitsSeli",
            "uncentredEmbeddingSeli",
            "sampleLogitsSeli");

    private final SolveOutcome outcome;
    private final ClassCounts counts;

    private Optimum(SolveOutcome outcome, ClassCounts counts) {
        this.outcome = outcome;
        this.counts = counts;
    }

    /** Solves by groups. */
    static Optimum of(ClassCounts counts, VectorScalingLoss loss, double lambda) {
        SolveSettings settings = new SolveSettings(
                new UfmProblem(counts, counts.classes(), loss, Ridge.of(lambda)),
                SolverSettings.certified(1e-10, 20_000, Double.POSITIVE_INFINITY),
                new SolveSettings.SeliStart(),
                SolveMethod.GROUPED,
                LossReduction.SUM,
                SolveSettings.Variant.PLAIN);
        return new Optimum(SolveJob.runGrouped(settings, IterationListener.NONE), counts);
    }

    /** The same for cross-entropy. */
    static Optimum of(ClassCounts counts, double lambda) {
        return of(counts, VectorScalingLoss.crossEntropy(counts.classes()), lambda);
    }

    /** Distances to SELI and ETF, class means centred. */
    GeometryDistances distances() {
        return outcome.solution().geometry().distances();
    }

    /** W, d x k. */
    HostMatrix classifier() {
        return outcome.solution().classifier();
    }

    /** M, d x k. */
    HostMatrix classMeans() {
        return outcome.solution().classMeans();
    }

    /** The optimum's own report. */
    SolveOutcome outcome() {
        return outcome;
    }

    /** The numbers of {@link #COLUMNS}. */
    double[] row() {
        SeliGeometry seli = SeliGeometry.of(counts);
        HostMatrix means = classMeans();
        GeometryDistances d = distances();
        return new double[] {
            outcome.problem().ridge().lambda(),
            outcome.certificate().primal(),
            outcome.certificate().relativeGap(),
            outcome.solution().rank(),
            Shape.orNaN(d.classifierSeli()),
            Shape.orNaN(d.classifierEtf()),
            Shape.orNaN(d.embeddingSeli()),
            Shape.orNaN(d.embeddingEtf()),
            Shape.orNaN(d.logitsSeli()),
            Shape.orNaN(GramDistance.toEmbeddingSeli(means.transpose().times(means), seli)),
            Shape.orNaN(GramDistance.toSampleSeliLogits(classifier().transpose().times(means), counts))
        };
    }
}
