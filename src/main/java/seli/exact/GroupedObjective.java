package seli.exact;

import java.util.Arrays;

/**
 * The factored form of a {@link GroupedProblem} in units of lambda, a smooth function of one array of numbers x = (L,
 * R, y, z):
 *
 * <pre>
 *   f = loss(K, s, bias) / lambda + (|L|^2 + |R|^2) / 2 + sum_a (k_a - 1) sqrt(v_a) s_a + lambda_b |z|^2 / (2 lambda),
 *   K = L R',   L, R: m x r,   s_a = e_a y_a >= 0,   bias_a = e_b z_a / sqrt(k_a)
 * </pre>
 *
 * <p>with fixed scales e_a and e_b. It is the convex form by groups with its m x m part factored, for {@code (|L|^2 +
 * |R|^2) / 2 >= |K|_*} with equality for balanced factors. y_a stays exactly 0 for a group that does not spread. Cost
 * of a gradient or a Hessian product: four or five products of m x m matrices. Mutable, for one thread.
 */
final class GroupedObjective {
    private final GroupedProblem problem;
    private final GroupedLoss loss;
    private final Products products;
    private final int m;
    private final int rank;
    private final double[] spreadScale; // e_a, 0 for a group that does not spread
    private final double[] spreadPenalty; // (k_a - 1) sqrt(v_a) e_a
    private final double biasRidge; // lambda_b / lambda, in units of e_b
    private final double biasScale; // e_b: a stiff ridge makes small numbers, not large curvature
    private final GroupedLoss.Direction point;
    private final GroupedLoss.Direction slope;
    private final GroupedLoss.Direction change;
    private final GroupedLoss.Direction response;
    private final double[] slopeTransposed;
    private final double[] transposed;
    private double[] correction; // K - L R', beyond what the factors can hold

    GroupedObjective(GroupedProblem problem, int rank) {
        this.problem = problem;
        this.loss = new GroupedLoss(problem);
        this.m = problem.size();
        this.rank = rank;
        this.products = new Products(m, rank);
        double stiffness = problem.bias().ridge() / problem.lambda();
        this.biasRidge = Math.min(1, stiffness);
        this.biasScale = problem.bias().isPresent() ? 1 / Math.sqrt(Math.max(1, stiffness)) : 0;
        this.spreadScale = new double[m];
        this.spreadPenalty = new double[m];
        for (int a = 0; a < m; a++) {
            if (problem.isSpread(a)) {
                double weight = (problem.classes(a) - 1) * Math.sqrt(problem.penalty(a));
                double size = Math.log1p(problem.collapseThreshold(a) / problem.lambda());
                spreadScale[a] = 2 * Math.sqrt(size / weight); // curvature as that of a factored s = y^2 / weight
                spreadPenalty[a] = weight * spreadScale[a];
            }
        }
        this.point = new GroupedLoss.Direction(m);
        this.slope = new GroupedLoss.Direction(m);
        this.change = new GroupedLoss.Direction(m);
        this.response = new GroupedLoss.Direction(m);
        this.slopeTransposed = new double[m * m];
        this.transposed = new double[m * m];
        this.correction = new double[m * m];
    }

    GroupedProblem problem() {
        return problem;
    }

    /** Columns r of L and R. */
    int rank() {
        return rank;
    }

    /** Length of x. */
    int length() {
        return 2 * m * rank + 2 * m;
    }

    /** The loss, at the point of the last evaluation. */
    GroupedLoss loss() {
        return loss;
    }

    /** K, s and the bias at the point of the last evaluation. */
    GroupedLoss.Direction point() {
        return point;
    }

    /** The loss's gradient at the point of the last call of {@link #gradient}. */
    GroupedLoss.Direction slope() {
        return slope;
    }

    private int rightOffset() {
        return m * rank;
    }

    private int spreadOffset() {
        return 2 * m * rank;
    }

    private int biasOffset() {
        return 2 * m * rank + m;
    }

    /** f(x). */
    double value(double[] x) {
        product(x, point.coordinates);
        Products.add(1, correction, point.coordinates);
        for (int a = 0; a < m; a++) {
            double y = x[spreadOffset() + a];
            point.spread[a] = spreadScale[a] * y;
            point.bias[a] = biasScale * x[biasOffset() + a] / Math.sqrt(problem.classes(a));
        }
        return loss.evaluate(point.coordinates, point.spread, point.bias) + penalty(x);
    }

    /** Sets y such that s is {@code spread}, and z such that the bias is {@code bias}. */
    void assign(double[] spread, double[] bias, double[] x) {
        for (int a = 0; a < m; a++) {
            x[spreadOffset() + a] = spreadScale[a] > 0 ? spread[a] / spreadScale[a] : 0;
            x[biasOffset() + a] = biasScale > 0 ? bias[a] * Math.sqrt(problem.classes(a)) / biasScale : 0;
        }
    }

    /** Keeps s positive: no step may take more than nine tenths of one away. */
    void keepPositive(double[] x, double[] next) {
        for (int i = spreadOffset(); i < biasOffset(); i++) {
            next[i] = Math.max(next[i], 0.1 * x[i]);
        }
    }

    private void product(double[] x, double[] result) {
        Arrays.fill(result, 0);
        products.addOuter(x, 0, x, rightOffset(), result);
    }

    /**
     * K - L R' at the current point: zero until {@link #moveBy}. It is of the size of the rounding of L R', so that the
     * nuclear norm of K is that of the factors but for {@code <K - L R', V U'>}, up to its square.
     */
    double[] correction() {
        return correction.clone();
    }

    /** Sets K - L R'. */
    void correct(double[] other) {
        System.arraycopy(other, 0, correction, 0, correction.length);
    }

    /**
     * Sets the correction such that K moves by exactly what {@code step} says: K is then as precise as its entries, not
     * as the products of the factors. The last {@link #value} must have been at x.
     *
     * @param x the point, read only
     * @param step the change, read only
     * @param next x + step, read only
     */
    void moveBy(double[] x, double[] step, double[] next) {
        double[] moved = new double[m * m];
        products.addOuter(step, 0, x, rightOffset(), moved);
        products.addOuter(next, 0, step, rightOffset(), moved);
        Products.add(1, point.coordinates, moved);
        double[] factors = new double[m * m];
        product(next, factors);
        for (int i = 0; i < moved.length; i++) {
            correction[i] = moved[i] - factors[i];
        }
    }

    /** The part of f that is not the loss. */
    double penalty(double[] x) {
        double squares = 0;
        for (int i = 0; i < spreadOffset(); i++) {
            squares += x[i] * x[i];
        }
        double spread = 0;
        double bias = 0;
        for (int a = 0; a < m; a++) {
            spread += spreadPenalty[a] * x[spreadOffset() + a];
            bias += x[biasOffset() + a] * x[biasOffset() + a];
        }
        return squares / 2 + spread + (biasRidge > 0 ? biasRidge * bias / 2 : 0);
    }

    /** The gradient of f at x, which must be the point of the last {@link #value}; overwrites {@code gradient}. */
    void gradient(double[] x, double[] gradient) {
        loss.gradient(slope.coordinates, slope.spread, slope.bias);
        products.transpose(slope.coordinates, slopeTransposed);
        System.arraycopy(x, 0, gradient, 0, x.length);
        products.addTimes(slope.coordinates, x, rightOffset(), gradient, 0);
        products.addTimes(slopeTransposed, x, 0, gradient, rightOffset());
        for (int a = 0; a < m; a++) {
            gradient[spreadOffset() + a] = spreadPenalty[a] + spreadScale[a] * slope.spread[a];
            gradient[biasOffset() + a] = biasGradient(slope.bias[a], x[biasOffset() + a], a);
        }
    }

    private double biasGradient(double lossPart, double z, int a) {
        return biasScale > 0 ? biasScale * lossPart / Math.sqrt(problem.classes(a)) + biasRidge * z : 0;
    }

    /** The Hessian of f at x, the point of the last {@link #gradient}, times {@code v}; overwrites {@code product}. */
    void hessianTimes(double[] x, double[] v, double[] product) {
        Arrays.fill(change.coordinates, 0);
        products.addOuter(v, 0, x, rightOffset(), change.coordinates);
        products.addOuter(x, 0, v, rightOffset(), change.coordinates);
        for (int a = 0; a < m; a++) {
            change.spread[a] = spreadScale[a] * v[spreadOffset() + a];
            change.bias[a] = biasScale * v[biasOffset() + a] / Math.sqrt(problem.classes(a));
        }
        loss.hessianTimes(change, response);
        System.arraycopy(v, 0, product, 0, v.length);
        products.addTimes(slope.coordinates, v, rightOffset(), product, 0);
        products.addTimes(slopeTransposed, v, 0, product, rightOffset());
        products.addTimes(response.coordinates, x, rightOffset(), product, 0);
        products.transpose(response.coordinates, transposed);
        products.addTimes(transposed, x, 0, product, rightOffset());
        for (int a = 0; a < m; a++) {
            product[spreadOffset() + a] = spreadScale[a] * response.spread[a];
            product[biasOffset() + a] = biasGradient(response.bias[a], v[biasOffset() + a], a);
        }
    }
}
