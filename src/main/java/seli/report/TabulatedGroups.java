package seli.report;

import java.util.List;
import java.util.stream.IntStream;
import seli.geometry.LimitGeometry;

/**
 * The groups whose pairs a report tabulates: all up to {@link LimitGeometry#MAX_TABULATED_COUNTS}, above that a few,
 * evenly spaced, the first and the last among them, which the key {@code "selected"} lists. Immutable.
 */
public final class TabulatedGroups {
    /** How many of more groups than all. */
    private static final int SELECTED = 20;

    private final int groups;
    private final int[] shown;

    private TabulatedGroups(int groups, int[] shown) {
        this.groups = groups;
        this.shown = shown;
    }

    /** Those of {@code groups} groups. */
    public static TabulatedGroups of(int groups) {
        return groups > LimitGeometry.MAX_TABULATED_COUNTS
                ? spread(groups, SELECTED)
                : new TabulatedGroups(groups, IntStream.range(0, groups).toArray());
    }

    /** {@code most} of {@code groups} groups, 2 or more of as many or more. */
    static TabulatedGroups spread(int groups, int most) {
        return new TabulatedGroups(
                groups,
                IntStream.range(0, most)
                        .map(i -> (int) Math.round((double) i * (groups - 1) / (most - 1)))
                        .toArray());
    }

    /** Number of all groups. */
    public int groups() {
        return groups;
    }

    /** Number of rows of a table. */
    public int size() {
        return shown.length;
    }

    /** The group of row {@code i}. */
    public int group(int i) {
        return shown[i];
    }

    /** Whether all groups are tabulated. */
    public boolean isAll() {
        return shown.length == groups;
    }

    /** The groups, for the key {@code "selected"}. */
    public List<Integer> list() {
        return IntStream.of(shown).boxed().toList();
    }
}
