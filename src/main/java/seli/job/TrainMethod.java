package seli.job;

import java.util.Locale;

/** How training steps. */
public enum TrainMethod {
    /** Gradient descent, at the rate of its schedule. */
    GD,
    /** Normalised gradient descent, whose rate grows as the loss falls; without ridge, momentum and mini-batches. */
    NGD;

    /** In small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
