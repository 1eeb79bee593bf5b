package seli.label;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.IntFunction;

/**
 * The number of samples of each of k >= 2 classes, n_c >= 1, in the order of the classes; n = sum of n_c.
 *
 * <p>Held as runs of equal counts, so that a STEP profile of 10^7 classes takes a few numbers; neighbouring runs always
 * differ. {@link #groups} are the distinct counts in decreasing order, whatever the order of the classes: everything
 * that theory says depends on them alone. Immutable.
 */
public final class ClassCounts {
    /** Largest number of samples in all: every smaller integer is exact in double precision. */
    public static final long MAX_SAMPLES = 1L << 53;

    private final long[] runCount;
    private final int[] runStart; // one more than there are runs; the last is k
    private final int[] runGroup;
    private final long[] groupCount; // decreasing
    private final int[] groupClasses;
    private final long samples;

    private ClassCounts(RunList list) {
        if (list.totalClasses() < 2) {
            throw new IllegalArgumentException(
                    "number of classes is " + list.totalClasses() + "; expected counts of at least 2 classes");
        }
        this.runCount = list.counts();
        this.runStart = list.starts();
        this.samples = list.totalSamples();
        this.groupCount = distinctDecreasing(runCount);
        this.groupClasses = new int[groupCount.length];
        this.runGroup = new int[runCount.length];
        for (int r = 0; r < runCount.length; r++) {
            runGroup[r] = groupOfCount(runCount[r]);
            groupClasses[runGroup[r]] += runStart[r + 1] - runStart[r];
        }
    }

    private static long[] distinctDecreasing(long[] counts) {
        long[] sorted = counts.clone();
        Arrays.sort(sorted);
        long[] distinct = new long[sorted.length];
        int size = 0;
        for (int r = sorted.length - 1; r >= 0; r--) {
            if (size == 0 || distinct[size - 1] != sorted[r]) {
                distinct[size++] = sorted[r];
            }
        }
        return Arrays.copyOf(distinct, size);
    }

    /**
     * Counts given class by class.
     *
     * @throws IllegalArgumentException if there are fewer than two, one is below 1, or they add up to more than 2^53
     */
    public static ClassCounts of(long... counts) {
        RunList runs = new RunList();
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] < 1) {
                throw new IllegalArgumentException(
                        "class " + c + " has " + counts[c] + " samples; expected at least 1 for every class");
            }
            runs.add(counts[c], 1);
        }
        return new ClassCounts(runs);
    }

    /**
     * Counts given as runs: {@code runs.get(0).classes()} classes with {@code runs.get(0).count()} samples each come
     * first, and so on. Two neighbouring runs may have the same count.
     *
     * @throws IllegalArgumentException as for {@link #of}, or if there are more than 2^31 - 1 classes
     */
    public static ClassCounts ofRuns(List<CountGroup> runs) {
        RunList list = new RunList();
        for (CountGroup run : runs) {
            list.add(run.count(), run.classes());
        }
        return new ClassCounts(list);
    }

    /** Counts from runs that were collected in this package. */
    static ClassCounts ofRuns(RunList runs) {
        return new ClassCounts(runs);
    }

    /**
     * Counts the samples of each class in {@code labels} (read only), which number the classes 0 .. k-1 without gaps.
     * Never allocates more than a constant times {@code labels.length}, however large a label is.
     *
     * @throws IllegalArgumentException if there is no label, one is negative, a class below the largest label has no
     *     sample (the first such class is named), or there is only one class
     */
    public static ClassCounts ofLabels(int[] labels) {
        int largest = largestLabel(labels);
        // With k classes and fewer labels one of the first labels.length classes is missing: no need to count the
        // others.
        int[] counts = new int[(int) Math.min(largest + 1L, labels.length)];
        for (int label : labels) {
            if (label < counts.length) {
                counts[label]++;
            }
        }
        RunList runs = new RunList();
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] == 0) {
                throw new IllegalArgumentException("no sample has label " + c + " although labels go up to " + largest
                        + "; expected every label from 0 to " + largest + ": number the classes without gaps");
            }
            runs.add(counts[c], 1);
        }
        return new ClassCounts(runs);
    }

    private static int largestLabel(int[] labels) {
        if (labels.length == 0) {
            throw new IllegalArgumentException("there are no labels; expected samples of at least 2 classes");
        }
        int largest = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException("label of sample " + i + " is " + labels[i]
                        + "; expected labels of at least 0: number the classes from 0 without gaps");
            }
            largest = Math.max(largest, labels[i]);
        }
        return largest;
    }

    /** Number of classes k. */
    public int classes() {
        return runStart[runCount.length];
    }

    /** Number of samples n, the sum of all counts. */
    public long samples() {
        return samples;
    }

    /** The distinct counts in decreasing order, each with the number of its classes; an unmodifiable view. */
    public List<CountGroup> groups() {
        return new ListView(groupCount.length, g -> new CountGroup(groupCount[g], groupClasses[g]));
    }

    /** The counts in the order of the classes, as runs of equal counts, neighbours distinct; an unmodifiable view. */
    public List<CountGroup> runs() {
        return new ListView(runCount.length, r -> new CountGroup(runCount[r], runStart[r + 1] - runStart[r]));
    }

    /** Number of samples of class {@code c}; cost log of the number of runs. */
    public long count(int c) {
        return runCount[runOf(c)];
    }

    /** Index in {@link #groups} of the group that class {@code c} belongs to; cost log of the number of runs. */
    public int groupOf(int c) {
        return runGroup[runOf(c)];
    }

    /** Whether all classes have the same count. */
    public boolean isBalanced() {
        return groupCount.length == 1;
    }

    /** The smallest count. */
    public long minimum() {
        return groupCount[groupCount.length - 1];
    }

    /** The largest count. */
    public long maximum() {
        return groupCount[0];
    }

    /** All counts, class by class, as a new array of k numbers. */
    public long[] toArray() {
        long[] counts = new long[classes()];
        for (int r = 0; r < runCount.length; r++) {
            Arrays.fill(counts, runStart[r], runStart[r + 1], runCount[r]);
        }
        return counts;
    }

    /** The index in {@link #groups} of every class, as a new array of k numbers. */
    public int[] groupIndices() {
        int[] indices = new int[classes()];
        for (int r = 0; r < runCount.length; r++) {
            Arrays.fill(indices, runStart[r], runStart[r + 1], runGroup[r]);
        }
        return indices;
    }

    /**
     * The labels of the samples sorted by class: n_0 zeros, n_1 ones, and so on.
     *
     * @throws IllegalArgumentException if n exceeds 2^31 - 1
     */
    public int[] labels() {
        if (samples > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    samples + " samples; expected at most " + Integer.MAX_VALUE + " where every label is listed");
        }
        int[] labels = new int[(int) samples];
        int i = 0;
        for (int r = 0; r < runCount.length; r++) {
            for (int c = runStart[r]; c < runStart[r + 1]; c++) {
                Arrays.fill(labels, i, i + (int) runCount[r], c);
                i += (int) runCount[r];
            }
        }
        return labels;
    }

    private int runOf(int c) {
        if (c < 0 || c >= classes()) {
            throw new IndexOutOfBoundsException("class " + c + " of " + classes());
        }
        int at = Arrays.binarySearch(runStart, c);
        return at >= 0 ? at : -at - 2;
    }

    private int groupOfCount(long count) {
        int low = 0;
        int high = groupCount.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (groupCount[middle] > count) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Equal counts class by class; cost the number of runs. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ClassCounts that
                && Arrays.equals(runCount, that.runCount)
                && Arrays.equals(runStart, that.runStart);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(runCount) + Arrays.hashCode(runStart);
    }

    /** Such as {@code 4 classes, 22 samples (2 x 10, 2 x 1)}; at most eight groups are listed. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(classes()).append(" classes, ").append(samples).append(" samples (");
        for (int g = 0; g < Math.min(8, groupCount.length); g++) {
            text.append(g == 0 ? "" : ", ")
                    .append(groupClasses[g])
                    .append(" x ")
                    .append(groupCount[g]);
        }
        return text.append(groupCount.length > 8 ? ", ...)" : ")").toString();
    }

    /** Groups made when they are looked at, so that 10^7 distinct counts do not take 10^7 objects. */
    private static final class ListView extends AbstractList<CountGroup> implements RandomAccess {
        private final int size;
        private final IntFunction<CountGroup> element;

        ListView(int size, IntFunction<CountGroup> element) {
            this.size = size;
            this.element = element;
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public CountGroup get(int index) {
            return element.apply(index);
        }
    }
}
