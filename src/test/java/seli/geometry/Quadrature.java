package seli.geometry;

import java.util.List;
import seli.label.ClassCounts;
import seli.label.CountGroup;

/**
 * The SELI geometry without any eigenvalue, from integrals over the resolvent (derived in docs): with g_l = 1/(1 + n_l
 * t^2) and phi = sum_l g_l,
 *
 * <pre>
 *   G_M = N^(-1/2) - (2/pi) int_0^inf g g'/phi dt,    G_W = N^(1/2) - (2/pi) int_0^inf (11'/k - g g'/phi) dt/t^2
 * </pre>
 *
 * <p>by the trapezoidal rule in log t, whose error is e^(-pi^2/h) for step h. Slow and independent: what tests compare
 * with.
 */
final class Quadrature {
    private static final double STEP = 0.2;

    private final ClassCounts counts;
    private final double[] v;
    private final double[] weights;
    private final double k;

    Quadrature(ClassCounts counts) {
        this.counts = counts;
        List<CountGroup> groups = counts.groups();
        v = groups.stream().mapToDouble(CountGroup::count).toArray();
        weights = groups.stream().mapToDouble(CountGroup::classes).toArray();
        k = counts.classes();
    }

    /** A function of g_a, o_a = 1 - g_a for all groups, and of phi and k - phi. */
    private interface Integrand {
        double at(double[] g, double[] o, double phi, double rest);
    }

    /** (2/pi) int f dt t^(-2 power). */
    private double integral(Integrand f, int power) {
        double[] g = new double[v.length];
        double[] o = new double[v.length];
        CompensatedSum sum = new CompensatedSum();
        double first = -0.5 * Math.log(counts.maximum()) - 36;
        double last = -0.5 * Math.log(counts.minimum()) + 36;
        for (double x = first; x <= last; x += STEP) {
            double t = Math.exp(x);
            double phi = 0;
            double rest = 0;
            for (int a = 0; a < v.length; a++) {
                g[a] = 1 / (1 + v[a] * t * t);
                o[a] = v[a] * t * t * g[a];
                phi += weights[a] * g[a];
                rest += weights[a] * o[a];
            }
            sum.add(f.at(g, o, phi, rest) * (power == 0 ? t : 1 / t));
        }
        return 2 / Math.PI * STEP * sum.value();
    }

    /** Entry of M'M for two distinct classes of groups a and b: all terms have one sign. */
    double embeddingInner(int a, int b) {
        return -integral((g, o, phi, rest) -> g[a] * g[b] / phi, 0);
    }

    double embeddingSquaredNorm(int a) {
        return 1 / Math.sqrt(v[a]) - integral((g, o, phi, rest) -> g[a] * g[a] / phi, 0);
    }

    /** Entry of W'W for two distinct classes of groups a and b. */
    double classifierInner(int a, int b) {
        return -integral(
                (g, o, phi, rest) ->
                        rest < k / 2 ? (o[a] + o[b] - o[a] * o[b] - rest / k) / phi : 1 / k - g[a] * g[b] / phi,
                1);
    }

    double classifierSquaredNorm(int a) {
        return Math.sqrt(v[a]) + classifierInner(a, a);
    }

    /** The nuclear norm of the SEL matrix. */
    double nuclearNorm() {
        double roots = 0;
        for (int a = 0; a < v.length; a++) {
            roots += weights[a] * Math.sqrt(v[a]);
        }
        return roots
                - integral(
                        (g, o, phi, rest) -> {
                            double sum = 0;
                            for (int a = 0; a < v.length; a++) {
                                sum += weights[a] * g[a] * o[a];
                            }
                            return sum / phi;
                        },
                        1);
    }
}
