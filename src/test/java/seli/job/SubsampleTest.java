package seli.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;

class SubsampleTest {
    private static int[] labels(int n, int classes, long seed) {
        Random random = new Random(seed);
        int[] labels = new int[n];
        Arrays.setAll(labels, i -> random.nextInt(classes));
        return labels;
    }

    @Test
    void everyClassHasExactlyItsCount() {
        int[] labels = labels(1000, 4, 1);
        Subsample rule = Subsample.of("100,50,7,1", 5);
        SubsampleDraw draw = rule.draw(labels, 4);
        assertEquals(ClassCounts.of(100, 50, 7, 1), ClassCounts.ofLabels(draw.chosen(labels)));
        assertEquals(158, draw.size());
        assertEquals(1000, draw.from());
        for (int i = 1; i < draw.size(); i++) {
            assertTrue(draw.index(i - 1) < draw.index(i), "indices increase, and none is drawn twice");
        }
    }

    @Test
    void drawIsTheDocumentedOne() {
        int[] labels = labels(60, 2, 2);
        Random random = new Random(9);
        List<Integer> expected = new ArrayList<>();
        for (int c = 0; c < 2; c++) {
            List<Integer> of = new ArrayList<>();
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] == c) {
                    of.add(i);
                }
            }
            for (int j = 0; j < 5; j++) {
                Collections.swap(of, j, j + random.nextInt(of.size() - j));
                expected.add(of.get(j));
            }
        }
        Collections.sort(expected);
        SubsampleDraw draw = Subsample.of("balanced:k=2,n=5", 9).draw(labels, 2);
        List<Integer> drawn = new ArrayList<>();
        for (int i = 0; i < draw.size(); i++) {
            drawn.add(draw.index(i));
        }
        assertEquals(expected, drawn);
    }

    @Test
    void seedAloneDecides() {
        int[] labels = labels(1000, 3, 3);
        int[] first = Subsample.of("balanced:k=3,n=20", 1).draw(labels, 3).indices();
        assertTrue(Arrays.equals(
                first, Subsample.of("balanced:k=3,n=20", 1).draw(labels, 3).indices()));
        assertFalse(Arrays.equals(
                first, Subsample.of("balanced:k=3,n=20", 2).draw(labels, 3).indices()));
    }

    @Test
    void allSamplesMayBeDrawn() {
        SubsampleDraw draw = Subsample.of("2,1", 1).draw(new int[] {1, 0, 0}, 2);
        assertTrue(Arrays.equals(new int[] {0, 1, 2}, draw.indices()));
    }

    @Test
    void whatCannotBeDrawnIsNamed() {
        int[] labels = {0, 0, 1};
        assertEquals("class 1 has 1 samples but profile '2,2' asks for 2; expected fewer", message("2,2", 2, labels));
        assertEquals(
                "profile '1,1,1' has 3 classes but the classifier has 2; expected as many",
                message("1,1,1", 2, labels));
        assertEquals(
                "label 2 of sample 0 is outside 0..1; expected a profile with a count for every label",
                message("1,1", 2, 2, 0, 1));
    }

    private static String message(String profile, int classes, int... labels) {
        Subsample rule = Subsample.of(profile, 1);
        return assertThrows(IllegalArgumentException.class, () -> rule.draw(labels, classes))
                .getMessage();
    }
}
