package seli.metric;

import java.util.List;

/**
 * Margins min over c != y of (z_y - z_c), in the units of the logits (not scale-free): positive where the label wins.
 *
 * @param minimum the smallest margin
 * @param groupMeans mean margin of each group of equal counts, in decreasing order of count
 */
public record GroupMargins(double minimum, List<Double> groupMeans) {
    /** Copies the list. */
    public GroupMargins {
        groupMeans = List.copyOf(groupMeans);
    }
}
