package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class LabeledFeaturesTest {
    private static final HostMatrix H = HostMatrix.of(2, 4, 1, 10, 2, 20, 4, 40, 6, 60);

    @Test
    void countsAndMeansFollowTheLabelsInAnyOrder() {
        LabeledFeatures samples = LabeledFeatures.of(H, new int[] {1, 0, 1, 0}, 2);
        assertEquals(ClassCounts.of(2, 2), samples.counts());
        assertEquals(HostMatrix.of(2, 2, 4, 40, 2.5, 25), samples.classMeans());
        assertEquals(4, samples.samples());
        assertEquals(0, samples.label(3));
        assertEquals(H, samples.stream().matrix());
    }

    @Test
    void meansDivideByTheCountOfTheirClass() {
        LabeledFeatures samples = LabeledFeatures.of(H, new int[] {0, 0, 0, 1}, 2);
        assertEquals(0, samples.classMeans().maxDifference(HostMatrix.of(2, 2, 7.0 / 3, 70.0 / 3, 6, 60)), 1e-14);
    }

    @Test
    void labelsAreCopied() {
        int[] labels = {1, 0, 1, 0};
        LabeledFeatures samples = LabeledFeatures.of(H, labels, 2);
        labels[0] = 0;
        assertEquals(1, samples.label(0));
    }

    @Test
    void numberOfLabelsIsChecked() {
        assertEquals("3 labels for 4 samples; expected one label for each sample", message(2, 0, 1, 0));
    }

    @Test
    void labelsOutOfRangeAreNamed() {
        String expected = "label 2 of sample 3 is outside 0..1; expected labels of the 2 classes of the classifier";
        assertEquals(expected, message(2, 0, 1, 0, 2));
        assertEquals(
                "label -1 of sample 0 is outside 0..1; expected labels of the 2 classes of the classifier",
                message(2, -1, 1, 0, 0));
    }

    @Test
    void classWithoutSamplesIsNamed() {
        assertEquals(
                "class 1 has no sample; expected at least one for each of the 3 classes of the classifier",
                message(3, 0, 2, 0, 2));
    }

    private static String message(int classes, int... labels) {
        return assertThrows(IllegalArgumentException.class, () -> LabeledFeatures.of(H, labels, classes))
                .getMessage();
    }
}
