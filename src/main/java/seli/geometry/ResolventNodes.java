package seli.geometry;

/**
 * The nodes of the quadrature of the geometry's integrals: with {@code g_p = 1/(1 + v_p t^2)} at every pole, {@code o_p
 * = 1 - g_p} and phi = sum_p w_p g_p (derived in docs),
 *
 * <pre>
 *   S^(-1/2) = N^(-1/2) - (2/pi) int_0^inf (q g)(q g)'/phi dt
 *   S^(1/2)  = N^(1/2)  - (2/pi) int_0^inf [ q q'/K - (q g)(q g)'/phi ] dt/t^2,      K = |q|^2
 * </pre>
 *
 * <p>by the trapezoidal rule in log t with step 1/4, error e^(-pi^2/h) = 7e-18 of the integrand's scale, between the
 * points where what is left out is below e^(-36) of the whole: some 300 nodes and a few more where the poles are far
 * apart. Cost of a node: m for the sums over poles, and then a few operations for an entry. Memory 2 m numbers.
 */
final class ResolventNodes {
    private static final double STEP = 0.25;
    private static final double REACH = 36;

    private final PoleTable poles;
    private final double first;
    private final int size;
    private final double[] g;
    private final double[] o;

    private double phi;
    private double rest;
    private double trace;
    private double weight;
    private double overSquare;

    ResolventNodes(PoleTable poles) {
        this.poles = poles;
        int m = poles.size();
        this.g = new double[m];
        this.o = new double[m];
        this.first = -0.5 * Math.log(poles.value(0)) - REACH;
        double last = -0.5 * Math.log(poles.value(m - 1)) + REACH;
        this.size = (int) Math.ceil((last - first) / STEP) + 1;
    }

    /** Number of nodes. */
    int size() {
        return size;
    }

    /** Moves to node i = 0 .. size() - 1; what the other methods say is about this node. */
    void moveTo(int i) {
        double t = Math.exp(first + i * STEP);
        double square = t * t;
        CompensatedSum sumG = new CompensatedSum();
        CompensatedSum sumO = new CompensatedSum();
        CompensatedSum sumBoth = new CompensatedSum();
        for (int p = 0; p < g.length; p++) {
            double product = poles.value(p) * square;
            double value = 1 / (1 + product);
            g[p] = value;
            o[p] = product * value;
            double w = poles.weight(p);
            sumG.add(w * value);
            sumO.add(w * o[p]);
            sumBoth.add(w * value * o[p]);
        }
        phi = sumG.value();
        rest = sumO.value();
        trace = sumBoth.value() / phi;
        weight = 2 / Math.PI * STEP * t;
        overSquare = 2 / Math.PI * STEP / t;
    }

    /** The node's part of {@code N^(-1/2) - S^(-1/2)} at two classes of poles p and r with q = 1. */
    double ofInverse(int p, int r) {
        return weight * (g[p] * g[r] / phi);
    }

    /** The node's part of {@code N^(1/2) - S^(1/2)} at two classes of poles p and r with q = 1. */
    double ofRoot(int p, int r) {
        double total = poles.totalWeight();
        double value =
                rest < total / 2 ? ((o[p] + o[r] - o[p] * o[r]) - rest / total) / phi : 1 / total - g[p] * g[r] / phi;
        return overSquare * value;
    }

    /** The node's part of {@code tr N^(1/2) - tr S^(1/2)}. */
    double ofTrace() {
        return overSquare * trace;
    }
}
