package seli.figure;

/** How an axis is divided. */
public enum Scale {
    /** Equal steps are equal differences. */
    LINEAR,
    /** Equal steps are equal ratios; values that are not above 0 are left out of the drawing. */
    LOG
}
