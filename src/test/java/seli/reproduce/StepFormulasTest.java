package seli.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.geometry.SeliGeometry;

class StepFormulasTest {
    @Test
    void balancedCountsGiveTheSimplex() {
        ShapeNumbers shape = new StepFormulas(4, 0.5, 1).shape();
        assertEquals(1, shape.get(Shape.CLASSIFIER_RATIO), 1e-15);
        assertEquals(1, shape.get(Shape.ALIGNED_MINORITY), 1e-15);
        assertEquals(-1 / 3., shape.get(Shape.CLASSIFIER_BETWEEN), 1e-15);
        assertEquals(-1 / 3., shape.get(Shape.EMBEDDING_MAJORITY), 1e-15);
        assertEquals(0, new StepFormulas(4, 0.5, 1).classifierToEtf(), 1e-7);
    }

    /** Golden nuclear norms of the SEL matrix. */
    @ParameterizedTest
    @CsvSource({"4, .5, 10, 6.5074855400800935", "10, .5, 10, 18.994318520585235"})
    void nuclearNormsAreTheGoldenOnes(int k, double rho, double ratio, double expected) {
        assertEquals(expected, new StepFormulas(k, rho, ratio).nuclearNorm(), 1e-13 * expected);
    }

    /** Norms and angles of golden Gram matrices with two counts, majorities first. */
    @Test
    void normsAndAnglesAreTheGoldenOnes() throws IOException {
        int cases = 0;
        for (JsonNode golden : new ObjectMapper().readTree(golden("/seli/geometry/seli.json"))) {
            List<Double> counts = new ArrayList<>();
            golden.get("n").forEach(count -> counts.add(count.doubleValue()));
            int k = counts.size();
            double least = counts.get(k - 1);
            long minorities = counts.stream().filter(count -> count == least).count();
            if (counts.stream().distinct().count() == 2 && minorities > 1 && k - minorities > 1) {
                double rho = minorities / (double) k;
                ShapeNumbers shape = new StepFormulas(k, rho, counts.get(0) / least).shape();
                JsonNode w = golden.get("GW");
                JsonNode m = golden.get("GM");
                double w00 = w.at("/0/0").doubleValue();
                double m00 = m.at("/0/0").doubleValue();
                JsonNode lastW = w.get(k - 1);
                JsonNode lastM = m.get(k - 1);
                double wll = lastW.get(k - 1).doubleValue();
                double mll = lastM.get(k - 1).doubleValue();
                assertEquals(w00 / wll, shape.get(Shape.CLASSIFIER_RATIO), 1e-12 * w00 / wll);
                assertEquals(m00 / mll, shape.get(Shape.EMBEDDING_RATIO), 1e-12);
                assertEquals(w.at("/0/1").doubleValue() / w00, shape.get(Shape.CLASSIFIER_MAJORITY), 1e-12);
                assertEquals(lastW.get(k - 2).doubleValue() / wll, shape.get(Shape.CLASSIFIER_MINORITY), 1e-12);
                assertEquals(m.at("/0/1").doubleValue() / m00, shape.get(Shape.EMBEDDING_MAJORITY), 1e-12);
                assertEquals(lastM.get(k - 2).doubleValue() / mll, shape.get(Shape.EMBEDDING_MINORITY), 1e-12);
                assertEquals(
                        lastW.get(0).doubleValue() / Math.sqrt(w00 * wll), shape.get(Shape.CLASSIFIER_BETWEEN), 1e-12);
                assertEquals(
                        lastM.get(0).doubleValue() / Math.sqrt(m00 * mll), shape.get(Shape.EMBEDDING_BETWEEN), 1e-12);
                cases++;
            }
        }
        assertTrue(cases >= 2, "golden cases with two counts: " + cases);
    }

    /** The tabulated optima of the ridge path are the golden ones. */
    @Test
    void referencesOfTheRidgePathAreTheGoldenOnes() throws IOException {
        int cases = 0;
        List<String> lines = List.of(golden("/seli/golden/ridge.csv").split("\\R"));
        List<String> head = List.of(lines.get(0).split(";"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(";");
            for (RidgePaths.Known known : RidgePaths.Known.all()) {
                String counts = Stream.of(cells[0].split(","))
                        .map(Double::parseDouble)
                        .toList()
                        .toString();
                if (counts.equals(LongStream.of(known.counts().toArray())
                                .asDoubleStream()
                                .boxed()
                                .toList()
                                .toString())
                        && Double.parseDouble(cells[1]) == known.lambda()) {
                    double objective = Double.parseDouble(cells[head.indexOf("F")]);
                    assertEquals(objective, known.objective(), 1e-14 * objective);
                    assertEquals(Double.parseDouble(cells[head.indexOf("dW")]), known.w(), 6e-7);
                    assertEquals(Double.parseDouble(cells[head.indexOf("dM")]), known.m(), 6e-7);
                    assertEquals(Double.parseDouble(cells[head.indexOf("dZ")]), known.z(), 6e-7);
                    assertEquals(Integer.parseInt(cells[head.indexOf("rank")]), known.rank());
                    cases++;
                }
            }
        }
        assertTrue(cases >= 15, "golden cases in the ridge path: " + cases);
    }

    private static String golden(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(StepFormulasTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void nuclearNormIsThatOfTheSpectralRoute() {
        double spectral = SeliGeometry.of(StepProfile.of(7, 3, 42, 1)).nuclearNorm();
        assertEquals(spectral, new StepFormulas(10, 0.3, 42).nuclearNorm(), 1e-13 * spectral);
    }
}
