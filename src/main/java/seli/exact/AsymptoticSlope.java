package seli.exact;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntToDoubleFunction;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.linalg.Svd;
import seli.problem.Ridge;
import seli.problem.VectorScalingLoss;

/**
 * The rate at which the optimum approaches SELI as lambda falls: {@code distance = kappa / log(1/lambda) + O(1/log^2)}.
 * The margins are {@code log(1/lambda) + mu + o(1)} with {@code mu_c'c = -log|G_M[c', c]| + log omega_c + iota_c' -
 * iota_c}, so that the logits are log(1/lambda) P plus a matrix C of zero column sums; kappa is the size of the change
 * of the normalised Gram matrices with C, to first order (derived in docs). It is 0 if and only if all mu are equal, as
 * for balanced counts or two classes. For losses with delta = tau = 1.
 *
 * @param classifier kappa of W'W
 * @param embedding kappa of the Gram matrix of the centred class means
 * @param logits kappa of W'M
 * @param uncentred kappas in conventions that weigh or centre in another way
 */
public record AsymptoticSlope(double classifier, double embedding, double logits, Uncentred uncentred) {
    /**
     * Kappas of matrices that are not centred, or weighted by samples.
     *
     * @param embedding of M'M
     * @param samples of H'H, n x n
     * @param sampleLogits of W'H, k x n
     */
    public record Uncentred(double embedding, double samples, double sampleLogits) {}

    /** The rate for a loss whose limit is plain SELI; empty if it scales logits or is not constant on groups. */
    public static Optional<AsymptoticSlope> of(ClassCounts counts, VectorScalingLoss loss) {
        for (int c = 0; c < loss.classes(); c++) {
            if (loss.delta(c) != 1 || loss.tau(c) != 1) { // exact: 1 means "not used"
                return Optional.empty();
            }
        }
        GroupedProblem problem = GroupedProblem.of(counts, loss, Ridge.of(1));
        return Optional.of(new Perturbation(counts, problem).slope());
    }

    /** Zb = (log(1/lambda) P + C) N^(1/2) around P N^(1/2) = V S U', in the coordinates of groups. */
    private static final class Perturbation {
        private final ClassCounts counts;
        private final int m;
        private final double[] roots; // sqrt(n_a)
        private final BlockMatrix base; // P N^(1/2)
        private final BlockMatrix change; // C
        private final BlockMatrix weightedChange; // C N^(1/2)
        private final Svd svd;

        Perturbation(ClassCounts counts, GroupedProblem problem) {
            this.counts = counts;
            this.m = counts.groups().size();
            this.roots = new double[m];
            for (int a = 0; a < m; a++) {
                roots[a] = Math.sqrt(counts.groups().get(a).count());
            }
            BlockMatrix projection = BlockMatrix.projection(counts);
            this.base = weighted(projection);
            this.change = offsets(problem, projection);
            this.weightedChange = weighted(change);
            this.svd = Svd.of(base.between());
        }

        private BlockMatrix weighted(BlockMatrix x) {
            return BlockMatrix.of(
                    counts,
                    HostMatrix.generate(m, m, (a, b) -> x.between().get(a, b) * roots[b]),
                    a -> x.spread(a) * roots[a]);
        }

        /** C with C_cc = 0 and C_c'c = -mu_c'c, each column then centred. */
        private BlockMatrix offsets(GroupedProblem problem, BlockMatrix projection) {
            SeliGeometry seli = SeliGeometry.of(counts);
            double[][] mu = new double[m][m];
            for (int a = 0; a < m; a++) {
                for (int b = 0; b < m; b++) {
                    OptionalDouble inner = seli.embedding().inner(a, b);
                    mu[a][b] = inner.isEmpty()
                            ? 0
                            : -Math.log(Math.abs(inner.getAsDouble()))
                                    + Math.log(problem.weight(b) / problem.penalty(b))
                                    + problem.iota(a)
                                    - problem.iota(b);
                }
            }
            double[] classes = new double[m];
            for (int a = 0; a < m; a++) {
                classes[a] = problem.classes(a);
            }
            HostMatrix raw = HostMatrix.generate(
                    m, m, (a, b) -> (a == b ? mu[a][a] : 0) - Math.sqrt(classes[a] * classes[b]) * mu[a][b]);
            return BlockMatrix.of(counts, projection.between().times(raw), a -> mu[a][a]);
        }

        AsymptoticSlope slope() {
            HostMatrix right = svd.vt().transpose();
            BlockMatrix samples = root(right, a -> roots[a]);
            BlockMatrix ofSamples = rootChange(right, false);
            BlockMatrix embedding = unweighted(samples);
            BlockMatrix ofEmbedding = unweighted(ofSamples);
            return new AsymptoticSlope(
                    relative(rootChange(svd.u(), true), root(svd.u(), a -> roots[a])),
                    relative(ofEmbedding.centred(), embedding.centred()),
                    relative(change, BlockMatrix.projection(counts)),
                    new Uncentred(
                            relative(ofEmbedding, embedding),
                            relative(ofSamples, samples),
                            relative(weightedChange, base)));
        }

        /** Size of the part of the change that is not a change of scale, over the size of the matrix. */
        private static double relative(BlockMatrix change, BlockMatrix matrix) {
            double norm = matrix.norm();
            double along = change.inner(matrix) / norm / norm;
            return change.plus(matrix, -along).norm() / norm;
        }

        private BlockMatrix root(HostMatrix vectors, IntToDoubleFunction spread) {
            double[] s = svd.values();
            return BlockMatrix.of(
                    counts,
                    HostMatrix.generate(m, m, (a, b) -> {
                        double sum = 0;
                        for (int l = 0; l < m; l++) {
                            sum += vectors.get(a, l) * s[l] * vectors.get(b, l);
                        }
                        return sum;
                    }),
                    spread);
        }

        /** Derivative of (A A')^(1/2), or of (A'A)^(1/2), along the weighted change: a Sylvester equation. */
        private BlockMatrix rootChange(HostMatrix vectors, boolean isLeft) {
            HostMatrix a = base.between();
            HostMatrix d = weightedChange.between();
            HostMatrix half = isLeft ? d.times(a.transpose()) : d.transpose().times(a);
            HostMatrix inBasis = vectors.transpose().times(half).times(vectors);
            double[] s = svd.values();
            double floor = 1e-12 * s[0];
            HostMatrix solved = HostMatrix.generate(m, m, (i, j) -> {
                double sum = (s[i] > floor ? s[i] : 0) + (s[j] > floor ? s[j] : 0);
                return sum > 0 ? (inBasis.get(i, j) + inBasis.get(j, i)) / sum : 0;
            });
            return BlockMatrix.of(counts, vectors.times(solved).times(vectors.transpose()), weightedChange::spread);
        }

        private BlockMatrix unweighted(BlockMatrix x) {
            return BlockMatrix.of(
                    counts,
                    HostMatrix.generate(m, m, (a, b) -> x.between().get(a, b) / (roots[a] * roots[b])),
                    a -> x.spread(a) / (roots[a] * roots[a]));
        }
    }
}
