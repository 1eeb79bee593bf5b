package seli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import seli.linalg.HostMatrix;

class SampleStreamTest {
    private static final SampleStream FIVE = SampleStream.of(HostMatrix.generate(2, 5, (i, j) -> 10 * j + i));

    private static List<String> blocks(SampleStream stream, int most) {
        List<String> blocks = new ArrayList<>();
        stream.forEach(most, (first, block) -> {
            StringBuilder text = new StringBuilder(first + ":");
            for (int j = 0; j < block.cols(); j++) {
                text.append(' ').append((int) block.get(0, j)).append(',').append((int) block.get(1, j));
            }
            blocks.add(text.toString());
        });
        return blocks;
    }

    @Test
    void samplesComeInOrderInBlocksOfWhichTheLastMayBeShorter() {
        assertEquals(List.of("0: 0,1 10,11", "2: 20,21 30,31", "4: 40,41"), blocks(FIVE, 2));
        assertEquals(blocks(FIVE, 2), blocks(FIVE, 2));
    }

    @Test
    void chosenSamplesAreNumberedAnewAndFillTheirBlocks() {
        SampleStream chosen = FIVE.select(1, 3, 4);
        assertEquals(3, chosen.samples());
        assertEquals(2, chosen.featureDim());
        assertEquals(List.of("0: 10,11 30,31", "2: 40,41"), blocks(chosen, 2));
        assertEquals(List.of("0: 10,11 30,31 40,41"), blocks(chosen, 3));
        assertEquals(List.of(), blocks(FIVE.select(), 3));
    }

    @Test
    void scaledSamplesAreMultiplied() {
        assertEquals(HostMatrix.of(2, 1, 60, 62), FIVE.scaled(2).select(3).matrix());
    }

    @Test
    void choiceMustIncreaseAndBeOfTheSamples() {
        for (int[] wrong : new int[][] {{1, 1}, {3, 2}, {5}, {-1}}) {
            assertThrows(IllegalArgumentException.class, () -> FIVE.select(wrong));
        }
    }

    @Test
    void tallSamplesComeOneByOne() {
        assertEquals(1, SampleStream.blockSize(Long.MAX_VALUE));
        assertEquals(1 << 20, SampleStream.blockSize(2));
    }
}
