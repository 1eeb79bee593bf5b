package seli.problem;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import seli.label.ClassCounts;

/**
 * The vector-scaling family of cross-entropy losses [Kini21; Behnia23]. For a sample of class y with logits z in R^k,
 *
 * <pre>
 *   u_c = tau_y delta_c z_c + iota_c,     loss(z; y) = omega_y ( log sum_c exp(u_c) - u_y ).
 * </pre>
 *
 * <p>omega weights the samples of a class, delta scales the logit of a class (CDT), tau scales all logits of a sample
 * by its label (LDT), iota shifts a logit (logit adjustment). omega = delta = tau = 1, iota = 0 is cross-entropy. The
 * gradient is {@code dloss/dz_c = omega_y tau_y delta_c (softmax(u)_c - [c = y])}, and the loss is convex in z.
 * Immutable.
 */
public final class VectorScalingLoss {
    private final String name;
    private final double[] omega;
    private final double[] delta;
    private final double[] tau;
    private final double[] iota;

    private VectorScalingLoss(String name, double[] omega, double[] delta, double[] tau, double[] iota) {
        if (omega.length < 2) {
            throw new IllegalArgumentException(
                    "loss with weights of " + omega.length + " classes; expected at least 2 classes");
        }
        this.name = name;
        this.omega = positive("omega", omega, omega.length);
        this.delta = positive("delta", delta, omega.length);
        this.tau = positive("tau", tau, omega.length);
        this.iota = iota.clone();
        requireLength("iota", iota, omega.length);
        for (int c = 0; c < iota.length; c++) {
            if (!Double.isFinite(iota[c])) {
                throw new IllegalArgumentException(
                        "iota of class " + c + " is " + iota[c] + "; expected a finite number");
            }
        }
    }

    private static double[] positive(String what, double[] values, int classes) {
        requireLength(what, values, classes);
        for (int c = 0; c < classes; c++) {
            if (!(values[c] > 0) || Double.isInfinite(values[c])) {
                throw new IllegalArgumentException(
                        what + " of class " + c + " is " + values[c] + "; expected a positive finite number");
            }
        }
        return values.clone();
    }

    private static void requireLength(String what, double[] values, int classes) {
        if (values.length != classes) {
            throw new IllegalArgumentException(
                    what + " has " + values.length + " entries; expected " + classes + ", one for each class");
        }
    }

    /**
     * The general member of the family; every argument has one entry for each class and is copied.
     *
     * @param name short name for reports
     * @throws IllegalArgumentException if lengths differ, a weight or scale is not positive and finite, or a shift not
     *     finite
     */
    public static VectorScalingLoss of(String name, double[] omega, double[] delta, double[] tau, double[] iota) {
        return new VectorScalingLoss(name, omega, delta, tau, iota);
    }

    /**
     * Cross-entropy on k classes.
     *
     * @throws IllegalArgumentException if there are fewer than two
     */
    public static VectorScalingLoss crossEntropy(int classes) {
        double[] one = constant(classes, 1);
        return new VectorScalingLoss("ce", one, one, one, constant(classes, 0));
    }

    /** Weighted cross-entropy, omega_c = n / (k n_c): every class has the same total weight n / k. */
    public static VectorScalingLoss weighted(ClassCounts counts) {
        double mean = (double) counts.samples() / counts.classes();
        double[] one = constant(counts.classes(), 1);
        double[] omega = perClass(counts, c -> mean / counts.count(c));
        return new VectorScalingLoss("weighted", omega, one, one, constant(counts.classes(), 0));
    }

    /** Logit adjustment, iota_c = strength * log(n_c / n) [Menon21]. */
    public static VectorScalingLoss logitAdjustment(ClassCounts counts, double strength) {
        double[] one = constant(counts.classes(), 1);
        return new VectorScalingLoss("la", one, one, one, logPrior(counts, strength));
    }

    /** Class-dependent temperature, delta_c = (n_c / n_min)^gamma [Ye20; Behnia23]. */
    public static VectorScalingLoss cdt(ClassCounts counts, double gamma) {
        double[] one = constant(counts.classes(), 1);
        return new VectorScalingLoss("cdt", one, temperature(counts, gamma), one, constant(counts.classes(), 0));
    }

    /** Label-dependent temperature, tau_c = (n_c / n_min)^gamma [Behnia23]. */
    public static VectorScalingLoss ldt(ClassCounts counts, double gamma) {
        double[] one = constant(counts.classes(), 1);
        return new VectorScalingLoss("ldt", one, one, temperature(counts, gamma), constant(counts.classes(), 0));
    }

    /** The vector-scaling loss proper: CDT's delta and logit adjustment's iota together [Kini21]. */
    public static VectorScalingLoss vectorScaling(ClassCounts counts, double gamma, double strength) {
        double[] one = constant(counts.classes(), 1);
        return new VectorScalingLoss("vs", one, temperature(counts, gamma), one, logPrior(counts, strength));
    }

    private static double[] temperature(ClassCounts counts, double gamma) {
        double smallest = counts.minimum();
        return perClass(counts, c -> Math.pow(counts.count(c) / smallest, gamma));
    }

    private static double[] logPrior(ClassCounts counts, double strength) {
        return perClass(counts, c -> strength * Math.log((double) counts.count(c) / counts.samples()));
    }

    private static double[] constant(int classes, double value) {
        double[] values = new double[Math.max(0, classes)];
        Arrays.fill(values, value);
        return values;
    }

    private static double[] perClass(ClassCounts counts, IntToDoubleFunction value) {
        double[] values = new double[counts.classes()];
        Arrays.setAll(values, value);
        return values;
    }

    /** Short name: ce, weighted, la, cdt, ldt, vs, or what {@link #of} was given. */
    public String name() {
        return name;
    }

    /** Number of classes k. */
    public int classes() {
        return omega.length;
    }

    /** Weight omega of the samples of class {@code c}. */
    public double omega(int c) {
        return omega[c];
    }

    /** Scale delta of the logit of class {@code c}. */
    public double delta(int c) {
        return delta[c];
    }

    /** Scale tau of all logits of a sample of class {@code c}. */
    public double tau(int c) {
        return tau[c];
    }

    /** Shift iota of the logit of class {@code c}. */
    public double iota(int c) {
        return iota[c];
    }

    /** Whether two classes have the same parameters. */
    public boolean isAlike(int c, int other) {
        return omega[c] == omega[other] // exact: the same formula of the same count
                && delta[c] == delta[other]
                && tau[c] == tau[other]
                && iota[c] == iota[other];
    }

    /** The vectors omega, delta, tau and iota, k numbers each, one after the other, as kernels read them. */
    public double[] table() {
        int k = classes();
        double[] table = new double[4 * k];
        for (int c = 0; c < k; c++) {
            table[c] = omega(c);
            table[k + c] = delta(c);
            table[2 * k + c] = tau(c);
            table[3 * k + c] = iota(c);
        }
        return table;
    }

    /** Whether u = z, so that the logits need no scaling or shift. */
    public boolean hasPlainLogits() {
        for (int c = 0; c < omega.length; c++) {
            if (delta[c] != 1 || tau[c] != 1 || iota[c] != 0) { // exact: 1 and 0 mean "not used"
                return false;
            }
        }
        return true;
    }

    /** The same loss with every weight omega multiplied by {@code factor}, such as 1/n for the mean over samples. */
    public VectorScalingLoss times(double factor) {
        return new VectorScalingLoss(name, map(c -> factor * omega[c]), delta, tau, iota);
    }

    /**
     * The loss of the class-collapsed problem: omega_c n_c in place of omega_c and tau_c / sqrt(n_c) in place of tau_c.
     * With one column {@code sqrt(n_c) m_c} for each class, the sum of this loss over k columns equals the sum of the
     * original over n samples that sit on their class means (derived in docs).
     *
     * @throws IllegalArgumentException if {@code counts} has another number of classes
     */
    public VectorScalingLoss collapsed(ClassCounts counts) {
        if (counts.classes() != classes()) {
            throw new IllegalArgumentException("counts have " + counts.classes() + " classes but the loss has "
                    + classes() + "; expected the same number");
        }
        return new VectorScalingLoss(
                name, map(c -> omega[c] * counts.count(c)), delta, map(c -> tau[c] / Math.sqrt(counts.count(c))), iota);
    }

    private double[] map(IntToDoubleFunction value) {
        double[] values = new double[omega.length];
        Arrays.setAll(values, value);
        return values;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VectorScalingLoss that
                && name.equals(that.name)
                && Arrays.equals(omega, that.omega)
                && Arrays.equals(delta, that.delta)
                && Arrays.equals(tau, that.tau)
                && Arrays.equals(iota, that.iota);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(omega) + 31 * (Arrays.hashCode(delta) + 31 * Arrays.hashCode(iota));
    }

    @Override
    public String toString() {
        return name;
    }
}
