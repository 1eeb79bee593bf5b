package seli.label;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * The number of samples of each of k >= 2 classes, n_c >= 1, in the order of the classes; n = sum of n_c.
 *
 * <p>Held as runs of equal counts, so that a STEP profile of 10^7 classes takes a few numbers. {@link #groups} are the
 * distinct counts in decreasing order, whatever the order of the classes: everything that theory says depends on them
 * alone. Immutable.
 */
public final class ClassCounts {
    /** Largest number of samples in all: every smaller integer is exact in double precision. */
    public static final long MAX_SAMPLES = 1L << 53;

    private final List<CountGroup> runs;
    private final int[] runStart;
    private final int[] runGroup;
    private final List<CountGroup> groups;
    private final int classes;
    private final long samples;

    private ClassCounts(List<CountGroup> runs) {
        this.runs = List.copyOf(runs);
        this.runStart = new int[runs.size()];
        this.runGroup = new int[runs.size()];
        TreeMap<Long, Integer> sizes = new TreeMap<>(Collections.reverseOrder());
        long start = 0;
        long total = 0;
        for (int r = 0; r < runs.size(); r++) {
            CountGroup run = runs.get(r);
            runStart[r] = Math.toIntExact(start);
            start += run.classes();
            total = addSamples(total, run);
            requireClasses(start);
            sizes.merge(run.count(), run.classes(), Integer::sum);
        }
        if (start < 2) {
            throw new IllegalArgumentException("counts of %d class; expected at least 2 classes".formatted(start));
        }
        this.classes = (int) start;
        this.samples = total;
        List<CountGroup> distinct = new ArrayList<>(sizes.size());
        sizes.forEach((count, size) -> distinct.add(new CountGroup(count, size)));
        this.groups = List.copyOf(distinct);
        for (int r = 0; r < runs.size(); r++) {
            runGroup[r] = groupOfCount(runs.get(r).count());
        }
    }

    private static void requireClasses(long classes) {
        if (classes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("more than %d classes".formatted(Integer.MAX_VALUE));
        }
    }

    private static long addSamples(long total, CountGroup run) {
        long product = run.count() > MAX_SAMPLES / run.classes() ? MAX_SAMPLES + 1 : run.count() * run.classes();
        if (total + product > MAX_SAMPLES) {
            throw new IllegalArgumentException(
                    "more than 2^53 samples in all; expected counts that add up to at most " + MAX_SAMPLES);
        }
        return total + product;
    }

    /**
     * Counts given class by class.
     *
     * @throws IllegalArgumentException if there are fewer than two, one is below 1, or they add up to more than 2^53
     */
    public static ClassCounts of(long... counts) {
        List<CountGroup> runs = new ArrayList<>();
        int start = 0;
        for (int c = 1; c <= counts.length; c++) {
            if (c == counts.length || counts[c] != counts[start]) {
                if (counts[start] < 1) {
                    throw new IllegalArgumentException("class %d has %d samples; expected at least 1 for every class"
                            .formatted(start, counts[start]));
                }
                runs.add(new CountGroup(counts[start], c - start));
                start = c;
            }
        }
        return new ClassCounts(runs);
    }

    /**
     * Counts given as runs: {@code runs.get(0).classes()} classes with {@code runs.get(0).count()} samples each come first,
     * and so on. Two neighbouring runs may have the same count.
     *
     * @throws IllegalArgumentException as for {@link #of}
     */
    public static ClassCounts ofRuns(List<CountGroup> runs) {
        return new ClassCounts(runs);
    }

    /** Number of classes k. */
    public int classes() {
        return classes;
    }

    /** Number of samples n, the sum of all counts. */
    public long samples() {
        return samples;
    }

    /** The distinct counts in decreasing order, each with the number of its classes. */
    public List<CountGroup> groups() {
        return groups;
    }

    /** The counts in the order of the classes, as runs of equal counts. */
    public List<CountGroup> runs() {
        return runs;
    }

    /** Number of samples of class {@code c}; cost log of the number of runs. */
    public long count(int c) {
        return runs.get(runOf(c)).count();
    }

    /** Index in {@link #groups} of the group that class {@code c} belongs to. */
    public int groupOf(int c) {
        return runGroup[runOf(c)];
    }

    /** Whether all classes have the same count. */
    public boolean isBalanced() {
        return groups.size() == 1;
    }

    /** The smallest count. */
    public long minimum() {
        return groups.get(groups.size() - 1).count();
    }

    /** The largest count. */
    public long maximum() {
        return groups.get(0).count();
    }

    /** All counts, class by class, as a new array of k numbers. */
    public long[] toArray() {
        long[] counts = new long[classes];
        int c = 0;
        for (CountGroup run : runs) {
            Arrays.fill(counts, c, c + run.classes(), run.count());
            c += run.classes();
        }
        return counts;
    }

    /**
     * The labels of the samples sorted by class: n_0 zeros, n_1 ones, and so on.
     *
     * @throws IllegalArgumentException if n exceeds 2^31 - 1
     */
    public int[] labels() {
        if (samples > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "%d samples; labels can be listed for at most %d".formatted(samples, Integer.MAX_VALUE));
        }
        int[] labels = new int[(int) samples];
        int i = 0;
        int c = 0;
        for (CountGroup run : runs) {
            for (int end = c + run.classes(); c < end; c++) {
                Arrays.fill(labels, i, i + (int) run.count(), c);
                i += (int) run.count();
            }
        }
        return labels;
    }

    private int runOf(int c) {
        if (c < 0 || c >= classes) {
            throw new IndexOutOfBoundsException("class " + c + " of " + classes);
        }
        int at = Arrays.binarySearch(runStart, c);
        return at >= 0 ? at : -at - 2;
    }

    private int groupOfCount(long count) {
        int low = 0;
        int high = groups.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (groups.get(middle).count() > count) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassCounts that && Arrays.equals(toArray(), that.toArray());
    }

    @Override
    public int hashCode() {
        return groups.hashCode();
    }

    /** Such as {@code 4 classes, 22 samples (2 x 10, 2 x 1)}; at most eight groups are listed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("%d classes, %d samples (".formatted(classes, samples));
        for (int g = 0; g < Math.min(8, groups.size()); g++) {
            text.append(g == 0 ? "" : ", ")
                    .append(groups.get(g).classes())
                    .append(" x ")
                    .append(groups.get(g).count());
        }
        return text.append(groups.size() > 8 ? ", ...)" : ")").toString();
    }
}
