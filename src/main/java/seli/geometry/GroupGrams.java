package seli.geometry;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import seli.linalg.HostMatrix;

/**
 * Entries of h(S) on the complement of q, by groups, from the secular spectrum of S = P_q N P_q: the classifier Gram
 * matrix for h = sqrt, that of the class means for h = 1/sqrt (up to the scales of {@link GeometryModel}). With X_pj =
 * y_j / (v_p - mu_j) at pole p, K = |q|^2 and W_p the weight of the pole, for classes c at pole p and c' != c at pole r
 * (derived in docs),
 *
 * <pre>
 *   squared norm   h(v_p) (1 - q_c^2/W_p) + q_c^2 sum_j h(mu_j) X_pj^2
 *   inner product  q_c q_c' [ sum_j (h(mu_j) - h(v_s)) X_pj X_rj - h(v_s)/K ],   s = p or r, that of smaller h(v_s).
 * </pre>
 *
 * <p>The second uses that the eigenvectors and q form a complete system, sum_j X_pj X_rj = [p=r]/W_p - 1/K. Formed like
 * this, a root next to a pole adds little instead of cancelling against h(v_p)/W_p, and h(mu_j) - h(v_s) times X_sj is
 * free of differences. For h = 1, the sum of the projections on the eigenvectors as computed, completeness is not used:
 * it is what that sum is to show. Cost: m^3/2 multiplications and additions, by blocks of roots that stay in the cache.
 */
final class GroupGrams {
    private static final int BLOCK = 64;
    private static final int UNROLL = 4;

    /** From this many rows on they are shared among the processors; each is always summed in the same order. */
    private static final int SHARED = 256;

    private final SecularSpectrum spectrum;
    private final GeometryModel model;
    private final PoleTable poles;
    private final double[] rootOfPole; // sqrt(v_p)
    private final Kind kind;

    private GroupGrams(SecularSpectrum spectrum, GeometryModel model, Kind kind) {
        this.spectrum = spectrum;
        this.model = model;
        this.poles = model.poles();
        this.kind = kind;
        rootOfPole = new double[poles.size()];
        for (int p = 0; p < rootOfPole.length; p++) {
            rootOfPole[p] = Math.sqrt(poles.value(p));
        }
    }

    /** Which Gram matrix: the function h, in terms of the square root of its argument. */
    enum Kind {
        /** h(mu) = sqrt(mu). */
        CLASSIFIER(root -> root),
        /** h(mu) = 1 / sqrt(mu). */
        EMBEDDING(root -> 1 / root),
        /** h(mu) = 1: the projection on the span of the eigenvectors. */
        PROJECTION(root -> 1);

        private final DoubleUnaryOperator ofRoot;

        Kind(DoubleUnaryOperator ofRoot) {
            this.ofRoot = ofRoot;
        }

        /** h at the square of {@code root}. */
        double at(double root) {
            return ofRoot.applyAsDouble(root);
        }
    }

    /** The Gram matrix of one kind by groups, times {@code scale} of the group on both sides. */
    static GramGeometry gram(SecularSpectrum spectrum, GeometryModel model, Kind kind, IntToDoubleFunction scale) {
        return new GroupGrams(spectrum, model, kind).compute(scale);
    }

    private GramGeometry compute(IntToDoubleFunction scale) {
        int m = poles.size();
        double[] squares = new double[m]; // sum_j h(mu_j) X_pj^2
        double[][] lower = new double[m][];
        for (int b = 0; b < m; b++) {
            lower[b] = new double[b + 1];
        }
        double[][] x = new double[BLOCK][m];
        double[][] u = new double[BLOCK][m];
        for (int first = 0; first < spectrum.size(); first += BLOCK) {
            int roots = Math.min(BLOCK, spectrum.size() - first);
            for (int t = 0; t < roots; t++) {
                fill(first + t, x[t], u[t], squares);
            }
            clear(u, roots);
            addBlock(lower, x, u, roots);
        }
        int groups = model.counts().groups().size();
        double[] squaredNorms = new double[groups];
        double[] scales = new double[groups];
        for (int g = 0; g < groups; g++) {
            scales[g] = scale.applyAsDouble(g);
            squaredNorms[g] = scales[g] * squaredNorm(g, squares) * scales[g];
        }
        HostMatrix inners = HostMatrix.generate(groups, groups, (g, h) -> scales[g] * inner(g, h, lower) * scales[h]);
        return GramGeometry.of(model.counts(), squaredNorms, inners);
    }

    private void addBlock(double[][] lower, double[][] x, double[][] u, int roots) {
        // Poles are in decreasing order: for a <= b the smaller h(v_s) is at b for sqrt, at a for 1/sqrt.
        boolean differenceFirst = kind == Kind.CLASSIFIER;
        IntStream rows = IntStream.range(0, lower.length);
        (lower.length < SHARED ? rows : rows.parallel()).forEach(b -> {
            for (int t = 0; t < roots; t += UNROLL) {
                add(lower[b], differenceFirst ? u : x, differenceFirst ? x : u, b, t);
            }
        });
    }

    /** Eigenvector X of root j, u_p = (h(mu_j) - h(v_p)) X_p (X itself for h = 1), and the root's part of squares. */
    private void fill(int j, double[] x, double[] u, double[] squares) {
        double rootOfMu = Math.sqrt(spectrum.root(j));
        double y = spectrum.scale(j);
        double h = kind.at(rootOfMu);
        for (int a = 0; a < x.length; a++) {
            double rootOfV = rootOfPole[a];
            x[a] = y / spectrum.poleDistance(a, j);
            u[a] = switch (kind) {
                case CLASSIFIER -> -y / (rootOfMu + rootOfV);
                case EMBEDDING -> y / ((rootOfMu + rootOfV) * rootOfMu * rootOfV);
                case PROJECTION -> x[a];
            };
            squares[a] += h * x[a] * x[a];
        }
    }

    /** Zeroes what is left of the last group of UNROLL roots: every product has one factor of u. */
    private static void clear(double[][] u, int roots) {
        for (int t = roots; t % UNROLL != 0; t++) {
            Arrays.fill(u[t], 0);
        }
    }

    /** {@code row[a] += sum over UNROLL roots from t on of left[t][b] right[t][a], for a <= b}. */
    private static void add(double[] row, double[][] left, double[][] right, int b, int t) {
        double f0 = left[t][b];
        double f1 = left[t + 1][b];
        double f2 = left[t + 2][b];
        double f3 = left[t + 3][b];
        double[] r0 = right[t];
        double[] r1 = right[t + 1];
        double[] r2 = right[t + 2];
        double[] r3 = right[t + 3];
        for (int a = 0; a < row.length; a++) {
            row[a] += (f0 * r0[a] + f1 * r1[a]) + (f2 * r2[a] + f3 * r3[a]);
        }
    }

    private double squaredNorm(int g, double[] squares) {
        int p = poles.ofGroup(g);
        double square = model.factor(g) * model.factor(g);
        double rest = poles.classes(p) == 1 ? 0 : (poles.weight(p) - square) / poles.weight(p);
        return kind.at(rootOfPole[p]) * rest + square * squares[p];
    }

    /** For two distinct classes; where a group has one class, the entry (g, g) stands for nothing. */
    private double inner(int g, int h, double[][] lower) {
        int larger = Math.min(poles.ofGroup(g), poles.ofGroup(h)); // the larger pole comes first
        int smaller = Math.max(poles.ofGroup(g), poles.ofGroup(h));
        double sum = lower[smaller][larger];
        double rest = switch (kind) {
            case CLASSIFIER -> rootOfPole[smaller] / poles.totalWeight();
            case EMBEDDING -> 1 / (rootOfPole[larger] * poles.totalWeight());
            case PROJECTION -> smaller == larger ? 1 / poles.weight(larger) : 0;
        };
        return model.factor(g) * (sum - rest) * model.factor(h);
    }
}
