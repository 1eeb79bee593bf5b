package seli.job;

import java.util.Locale;

/** How {@link SolveJob} finds the optimum; written in small letters. */
public enum SolveMethod {
    /** The method that suits the problem. */
    AUTO,
    /** Newton's method on groups of equal counts, on the host; the number of classes does not matter. */
    GROUPED,
    /** L-BFGS on one column for each class. */
    COLLAPSED,
    /** L-BFGS on one column for each sample, with nothing taken from theory but the certificate. */
    LBFGS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
