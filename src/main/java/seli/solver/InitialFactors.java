package seli.solver;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import seli.backend.DenseAlgebra;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;
import seli.objective.FactorPair;
import seli.objective.UfmObjective;
import seli.problem.UfmProblem;

/** Starting points. Random numbers are drawn on the host, so that every backend starts from the same bits. */
public final class InitialFactors {
    private InitialFactors() {}

    /**
     * A {@code rows x cols} matrix of independent normal numbers with mean 0 and standard deviation {@code scale},
     * column by column from the generator L64X128MixRandom by Box and Muller's transform in StrictMath.
     *
     * @param stream tells matrices of one seed apart, such as 0 for W and 1 for H
     */
    public static HostMatrix gaussian(int rows, int cols, double scale, long seed, int stream) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 31 + stream);
        HostMatrix.Builder matrix = HostMatrix.builder(rows, cols);
        double spare = Double.NaN;
        for (int j = 0; j < cols; j++) {
            for (int i = 0; i < rows; i++) {
                double value = spare;
                if (Double.isNaN(spare)) {
                    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
                    double angle = 2 * Math.PI * random.nextDouble();
                    value = radius * StrictMath.cos(angle);
                    spare = radius * StrictMath.sin(angle);
                } else {
                    spare = Double.NaN;
                }
                matrix.set(i, j, scale * value);
            }
        }
        return matrix.build();
    }

    /**
     * Sets the collapsed point {@code x} to SELI factors with margin {@code alpha = log(k sqrt(n_mean) / lambda)} (at
     * least 0.1; lambda in units of the mean weight of the loss), near which the optimum lies for small lambda: W =
     * (alpha Lam)^(1/2) V', M N^(1/2) = (alpha / Lam)^(1/2) V' N^(1/2), with P N P = V Lam^2 V' [TKVB22, Thm 1]. With d
     * >= k features both are turned by V, which brings row c near class c. Cost one symmetric k x k eigenvalue problem.
     */
    public static void assignSeli(UfmObjective objective, FactorPair x, Workspace workspace) {
        UfmProblem problem = objective.problem();
        int k = problem.classes();
        int d = problem.featureDim();
        DenseAlgebra algebra = objective.backend().algebra();
        double n = problem.counts().samples();
        long[] counts = problem.counts().toArray();
        DenseMatrix second = workspace.upload(HostMatrix.generate(k, k, (i, j) -> {
            double diagonal = i == j ? counts[i] : 0;
            return diagonal - (counts[i] + counts[j]) / (double) k + n / k / k;
        }));
        DenseMatrix vectors = workspace.zeros(k, k);
        double[] squares = algebra.symmetricEigen(second, vectors);
        HostMatrix v = vectors.download();
        double weight = 0; // of the loss of one sample, on average: 1 for cross-entropy
        for (int c = 0; c < k; c++) {
            weight += counts[c] * problem.loss().omega(c);
        }
        weight /= n;
        double alpha =
                Math.max(0.1, Math.log(k * Math.sqrt(n / k) / problem.ridge().lambda() * weight));
        // row r of the factors belongs to eigenvalue r + 1: the first one is 0 by theory, whatever rounding says
        double[] root = new double[k - 1];
        for (int r = 0; r < k - 1; r++) {
            root[r] = Math.sqrt(Math.sqrt(Math.max(squares[r + 1], 1)));
        }
        x.classifier()
                .upload(HostMatrix.generate(
                        d, k, (r, c) -> r < k - 1 ? Math.sqrt(alpha) * root[r] * v.get(c, r + 1) : 0));
        x.embeddings()
                .upload(HostMatrix.generate(
                        d, k, (r, c) -> r < k - 1 ? Math.sqrt(alpha * counts[c]) / root[r] * v.get(c, r + 1) : 0));
        if (d >= k) {
            DenseMatrix turn =
                    workspace.upload(HostMatrix.generate(d, d, (i, r) -> i < k && r < k - 1 ? v.get(i, r + 1) : 0));
            turn(algebra, turn, x.classifier(), workspace);
            turn(algebra, turn, x.embeddings(), workspace);
        }
    }

    private static void turn(DenseAlgebra algebra, DenseMatrix turn, DenseMatrix factor, Workspace workspace) {
        DenseMatrix turned = workspace.zeros(factor.rows(), factor.cols());
        algebra.gemm(false, false, 1, turn, factor, 0, turned);
        algebra.axpby(1, turned, 0, factor);
    }
}
