package seli.label;

import java.util.List;
import java.util.Locale;

/** Finds the known name that a mistyped one most resembles. */
public final class NearestName {
    private NearestName() {}

    /** The candidate with the fewest insertions, deletions and replacements from {@code word}, letter case aside. */
    public static String of(String word, List<String> candidates) {
        String lower = word.toLowerCase(Locale.ROOT);
        String best = candidates.get(0);
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int edits = edits(lower, candidate.toLowerCase(Locale.ROOT));
            if (edits < least) {
                least = edits;
                best = candidate;
            }
        }
        return best;
    }

    /** Levenshtein distance, by rows of the usual table. */
    public static int edits(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replace = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
