package seli.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import seli.backend.Backend;
import seli.backend.Workspace;
import seli.backend.reference.ReferenceBackend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;

class NormalizedDescentTest {
    private static final ClassCounts COUNTS = ClassCounts.of(5, 3, 1);
    private static final LearningRate ONE = new LearningRate.Constant(1);

    private final Backend backend = ReferenceBackend.open();
    private final Workspace workspace = backend.openWorkspace();

    @AfterEach
    void close() {
        workspace.close();
        assertEquals(0, backend.liveBytes());
        backend.close();
    }

    static List<VectorScalingLoss> losses() {
        return List.of(
                VectorScalingLoss.crossEntropy(3),
                VectorScalingLoss.weighted(COUNTS).times(0.2),
                VectorScalingLoss.logitAdjustment(COUNTS, 1),
                VectorScalingLoss.cdt(COUNTS, 0.5),
                VectorScalingLoss.ldt(COUNTS, -0.4),
                VectorScalingLoss.vectorScaling(COUNTS, -0.3, 1.5));
    }

    private UfmObjective objective(VectorScalingLoss loss) {
        return UfmObjective.perSample(backend, workspace, new UfmProblem(COUNTS, 4, loss, Ridge.NONE));
    }

    private UfmObjective crossEntropy() {
        return objective(VectorScalingLoss.crossEntropy(3));
    }

    private FactorPair start(double scale) {
        return new FactorPair(
                workspace.upload(InitialFactors.gaussian(4, 3, scale, 3, 0)),
                workspace.upload(InitialFactors.gaussian(4, 9, scale, 3, 1)));
    }

    /** Goes on from {@code from} steps to {@code to}; returns the logarithm of the time. */
    private double run(UfmObjective objective, FactorPair x, long from, long to, double logTime) {
        NormalizedDescent descent = new NormalizedDescent(ONE, from, logTime);
        SolverResult result = descent.solve(objective, x, SolverSettings.steps(to), IterationListener.NONE, workspace);
        assertEquals(SolverStatus.MAX_ITERATIONS, result.status());
        assertEquals(to - from, result.iterations());
        return descent.logTime();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void everyStepLowersTheLossAndTheMarginsGrowSteadily(VectorScalingLoss loss) {
        UfmObjective objective = objective(loss);
        FactorPair x = start(0.5);
        double last = objective.loss(x).log();
        double logTime = Double.NEGATIVE_INFINITY;
        double middle = 0;
        for (int step = 0; step < 1000; step++) {
            logTime = run(objective, x, step, step + 1, logTime);
            double now = objective.loss(x).log();
            assertTrue(now < last, "step " + step + ": " + now + " after " + last);
            last = now;
            middle = step == 499 ? now : middle;
        }
        assertTrue(last < -80, "log loss " + last);
        double pace = (middle - last) / 500;
        assertTrue(pace > 0.5 * -middle / 500, "no slower in the second half: " + middle + ", " + last);
        // the loss of gradient flow is about 1 / time: the time in which it came to this is about exp(-log loss)
        assertEquals(-last, logTime, 0.1 * -last);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void rateIsAtMostOneOverTheLargestCurvature(VectorScalingLoss loss) {
        UfmObjective objective = objective(loss);
        for (int steps : new int[] {0, 5, 40, 150}) {
            FactorPair x = start(0.5);
            run(objective, x, 0, steps, Double.NEGATIVE_INFINITY);
            FactorPair next = copy(x);
            double bound = Math.exp(-run(objective, next, 0, 1, Double.NEGATIVE_INFINITY));
            double curvature = largestCurvature(objective, x);
            assertTrue(curvature <= bound * (1 + 1e-6), steps + " steps: curvature " + curvature + ", bound " + bound);
            assertTrue(bound <= 60 * curvature, steps + " steps: curvature " + curvature + ", bound " + bound);
        }
    }

    private FactorPair copy(FactorPair x) {
        FactorPair copy = x.zerosLike(workspace);
        copy.axpby(backend.algebra(), 1, x, 0);
        return copy;
    }

    /** Power iteration with the Hessian by central differences of the gradient; a lower bound on its norm. */
    private double largestCurvature(UfmObjective objective, FactorPair x) {
        FactorPair direction = start(1);
        double curvature = 0;
        for (int i = 0; i < 60; i++) {
            direction.scale(backend.algebra(), 1 / direction.norm(backend.algebra()));
            FactorPair ahead = gradientAt(objective, x, direction, 1e-5);
            FactorPair behind = gradientAt(objective, x, direction, -1e-5);
            ahead.axpby(backend.algebra(), -1, behind, 1);
            ahead.scale(backend.algebra(), 1 / 2e-5);
            curvature = ahead.norm(backend.algebra());
            direction = ahead;
        }
        return curvature;
    }

    private FactorPair gradientAt(UfmObjective objective, FactorPair x, FactorPair direction, double distance) {
        FactorPair point = copy(x);
        point.axpby(backend.algebra(), distance, direction, 1);
        FactorPair gradient = x.zerosLike(workspace);
        objective.lossAndGradient(point, gradient);
        return gradient;
    }

    @Test
    void timeIsTheSumOfTheRatesWithWhichPlainDescentTakesTheSamePath() {
        UfmObjective objective = crossEntropy();
        FactorPair whole = start(0.5);
        double logTime = run(objective, whole, 0, 60, Double.NEGATIVE_INFINITY);
        FactorPair single = start(0.5);
        FactorPair plain = start(0.5);
        double time = 0;
        for (int step = 0; step < 60; step++) {
            double rate = Math.exp(run(objective, single, step, step + 1, Double.NEGATIVE_INFINITY));
            time += rate;
            new GradientDescent(
                            new DescentSettings(new LearningRate.Constant(rate), 0, Double.POSITIVE_INFINITY, 0, 1),
                            0,
                            plain.zerosLike(workspace))
                    .solve(objective, plain, SolverSettings.steps(1), IterationListener.NONE, workspace);
        }
        assertEquals(Math.log(time), logTime, 1e-12);
        requireClose(whole, plain, 1e-11);
    }

    private static void requireClose(FactorPair one, FactorPair other, double tolerance) {
        assertTrue(one.classifier().download().maxDifference(other.classifier().download()) <= tolerance);
        assertTrue(one.embeddings().download().maxDifference(other.embeddings().download()) <= tolerance);
    }

    @Test
    void runInPartsHasTheBitsOfAWholeOneAcrossScales() {
        UfmObjective objective = crossEntropy();
        FactorPair whole = start(0.5);
        double logTime = run(objective, whole, 0, 600, Double.NEGATIVE_INFINITY);
        assertTrue(objective.loss(whole).log() < -64, "two scales or more");
        FactorPair parts = start(0.5);
        double partTime = Double.NEGATIVE_INFINITY;
        for (int from = 0; from < 600; from += 37) {
            partTime = run(objective, parts, from, Math.min(600, from + 37), partTime);
        }
        assertEquals(logTime, partTime);
        assertEquals(whole.classifier().download(), parts.classifier().download());
        assertEquals(whole.embeddings().download(), parts.embeddings().download());
    }

    @Test
    void startFarBelowTheSmallestDoubleGoesOn() {
        UfmObjective objective = crossEntropy();
        FactorPair x = start(0.5);
        run(objective, x, 0, 400, Double.NEGATIVE_INFINITY);
        x.scale(backend.algebra(), 10); // margins a hundred times as large
        double before = objective.loss(x).log();
        assertTrue(before < -3000, "log loss " + before);
        assertEquals(0, objective.loss(x).value());
        double logTime = run(objective, x, 0, 50, Double.NEGATIVE_INFINITY);
        double after = objective.loss(x).log();
        assertTrue(after < before - 1, before + " became " + after);
        assertTrue(Double.isFinite(logTime) && logTime > 3000, "log time " + logTime);
    }

    @Test
    void zeroIsAStationaryPoint() {
        FactorPair x = start(1).zerosLike(workspace);
        run(crossEntropy(), x, 0, 3, Double.NEGATIVE_INFINITY);
        assertEquals(0, x.norm(backend.algebra()));
    }

    @Test
    void hugeFactorEndsAsNotFinite() {
        NormalizedDescent wild = new NormalizedDescent(new LearningRate.Constant(1e300), 0, Double.NEGATIVE_INFINITY);
        SolverResult result =
                wild.solve(crossEntropy(), start(1), SolverSettings.steps(100), IterationListener.NONE, workspace);
        assertEquals(SolverStatus.NON_FINITE, result.status());
    }

    @Test
    void ridgeIsRefused() {
        UfmProblem problem = new UfmProblem(COUNTS, 4, VectorScalingLoss.crossEntropy(3), Ridge.of(0.1));
        UfmObjective objective = UfmObjective.perSample(backend, workspace, problem);
        NormalizedDescent descent = new NormalizedDescent(ONE, 0, Double.NEGATIVE_INFINITY);
        assertThrows(
                IllegalArgumentException.class,
                () -> descent.solve(objective, start(1), SolverSettings.steps(1), IterationListener.NONE, workspace));
    }

    @Test
    void scaleIsTheMultipleOf32BelowTheLogarithm() {
        assertEquals(0, NormalizedDescent.logScale(5));
        assertEquals(0, NormalizedDescent.logScale(0));
        assertEquals(-32, NormalizedDescent.logScale(-1e-9));
        assertEquals(-32, NormalizedDescent.logScale(-32));
        assertEquals(-2336, NormalizedDescent.logScale(-2304.5));
    }

    @Test
    void gramNormIsBetweenTheSquaredNormAndItsMultiple() {
        for (int[] shape : new int[][] {{4, 9}, {9, 4}, {6, 6}, {1, 5}}) {
            HostMatrix host = InitialFactors.gaussian(shape[0], shape[1], 3, 11, 0);
            double norm = Svd.of(host).values()[0];
            double squared = norm * norm;
            double bound = gramNorm(host);
            int rank = Math.min(shape[0], shape[1]);
            assertTrue(bound >= squared * (1 - 1e-14), bound + " under " + squared);
            assertTrue(bound <= squared * Math.pow(rank, 0.125) * (1 + 1e-14), bound + " over " + squared);
        }
        assertEquals(0, gramNorm(HostMatrix.zeros(3, 2)));
        assertEquals(4e200, gramNorm(HostMatrix.of(1, 1, 2e100)), 1e186);
        assertTrue(Double.isNaN(gramNorm(HostMatrix.of(1, 2, Double.NaN, 1))));
    }

    private double gramNorm(HostMatrix host) {
        return new GramNorm(backend.algebra(), workspace, workspace.upload(host)).of(workspace.upload(host));
    }
}
