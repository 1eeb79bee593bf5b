package seli.figure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureFilesTest {
    @TempDir
    Path folder;

    @Test
    void everyFigureIsThreeFiles() throws IOException {
        for (Figure figure : SampleFigures.all()) {
            write(figure);
            assertEquals(
                    figure.numbers().csv(), Files.readString(folder.resolve(figure.name() + ".csv")), figure.name());
            assertEquals(FigureSvg.standalone(figure), Files.readString(folder.resolve(figure.name() + ".svg")));
            BufferedImage image =
                    ImageIO.read(folder.resolve(figure.name() + ".png").toFile());
            assertTrue(colours(image) > 3, figure.name() + " is more than paper and axes");
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3 * SampleFigures.all().size(), files.count());
        }
    }

    private void write(Figure figure) throws IOException {
        List<String> remarks = FigureFiles.write(folder, figure);
        assumeTrue(remarks.isEmpty(), remarks::toString);
    }

    private static int colours(BufferedImage image) {
        Set<Integer> found = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y += 2) {
            for (int x = 0; x < image.getWidth(); x++) {
                found.add(image.getRGB(x, y));
            }
        }
        return found.size();
    }

    @Test
    void cellsOfTheImageHaveTheColoursOfTheMap() throws IOException {
        HeatMap map = HeatMap.named("one", "One")
                .rows("r", List.of("a"))
                .columns("c", List.of("a"))
                .values(new double[][] {{-2}})
                .diverging(2)
                .build();
        write(map);
        BufferedImage image = ImageIO.read(folder.resolve("one.png").toFile());
        int blue = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                blue += (image.getRGB(x, y) & 0xFFFFFF) == 0x053061 ? 1 : 0;
            }
        }
        int cell = 56 * 3;
        assertTrue(blue > cell * cell / 2, blue + " pixels of the first colour in a cell of " + cell * cell);
    }

    @Test
    void theSameFigureGivesTheSameImage() throws IOException {
        write(SampleFigures.trajectories());
        byte[] first = Files.readAllBytes(folder.resolve("trajectories.png"));
        write(SampleFigures.trajectories());

        assertArrayEquals(first, Files.readAllBytes(folder.resolve("trajectories.png")));
    }
}
