package seli.job;

import seli.backend.Backend;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.objective.FactorPair;
import seli.solver.DescentSettings;
import seli.solver.LearningRate;

/**
 * Start, velocity and settings of a benchmark's descent. The logits are of order 1 and the rate is so small that the
 * factors stay where they are: every step costs the same.
 *
 * @param x the factors
 * @param velocity zeros of the same shapes
 */
record BenchPoint(FactorPair x, FactorPair velocity) {
    static final double RATE = 1e-7;
    /** Plain descent, as the loops that others write and time. */
    static final double MOMENTUM = 0;

    static final double RIDGE = 1e-3;

    static BenchPoint of(Backend backend, Workspace workspace, BenchSize size) {
        double scale = scale(size);
        FactorPair x = new FactorPair(
                BenchMatrices.repeating(
                        backend, workspace, new BenchMatrices.Shape(size.featureDim(), size.classes(), scale), 0),
                BenchMatrices.repeating(
                        backend, workspace, new BenchMatrices.Shape(size.featureDim(), size.samples(), scale), 1));
        return new BenchPoint(x, x.zerosLike(workspace));
    }

    /** Size of the entries of W and H. */
    static double scale(BenchSize size) {
        return 1 / Math.sqrt(Math.sqrt(size.featureDim()));
    }

    /** Bytes of W, H, their gradients (the velocities of plain descent), and the logits of so many samples. */
    static double bytes(Precision precision, BenchSize size, int samples) {
        return precision.bytes() * (2 * size.factorNumbers() + (double) size.classes() * samples);
    }

    static DescentSettings settings() {
        return new DescentSettings(new LearningRate.Constant(RATE), MOMENTUM, Double.POSITIVE_INFINITY, 0, 0);
    }
}
