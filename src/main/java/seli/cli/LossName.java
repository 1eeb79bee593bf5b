package seli.cli;

import java.util.Locale;

/** The values of {@code --loss}; written in small letters. */
enum LossName {
    /** Cross-entropy. */
    CE(false, false),
    /** Cross-entropy with weights n / (k n_c). */
    WEIGHTED(false, false),
    /** Logit adjustment by tau log(n_c / n). */
    LA(false, true),
    /** Class-dependent temperature (n_c / n_min)^gamma. */
    CDT(true, false),
    /** Label-dependent temperature (n_c / n_min)^gamma. */
    LDT(true, false),
    /** Vector scaling: the temperature of CDT and the shift of logit adjustment. */
    VS(true, true);

    private final boolean gamma;
    private final boolean tau;

    LossName(boolean gamma, boolean tau) {
        this.gamma = gamma;
        this.tau = tau;
    }

    /** Whether the loss has the exponent gamma. */
    boolean hasGamma() {
        return gamma;
    }

    /** Whether the loss has the strength tau. */
    boolean hasTau() {
        return tau;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
