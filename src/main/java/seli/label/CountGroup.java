package seli.label;

/**
 * All classes that have the same number of samples.
 *
 * @param count samples of each class of the group, at least 1
 * @param classes how many classes have this count, at least 1
 */
public record CountGroup(long count, int classes) {
    /** Checks that both numbers are at least 1. */
    public CountGroup {
        if (count < 1 || classes < 1) {
            throw new IllegalArgumentException(
                    "group of " + classes + " classes with " + count + " samples each; expected at least 1 of both");
        }
    }
}
