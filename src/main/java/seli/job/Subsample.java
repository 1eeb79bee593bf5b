package seli.job;

import java.util.Arrays;
import java.util.Random;
import seli.label.ClassCounts;
import seli.label.ImbalanceProfile;

/**
 * A subsample without replacement that has exactly the counts of a profile: class c of the profile is label c.
 *
 * <p>One {@link Random} with the seed serves all classes in the order of their labels. The samples of class c are
 * listed in the order of the file; for j = 0, 1, ..., n_c - 1 entry j is swapped with entry {@code j + nextInt(size -
 * j)}, and the first n_c entries are drawn. Java fixes the numbers of Random, so that the same seed draws the same
 * samples on every machine. Samples keep the order of the file.
 *
 * @param profile the profile in the user's words
 * @param counts its counts
 * @param seed where the random numbers start
 */
public record Subsample(String profile, ClassCounts counts, long seed) {
    /**
     * Reads a profile.
     *
     * @throws IllegalArgumentException if it cannot be read
     */
    public static Subsample of(String profile, long seed) {
        return new Subsample(profile, ImbalanceProfile.parse(profile).counts(), seed);
    }

    /**
     * Draws among samples with these labels (read only).
     *
     * @param classes number of classes that the samples are to have
     * @throws IllegalArgumentException if the profile has another number of classes, a label is not one of them, or a
     *     class has too few samples
     */
    SubsampleDraw draw(int[] labels, int classes) {
        if (counts.classes() != classes) {
            throw new IllegalArgumentException("profile '%s' has %d classes but the classifier has %d; expected as many"
                    .formatted(profile, counts.classes(), classes));
        }
        int[][] byClass = byClass(labels);
        Random random = new Random(seed);
        int[] drawn = new int[Math.toIntExact(counts.samples())];
        int at = 0;
        for (int c = 0; c < classes; c++) {
            int[] of = byClass[c];
            int wanted = (int) counts.count(c);
            for (int j = 0; j < wanted; j++) {
                int other = j + random.nextInt(of.length - j);
                int swapped = of[j];
                of[j] = of[other];
                of[other] = swapped;
                drawn[at++] = of[j];
            }
        }
        Arrays.sort(drawn);
        return new SubsampleDraw(this, labels.length, drawn);
    }

    private int[][] byClass(int[] labels) {
        int k = counts.classes();
        int[] sizes = new int[k];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= k) {
                throw new IllegalArgumentException(
                        "label %d of sample %d is outside 0..%d; expected a profile with a count for every label"
                                .formatted(labels[i], i, k - 1));
            }
            sizes[labels[i]]++;
        }
        int[][] byClass = new int[k][];
        for (int c = 0; c < k; c++) {
            if (sizes[c] < counts.count(c)) {
                throw new IllegalArgumentException(
                        "class %d has %d samples but profile '%s' asks for %d; expected fewer"
                                .formatted(c, sizes[c], profile, counts.count(c)));
            }
            byClass[c] = new int[sizes[c]];
        }
        int[] filled = new int[k];
        for (int i = 0; i < labels.length; i++) {
            byClass[labels[i]][filled[labels[i]]++] = i;
        }
        return byClass;
    }
}
