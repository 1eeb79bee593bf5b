package seli.job;

import java.util.Locale;

/** How {@link SolveJob} finds the optimum; written in small letters. */
public enum SolveMethod {
    /** The method that suits the problem. */
    AUTO,
    /** L-BFGS on one column for each class. */
    COLLAPSED,
    /** L-BFGS on one column for each sample, with nothing taken from theory but the certificate. */
    LBFGS;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
