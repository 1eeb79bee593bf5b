package seli.geometry;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/**
 * Entries of h(S) on the complement of the vector of ones, by groups, from the secular spectrum of S = P N P: the
 * classifier Gram matrix for h = sqrt and that of the class means for h = 1/sqrt. For classes c of group a and c' != c
 * of group b (derived in docs),
 *
 * <pre>
 *   squared norm   h(v_a) (k_a - 1)/k_a + sum_j h(mu_j) x_ja^2
 *   inner product  sum_j (h(mu_j) - h(v_s)) x_ja x_jb - h(v_s)/k,      s = a or b, whichever has the smaller h(v_s).
 * </pre>
 *
 * <p>The second uses that the x_j and the vector of ones form a complete system, sum_j x_ja x_jb = [a=b]/k_a - 1/k.
 * Formed like this, a root next to a pole adds little instead of cancelling against h(v_a)/k_a, and h(mu_j) - h(v_s)
 * times x_js is free of differences. Cost: m^3/2 multiplications and additions, by blocks of roots that stay in the
 * cache.
 */
final class GroupGrams {
    private static final int BLOCK = 64;
    private static final int UNROLL = 4;

    private final SecularSpectrum spectrum;
    private final ClassCounts counts;
    private final double[] rootOfCount; // sqrt(v_a)
    private final double[] classes; // k_a
    private final Kind kind;

    private GroupGrams(SecularSpectrum spectrum, ClassCounts counts, Kind kind) {
        this.spectrum = spectrum;
        this.counts = counts;
        this.kind = kind;
        List<CountGroup> groups = counts.groups();
        rootOfCount = new double[groups.size()];
        classes = new double[groups.size()];
        for (int a = 0; a < classes.length; a++) {
            rootOfCount[a] = Math.sqrt(groups.get(a).count());
            classes[a] = groups.get(a).classes();
        }
    }

    /** Which Gram matrix: the function h, in terms of the square root of its argument. */
    enum Kind {
        /** h(mu) = sqrt(mu). */
        CLASSIFIER(root -> root),
        /** h(mu) = 1 / sqrt(mu). */
        EMBEDDING(root -> 1 / root);

        private final DoubleUnaryOperator ofRoot;

        Kind(DoubleUnaryOperator ofRoot) {
            this.ofRoot = ofRoot;
        }

        /** h at the square of {@code root}. */
        double at(double root) {
            return ofRoot.applyAsDouble(root);
        }
    }

    /** The Gram matrix of one kind by groups. */
    static GramGeometry gram(SecularSpectrum spectrum, ClassCounts counts, Kind kind) {
        return new GroupGrams(spectrum, counts, kind).compute();
    }

    private GramGeometry compute() {
        int m = classes.length;
        double[] squaredNorms = new double[m];
        double[][] lower = new double[m][];
        for (int b = 0; b < m; b++) {
            squaredNorms[b] = kind.at(rootOfCount[b]) * (classes[b] - 1) / classes[b];
            lower[b] = new double[b + 1];
        }
        double[][] x = new double[BLOCK][m];
        double[][] u = new double[BLOCK][m];
        for (int first = 0; first < spectrum.size(); first += BLOCK) {
            int roots = Math.min(BLOCK, spectrum.size() - first);
            for (int t = 0; t < roots; t++) {
                fill(first + t, x[t], u[t], squaredNorms);
            }
            clear(u, roots);
            for (int b = 0; b < m; b++) {
                for (int t = 0; t < roots; t += UNROLL) {
                    // Groups are in decreasing order of counts: for a <= b the smaller h(v_s) is at b for sqrt, at a
                    // for 1/sqrt.
                    add(lower[b], kind == Kind.CLASSIFIER ? u : x, kind == Kind.CLASSIFIER ? x : u, b, t);
                }
            }
        }
        return GramGeometry.of(counts, squaredNorms, inners(lower));
    }

    /** Eigenvector x of root j, u_a = (h(mu_j) - h(v_a)) x_a, and the root's part of the squared norms. */
    private void fill(int j, double[] x, double[] u, double[] squaredNorms) {
        double rootOfMu = Math.sqrt(spectrum.root(j));
        double y = spectrum.scale(j);
        double h = kind.at(rootOfMu);
        for (int a = 0; a < x.length; a++) {
            double rootOfV = rootOfCount[a];
            x[a] = y / spectrum.poleDistance(a, j);
            u[a] = kind == Kind.CLASSIFIER
                    ? -y / (rootOfMu + rootOfV)
                    : y / ((rootOfMu + rootOfV) * rootOfMu * rootOfV);
            squaredNorms[a] += h * x[a] * x[a];
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

    private HostMatrix inners(double[][] lower) {
        double k = counts.classes();
        return HostMatrix.generate(classes.length, classes.length, (a, b) -> {
            int larger = Math.min(a, b); // the group with the larger count comes first
            int smaller = Math.max(a, b);
            int s = kind == Kind.CLASSIFIER ? smaller : larger;
            return lower[smaller][larger] - kind.at(rootOfCount[s]) / k;
        });
    }
}
