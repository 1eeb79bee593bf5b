package seli.exact;

import seli.geometry.GeometryModel;
import seli.geometry.LimitGeometry;

/**
 * The unconstrained-features SVM of a label distribution, with temperatures d of the classes (all 1 for cross-entropy),
 *
 * <pre>
 *   min over W (dim x k), H (dim x n):  |W|^2/2 + |H|^2/2   with   (d_y w_y - d_c w_c)'h_i >= 1,   y = y_i, all c != y
 * </pre>
 *
 * <p>[TKVB22; Behnia23]. Its optimal value is the nuclear norm of the SEL matrix, and its solution the geometry of that
 * matrix, for every label distribution and all temperatures (derived in docs; needs feature dimension k - 1 or more).
 * Solved by the m groups of equal counts at cost m^3 and memory of m^2, whatever k is. Immutable.
 */
public final class UfSvm {
    /** Up to this many distinct counts every pair of groups is checked, which then takes some minutes. */
    public static final int MAX_DISTINCT_COUNTS = 8_000;

    private final LimitGeometry solution;
    private final UfSvmCertificate certificate;

    private UfSvm(LimitGeometry solution) {
        this.solution = solution;
        this.certificate = UfSvmCertificate.of(solution);
    }

    /**
     * Solves the problem and checks the solution.
     *
     * @param model cross-entropy or CDT, without a free bias
     * @throws IllegalArgumentException if the model is another, or has more than {@link #MAX_DISTINCT_COUNTS} distinct
     *     counts, or their pairs do not fit the memory
     */
    public static UfSvm of(GeometryModel model) {
        if (model.hasFreeBias() || model.name().equals("ldt")) {
            throw new IllegalArgumentException("UF-SVM of loss " + model.name()
                    + (model.hasFreeBias() ? " with a free bias" : "") + "; expected ce or cdt without a bias");
        }
        return new UfSvm(LimitGeometry.of(model, MAX_DISTINCT_COUNTS));
    }

    /** The optimal value by the closed form: the nuclear norm of the SEL matrix. */
    public double optimalValue() {
        return solution.nuclearNorm();
    }

    /** The solution: Gram matrices of W and of the class means, on which all embeddings of a class sit. */
    public LimitGeometry solution() {
        return solution;
    }

    /** What the computed solution and multipliers prove. */
    public UfSvmCertificate certificate() {
        return certificate;
    }
}
