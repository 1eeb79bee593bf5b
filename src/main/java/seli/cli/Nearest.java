package seli.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that a mistyped one was probably meant to be. */
final class Nearest {
    private static final int SHORTEST = 3;

    private Nearest() {}

    /** The candidate with the fewest edits from {@code word}, unless more than a third of the letters would change. */
    static Optional<String> to(String word, Collection<String> candidates) {
        String typed = word.toLowerCase(Locale.ROOT);
        if (typed.length() < SHORTEST) {
            return Optional.empty();
        }
        String best = "";
        int fewest = 1 + typed.length() / 3;
        for (String candidate : candidates) {
            String lower = candidate.toLowerCase(Locale.ROOT);
            int edits = lower.startsWith(typed) ? 1 : edits(typed, lower);
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** The same as text to append to an error: {@code ; did you mean X?}, or nothing. */
    static String hint(String word, Collection<String> candidates) {
        return to(word, candidates).map(best -> "; did you mean " + best + "?").orElse("");
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn {@code a} into {@code b}. */
    private static int edits(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : fewest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int fewest(int[][] cost, String a, String b, int i, int j) {
        int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int edit = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(edit, 1 + cost[i - 2][j - 2]) : edit;
    }
}
