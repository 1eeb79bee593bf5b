package seli.exact;

import seli.geometry.LimitGeometry;

/**
 * A proof, from computed numbers alone, that a solution of {@link UfSvm} is optimal up to rounding (derived in docs).
 *
 * <p>The primal point is W and the class means M of the computed singular vectors; its margins are evaluated for every
 * pair of groups. The dual point is a multiplier for every sample of class c' and every other class c, minus the inner
 * product of the two class means; it defines the k x n matrix B whose column i has minus d_c times the multipliers of
 * sample i off its label and d_y times their sum at the label, so that B meets the equality constraint by construction.
 * Multipliers of at least 0 and {@code |B|_2 <= 1} make their sum a lower bound of the optimal value.
 *
 * @param optimalValue nuclear norm of the SEL matrix, from its singular values
 * @param primalValue {@code (|W|^2 + |H|^2)/2} of the primal point, over its smallest margin where that is below 1: an
 *     upper bound
 * @param dualValue sum of the multipliers, over |B|_2 where that exceeds 1: a lower bound
 * @param margin largest distance of a margin from 1
 * @param spectralNorm bound on the distance of a positive singular value of B from 1
 * @param sign size of the most negative multiplier, over the largest multiplier; 0 if none is negative
 * @param slack smallest multiplier over the largest; positive where all margins must be 1 at every solution
 * @param complementarity largest product of a multiplier and its margin's distance from 1, over the largest multiplier,
 *     or the relative distance of primal and dual value, whichever is larger
 */
public record UfSvmCertificate(
        double optimalValue,
        double primalValue,
        double dualValue,
        double margin,
        double spectralNorm,
        double sign,
        double slack,
        double complementarity) {
    /** Residuals up to this size certify a solution. */
    public static final double TOLERANCE = 1e-10;

    /** Checks a solution; cost m^3 for m groups. Reads nothing but its Gram matrices and the problem. */
    static UfSvmCertificate of(LimitGeometry solution) {
        return new UfSvmCheck(solution.model(), solution).certificate();
    }

    /** Whether every residual is at most {@link #TOLERANCE}, and the optimal value is where the bounds say. */
    public boolean certified() {
        double between = Math.max(dualValue - optimalValue, optimalValue - primalValue) / optimalValue;
        return margin <= TOLERANCE
                && spectralNorm <= TOLERANCE
                && sign <= TOLERANCE
                && complementarity <= TOLERANCE
                && between <= TOLERANCE; // false for NaN, as are the others
    }

    /** Relative distance of the upper from the lower bound. */
    public double relativeGap() {
        return (primalValue - dualValue) / Math.abs(primalValue);
    }
}
