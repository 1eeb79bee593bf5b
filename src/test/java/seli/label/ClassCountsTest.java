package seli.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClassCountsTest {
    private static final ClassCounts MIXED = ClassCounts.of(3, 3, 1, 7, 1, 1);

    private static String messageOf(Executable call) {
        String message = assertThrows(IllegalArgumentException.class, call).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @Test
    void groupsAreDistinctCountsInDecreasingOrder() {
        assertEquals(List.of(new CountGroup(7, 1), new CountGroup(3, 2), new CountGroup(1, 3)), MIXED.groups());
        assertEquals(6, MIXED.classes());
        assertEquals(16, MIXED.samples());
        assertEquals(1, MIXED.minimum());
        assertEquals(7, MIXED.maximum());
        assertFalse(MIXED.isBalanced());
        assertTrue(ClassCounts.of(4, 4).isBalanced());
    }

    @Test
    void runsKeepTheOrderOfTheClasses() {
        assertEquals(
                List.of(new CountGroup(3, 2), new CountGroup(1, 1), new CountGroup(7, 1), new CountGroup(1, 2)),
                MIXED.runs());
        assertArrayEquals(new long[] {3, 3, 1, 7, 1, 1}, MIXED.toArray());
        assertArrayEquals(new int[] {1, 1, 2, 0, 2, 2}, MIXED.groupIndices());
    }

    @Test
    void groupsAndRunsCannotBeChanged() {
        assertThrows(UnsupportedOperationException.class, () -> MIXED.groups().remove(0));
        assertThrows(UnsupportedOperationException.class, () -> MIXED.runs().set(0, new CountGroup(1, 1)));
    }

    @Test
    void everyClassKnowsItsCountAndGroup() {
        long[] counts = MIXED.toArray();
        int[] groups = MIXED.groupIndices();
        for (int c = 0; c < counts.length; c++) {
            assertEquals(counts[c], MIXED.count(c));
            assertEquals(groups[c], MIXED.groupOf(c));
            assertEquals(counts[c], MIXED.groups().get(groups[c]).count());
        }
        assertThrows(IndexOutOfBoundsException.class, () -> MIXED.count(6));
        assertThrows(IndexOutOfBoundsException.class, () -> MIXED.groupOf(-1));
    }

    @Test
    void labelsAreSortedByClassAndCountedBack() {
        assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1, 2, 3, 3, 3, 3, 3, 3, 3, 4, 5}, MIXED.labels());
        assertEquals(MIXED, ClassCounts.ofLabels(MIXED.labels()));
    }

    @Test
    void labelsMayComeInAnyOrder() {
        assertEquals(ClassCounts.of(2, 1, 3), ClassCounts.ofLabels(new int[] {2, 0, 2, 1, 0, 2}));
    }

    @Test
    void firstClassWithoutSampleIsNamed() {
        assertEquals(
                "no sample has label 1 although labels go up to 3; expected every label from 0 to 3:"
                        + " number the classes without gaps",
                messageOf(() -> ClassCounts.ofLabels(new int[] {0, 3, 2, 3, 3, 3})));
        assertTrue(
                messageOf(() -> ClassCounts.ofLabels(new int[] {1, 2})).startsWith("no sample has label 0 although"));
    }

    @Test
    void hugeLabelTakesNoMemory() {
        String message = messageOf(() -> ClassCounts.ofLabels(new int[] {1, 0, Integer.MAX_VALUE}));
        assertTrue(message.startsWith("no sample has label 2 although labels go up to 2147483647"), message);
    }

    @Test
    void badLabelsAreRefused() {
        assertTrue(messageOf(() -> ClassCounts.ofLabels(new int[] {})).startsWith("there are no labels"));
        assertTrue(messageOf(() -> ClassCounts.ofLabels(new int[] {0, 1, -4})).startsWith("label of sample 2 is -4"));
        assertTrue(messageOf(() -> ClassCounts.ofLabels(new int[] {0, 0})).startsWith("number of classes is 1"));
    }

    @Test
    void neighbouringRunsWithTheSameCountAreMerged() {
        ClassCounts split =
                ClassCounts.ofRuns(List.of(new CountGroup(5, 1), new CountGroup(5, 2), new CountGroup(2, 1)));
        assertEquals(List.of(new CountGroup(5, 3), new CountGroup(2, 1)), split.runs());
        assertEquals(ClassCounts.of(5, 5, 5, 2), split);
        assertEquals(ClassCounts.of(5, 5, 5, 2).hashCode(), split.hashCode());
    }

    @Test
    void equalityDependsOnTheOrderAndLengthOfRuns() {
        assertNotEquals(ClassCounts.of(5, 2), ClassCounts.of(2, 5));
        assertNotEquals(ClassCounts.of(5, 5, 2), ClassCounts.of(5, 2, 2));
        assertNotEquals(ClassCounts.of(5, 5), ClassCounts.of(5, 5, 5));
        assertNotEquals(ClassCounts.of(5, 2).hashCode(), ClassCounts.of(2, 5).hashCode());
        assertFalse(MIXED.equals((Object) MIXED.toString()));
    }

    @Test
    void largestNumberOfClassesTakesNoMemory() {
        ClassCounts all = ClassCounts.ofRuns(List.of(new CountGroup(2, 7), new CountGroup(1, Integer.MAX_VALUE - 7)));
        assertEquals(all, ClassCounts.ofRuns(List.of(new CountGroup(2, 7), new CountGroup(1, Integer.MAX_VALUE - 7))));
        assertEquals(Integer.MAX_VALUE, all.classes());
        assertEquals(Integer.MAX_VALUE + 7L, all.samples());
        assertEquals(1, all.count(Integer.MAX_VALUE - 1));
        assertEquals(2, all.count(6));
        assertEquals(1, all.groupOf(7));
        assertTrue(messageOf(
                        () -> ClassCounts.ofRuns(List.of(new CountGroup(1, Integer.MAX_VALUE), new CountGroup(2, 1))))
                .startsWith("more than 2147483647 classes"));
    }

    @Test
    void samplesAddUpToAtMostTwoToTheFiftyThree() {
        long half = ClassCounts.MAX_SAMPLES / 2;
        assertEquals(ClassCounts.MAX_SAMPLES, ClassCounts.of(half, half).samples());
        assertTrue(messageOf(() -> ClassCounts.of(half, half, 1)).startsWith("more than 2^53 samples in all"));
        assertTrue(messageOf(() -> ClassCounts.of(half, half + 1)).contains("add up to at most 9007199254740992"));
        assertTrue(
                messageOf(() -> ClassCounts.of(Long.MAX_VALUE, Long.MAX_VALUE)).startsWith("more than 2^53"));
        assertTrue(messageOf(() -> ClassCounts.ofRuns(List.of(new CountGroup(1L << 23, Integer.MAX_VALUE))))
                .startsWith("more than 2^53"));
    }

    @Test
    void tooManyLabelsAreNotListed() {
        assertEquals(
                "2147483648 samples; expected at most 2147483647 where every label is listed",
                messageOf(() -> ClassCounts.of(1L << 30, 1L << 30).labels()));
    }

    @Test
    void badCountsAreRefused() {
        assertEquals(
                "class 2 has 0 samples; expected at least 1 for every class", messageOf(() -> ClassCounts.of(3, 1, 0)));
        assertTrue(messageOf(() -> ClassCounts.of(-2, 1)).startsWith("class 0 has -2 samples"));
        assertEquals(
                "number of classes is 1; expected counts of at least 2 classes", messageOf(() -> ClassCounts.of(3)));
        assertTrue(messageOf(ClassCounts::of).startsWith("number of classes is 0"));
        assertTrue(messageOf(() -> ClassCounts.ofRuns(List.of())).startsWith("number of classes is 0"));
        assertEquals(
                "group of 0 classes with 3 samples each; expected at least 1 of both",
                messageOf(() -> new CountGroup(3, 0)));
        assertTrue(messageOf(() -> new CountGroup(0, 3)).contains("group of 3 classes with 0 samples"));
        assertEquals(1, new CountGroup(1, 1).count());
    }

    @Test
    void textListsAtMostEightGroups() {
        assertEquals(
                "4 classes, 22 samples (2 x 10, 2 x 1)",
                ClassCounts.of(10, 1, 10, 1).toString());
        assertEquals(
                "8 classes, 36 samples (1 x 8, 1 x 7, 1 x 6, 1 x 5, 1 x 4, 1 x 3, 1 x 2, 1 x 1)",
                ClassCounts.of(1, 2, 3, 4, 5, 6, 7, 8).toString());
        assertEquals(
                "9 classes, 45 samples (1 x 9, 1 x 8, 1 x 7, 1 x 6, 1 x 5, 1 x 4, 1 x 3, 1 x 2, ...)",
                ClassCounts.of(1, 2, 3, 4, 5, 6, 7, 8, 9).toString());
    }
}
