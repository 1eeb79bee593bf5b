package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import seli.io.NpzWriter;
import seli.linalg.HostMatrix;

/** report.html and figures of the commands that solve, train, follow paths and analyze. */
class PageTest {
    @TempDir
    Path folder;

    private String page(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--quiet", "--out", folder.toString()));
        CommandRun run = CommandRun.of(all.toArray(new String[0]));
        assertTrue(run.exitCode() == 0 || run.exitCode() == 2, run.err());
        assertEquals("", run.err());
        return Files.readString(folder.resolve("report.html"));
    }

    private Set<String> figures() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".svg"))
                    .map(name -> name.replace(".svg", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Document parse(String page) throws Exception {
        String body = page.substring("<!DOCTYPE html>".length());
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)));
    }

    private static final Set<String> GEOMETRY = Set.of(
            "gram-classifier",
            "gram-classifier-seli",
            "gram-classifier-etf",
            "gram-embedding",
            "gram-embedding-seli",
            "gram-embedding-etf",
            "norms-classifier",
            "norms-embedding",
            "angles-classifier",
            "angles-embedding");

    @Test
    void optimumHasAllSectionsInTheirOrder() throws Exception {
        String page = page("solve", "--counts", "step:k=10,R=10,rho=0.5,nmin=5", "--lambda", "0.1");
        List<String> headings = List.of(
                "Gram matrices beside SELI and the simplex ETF",
                "Norms and angles by class",
                "Spectrum beside the SEL matrix",
                "Certificate</h2>",
                "Provenance</h2>",
                "Command</h2>");
        int at = 0;
        for (String heading : headings) {
            int next = page.indexOf(heading, page.indexOf("<section"));
            assertTrue(next > at, heading + " at " + next + " after " + at);
            at = next;
        }
        assertTrue(page.contains("Certified global optimum, relative gap"));
        assertTrue(page.contains("seli solve --counts step:k=10,R=10,rho=0.5,nmin=5 --lambda 0.1"));
        assertTrue(figures().containsAll(GEOMETRY), figures()::toString);
        assertTrue(figures().contains("spectrum"));
        assertEquals(figures().size(), parse(page).getElementsByTagName("svg").getLength());
    }

    @Test
    void spectrumOfTheOptimumIsThatOfTheResult() throws IOException {
        page("solve", "--counts", "10,10,1,1", "--lambda", "0.01");
        var json = Json.read(Files.readString(folder.resolve("result.json")));
        double sum = 0;
        for (var value : json.get("singularValues")) {
            sum += value.get("value").doubleValue() * value.get("multiplicity").intValue();
        }
        assertEquals(json.get("nuclearNorm").doubleValue(), sum, 1e-12 * sum);
        String first =
                Files.readAllLines(folder.resolve("figures/spectrum.csv")).get(1);
        double largest = json.at("/singularValues/0/value").doubleValue();
        List<String> cells = List.of(first.split(",", -1)); // the label is quoted, and has a comma
        assertEquals(largest / sum, Double.parseDouble(cells.get(cells.size() - 3)), 1e-15);
    }

    @Test
    void zeroOptimumHasAPageToo() throws Exception {
        String page = page("solve", "--counts", "6,6,2", "--lambda", "1000");

        assertTrue(page.contains("zero, so that they have no geometry"));
        assertTrue(page.contains("there is no singular value above 0"));
        parse(page);
    }

    @Test
    void thousandsOfClassesAreDrawnByGroups() throws Exception {
        String page = page("solve", "--counts", "step:k=100000,R=10,rho=0.5,nmin=5", "--lambda", "0.01");

        assertTrue(page.contains("one cell for each pair of groups of equal counts"));
        assertTrue(page.length() < 1_000_000, () -> page.length() + " characters");
        assertEquals(
                3,
                Files.readAllLines(folder.resolve("figures/gram-classifier.csv"))
                        .size());
    }

    @Test
    void trainingHasTrajectoriesAndTheSlopeOfTheory() throws Exception {
        String page = page(
                "train",
                "--counts",
                "step:k=4,R=10,rho=0.5,nmin=2",
                "--dim",
                "8",
                "--steps",
                "300",
                "--lr",
                "1",
                "--method",
                "ngd",
                "--backend",
                "reference");

        assertTrue(figures().containsAll(Set.of("distances", "distances-loss", "loss", "gradient", "nc1")));
        assertTrue(figures().containsAll(GEOMETRY));
        assertTrue(page.contains("kappa"), "theory");
        assertTrue(
                Files.readString(folder.resolve("figures/distances-loss.csv")).contains("W: theory,theory,"));
        parse(page);
    }

    @Test
    void resumedTrainingWritesItsPageIntoItsFolder() throws Exception {
        page("train", "--counts", "5,5,1", "--dim", "4", "--steps", "20", "--backend", "reference", "--no-figures");
        Files.delete(folder.resolve("report.html"));
        CommandRun run = CommandRun.of("train", "--resume", folder.toString(), "--quiet");

        assertEquals(0, run.exitCode(), run.err());
        assertTrue(Files.readString(folder.resolve("report.html")).contains("seli train --resume"));
        assertTrue(figures().contains("distances"));
    }

    @Test
    void pathHasDistancesThresholdsAndSpectrum() throws Exception {
        String page = page("path", "--counts", "10,10,1,1", "--to", "1e-100", "--points", "40");

        assertEquals(Set.of("distances", "spectrum", "margins", "gaps"), figures());
        String distances = Files.readString(folder.resolve("figures/distances.csv"));
        assertTrue(distances.contains("\na group collapses,mark,1.0,,,\n"), distances);
        assertTrue(page.contains("all 40 points are certified"));
        parse(page);
    }

    @Test
    void checkpointsHaveTrajectoriesWithBandsOfTheory() throws Exception {
        String page = page("analyze", AnalyzePages.writeCheckpoints(folder.resolve("in")), "--backend", "reference");

        assertTrue(figures().containsAll(GEOMETRY), figures()::toString);
        assertTrue(
                figures()
                        .containsAll(Set.of(
                                "distances-classifier",
                                "distances-embedding",
                                "distances-logits",
                                "spectrum",
                                "classes-norms-classifier",
                                "classes-norms-embedding",
                                "classes-alignment")),
                figures()::toString);
        assertFalse(figures().contains("nc1"), "class means alone have no NC1");
        List<String> distances = Files.readAllLines(folder.resolve("figures/distances-logits.csv"));
        assertTrue(
                distances.stream().anyMatch(row -> row.startsWith("optima of UFM to SELI,band,300.0,")),
                distances::toString);
        assertTrue(page.contains("epoch20") && page.contains("epoch*.npz"));
        assertTrue(Files.exists(folder.resolve("classes.csv")) && Files.exists(folder.resolve("trajectory.csv")));
        assertEquals(figures().size(), parse(page).getElementsByTagName("svg").getLength());
    }

    @Test
    void bandHoldsTheDistancesOfSolve() throws Exception {
        page("analyze", AnalyzePages.writeCheckpoints(folder.resolve("in")), "--backend", "reference");
        String band = Files.readAllLines(folder.resolve("figures/distances-embedding.csv")).stream()
                .filter(row -> row.startsWith("optima of UFM to SELI,band,1.0,"))
                .findFirst()
                .orElseThrow();
        List<String> cells = List.of(band.split(",", -1));
        page("solve", "--counts", "50,5,50,5,5", "--lambda", Double.toString(0.1 * Math.sqrt(5)));
        double largest = Json.read(Files.readString(folder.resolve("result.json")))
                .at("/distance/embedding/seli")
                .doubleValue();

        assertEquals(largest, Double.parseDouble(cells.get(cells.size() - 1)), 1e-6);
    }

    @Test
    void networkWithoutGeometryHasAPageToo() throws Exception {
        Path in = Files.createDirectories(folder.resolve("in"));
        new NpzWriter()
                .add("W", HostMatrix.zeros(3, 2))
                .add("H", HostMatrix.generate(2, 3, (i, j) -> i + 2.0 * j))
                .add("counts", new long[] {2, 1, 1})
                .write(in.resolve("zero.npz"));
        String page = page("analyze", in.resolve("zero.npz").toString(), "--backend", "reference");

        assertTrue(page.contains("zero, so that it has no geometry"));
        parse(page);
    }

    @Test
    void picturesAreLeftOutOnDemand() throws Exception {
        String page = page("path", "--counts", "10,10,1,1", "--points", "5", "--no-figures");

        assertEquals(0, parse(page).getElementsByTagName("svg").getLength());
        assertFalse(Files.exists(folder.resolve("figures")));
        assertTrue(Files.exists(folder.resolve("result.json")));
    }

    @Test
    void withoutAFolderThereIsNoPage() throws IOException {
        CommandRun run = CommandRun.of("path", "--counts", "10,10,1,1", "--points", "5", "--no-figures");

        assertEquals(0, run.exitCode(), run.err());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}
