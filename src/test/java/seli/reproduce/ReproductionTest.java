package seli.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import seli.backend.Backend;
import seli.backend.BackendProvider;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.report.Provenance;

/** Experiments at a hundredth of their steps, and those that cost nothing as they are. */
class ReproductionTest {
    private static final Plan SHORT = new Plan(Preset.QUICK, 1, Path.of("no-such-folder"), 200);

    private static ReproductionOutcome run(Plan plan, Path folder, String... names) throws IOException {
        return run(plan, folder, (done, part) -> {}, names);
    }

    private static ReproductionOutcome run(Plan plan, Path folder, Reproduction.Listener listener, String... names)
            throws IOException {
        try (Backend backend = Backends.open(Backends.Choice.REFERENCE, Precision.FLOAT64, 1)) {
            Reproduction.Workplace at = new Reproduction.Workplace(
                    backend,
                    BackendProvider.Request.of(Precision.FLOAT64, 1),
                    Provenance.startNow(List.of("reproduce")).withBackend(backend));
            return Reproduction.of(plan, List.of(names), folder).run(at, listener);
        }
    }

    /** Every file with its time and size. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        folder.relativize(file).toString(),
                        Files.getLastModifiedTime(file) + " "
                                + Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                                        .hashCode());
            }
        }
        return files;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(Files.readString(file));
    }

    @Test
    void closedFormsAgreeWithFormulasAndPublishedNumbers(@TempDir Path folder) throws IOException {
        ReproductionOutcome outcome = run(SHORT, folder, "closed-form", "frames");
        assertEquals(List.of(), outcome.experiments().get(0).deviating());
        assertEquals(List.of(), outcome.experiments().get(1).deviating());
        assertTrue(outcome.agrees());
        assertEquals(54, outcome.experiments().get(0).count(Comparison.Verdict.AGREES));
        JsonNode result = json(folder.resolve("closed-form/result.json"));
        assertEquals("seli.reproduce-experiment/1", result.get("schema").textValue());
        assertEquals("agrees", result.get("verdict").textValue());
        JsonNode first = result.at("/comparisons/0");
        assertEquals(1.995247, first.get("reference").doubleValue());
        assertEquals(first.get("theory").doubleValue(), first.get("run").doubleValue(), 1e-12);
        for (JsonNode figure : result.get("figures")) {
            assertTrue(Files.size(folder.resolve("closed-form/" + figure.textValue() + ".svg")) > 1000);
            assertTrue(Files.size(folder.resolve("closed-form/" + figure.textValue() + ".csv")) > 100);
        }
    }

    @Test
    void certifiedOptimaAndThresholdsAreThePublishedOnes(@TempDir Path folder) throws IOException {
        ReproductionOutcome outcome = run(SHORT, folder, "ridge-path", "collapse");
        for (ExperimentOutcome experiment : outcome.experiments()) {
            assertEquals(List.of(), experiment.deviating(), experiment.name());
            assertTrue(experiment.count(Comparison.Verdict.AGREES) > 15, experiment.name());
        }
        JsonNode optima = json(folder.resolve("ridge-path/parts/optima.json"));
        assertEquals(19.594730632330798, optima.at("/tables/optima/rows/0/1").doubleValue(), 1e-11);
    }

    @Test
    void aSecondRunComputesNothingAndTouchesNothing(@TempDir Path folder) throws IOException {
        run(SHORT, folder, "frames", "ldt");
        Map<String, String> before = files(folder);
        ReproductionOutcome again = run(SHORT, folder, "frames", "ldt");
        assertEquals(before, files(folder));
        for (ExperimentOutcome experiment : again.experiments()) {
            assertEquals(ExperimentOutcome.Status.KEPT, experiment.status());
            assertEquals(0, experiment.partsRun());
            assertTrue(experiment.comparisons().size() > 4);
        }
    }

    @Test
    void onlyMissingAndDamagedPartsAreRunAgain(@TempDir Path folder) throws IOException {
        ReproductionOutcome first = run(SHORT, folder, "frames");
        Map<String, String> before = files(folder);
        Files.delete(folder.resolve("frames/parts/k3-R10.json"));
        Files.writeString(folder.resolve("frames/parts/k4-R1.json"), "{\"tables\": {");
        ReproductionOutcome second = run(SHORT, folder, "frames");
        assertEquals(2, second.experiments().get(0).partsRun());
        assertEquals(
                first.experiments().get(0).comparisons(),
                second.experiments().get(0).comparisons());
        Map<String, String> after = files(folder);
        assertEquals(before.keySet(), after.keySet());
        assertEquals(before.get("frames/parts/k4-R10.json"), after.get("frames/parts/k4-R10.json"));
    }

    @Test
    void anotherSeedRunsTheTrainingAgainAndNothingElse(@TempDir Path folder) throws IOException {
        run(SHORT, folder, "cdt");
        Plan other = new Plan(Preset.QUICK, 2, SHORT.data(), SHORT.shortening());
        assertEquals(9, run(other, folder, "cdt").experiments().get(0).partsRun());
    }

    @Test
    void anInterruptedRunGoesOnWithTheSameNumbers(@TempDir Path folder, @TempDir Path whole) throws IOException {
        ReproductionOutcome stopped = run(
                SHORT,
                folder,
                (done, part) -> {
                    if (part == 4) { // two of the runs are done
                        Thread.currentThread().interrupt();
                    }
                },
                "cdt");
        assertTrue(Thread.interrupted());
        assertEquals(4, stopped.experiments().get(0).partsRun());
        assertEquals(
                ExperimentOutcome.Status.INTERRUPTED,
                stopped.experiments().get(0).status());
        assertFalse(stopped.agrees());
        assertFalse(Files.exists(folder.resolve("cdt/result.json")));
        ExperimentOutcome rest = run(SHORT, folder, "cdt").experiments().get(0);
        assertEquals(7, rest.partsRun());
        assertEquals(run(SHORT, whole, "cdt").experiments().get(0).comparisons(), rest.comparisons());
    }

    @Test
    void trainingIsShownEvenWhereItStopsTooEarly(@TempDir Path folder) throws IOException {
        ReproductionOutcome outcome = run(SHORT, folder, "dynamics");
        ExperimentOutcome dynamics = outcome.experiments().get(0);
        assertEquals(19, dynamics.partsRun());
        assertTrue(dynamics.count(Comparison.Verdict.DEVIATES) > 0, "thirty steps do not reach an optimum");
        assertFalse(outcome.agrees());
        assertEquals(
                "deviates",
                json(folder.resolve("dynamics/result.json")).get("verdict").textValue());
        assertTrue(
                dynamics.sentence().matches("\\d+ of \\d+ numbers that have a band deviate; .*"), dynamics.sentence());
    }

    @Test
    void missingDataIsAReasonNotAFailure(@TempDir Path folder) throws IOException {
        ReproductionOutcome outcome = run(SHORT, folder, "resnet");
        ExperimentOutcome resnet = outcome.experiments().get(0);
        assertEquals(ExperimentOutcome.Status.SKIPPED, resnet.status());
        assertTrue(resnet.reason().startsWith("no ce_epoch001.npz in "), resnet.reason());
        assertTrue(outcome.agrees());
        assertTrue(Files.readString(folder.resolve("index.html")).contains("The experiment was skipped"));
    }

    @Test
    void theOverviewHasEverythingThatIsInTheFolder(@TempDir Path folder) throws IOException {
        run(SHORT, folder, "frames");
        run(SHORT, folder, "closed-form");
        String page = Files.readString(folder.resolve("index.html"));
        assertTrue(page.contains("The simplex ETF and SELI as vectors"));
        assertTrue(page.contains("SELI in closed form"));
    }

    @Test
    void whatOtherSettingsLeftIsNamedBeforeItIsReplaced(@TempDir Path folder) throws IOException {
        run(SHORT, folder, "closed-form", "cdt");
        Plan other = new Plan(Preset.QUICK, 2, SHORT.data(), SHORT.shortening());
        Provenance now = Provenance.startNow(List.of("reproduce"));
        List<String> all = List.of("closed-form", "cdt", "ldt");
        assertEquals(List.of(), Reproduction.of(SHORT, all, folder).outdated(now));
        assertEquals(List.of("cdt"), Reproduction.of(other, all, folder).outdated(now));
        ReproductionOutcome outcome = run(other, folder, "frames");
        assertEquals(
                List.of(
                        "cdt in the folder is of another preset, seed or version of the program, and is not on the page of all"),
                outcome.remarks());
    }

    @Test
    void thePageOfAllIsMadeAgainWhereItIsOlderThanAnExperiment(@TempDir Path folder) throws IOException {
        run(SHORT, folder, "frames");
        Path page = folder.resolve("index.html");
        Files.setLastModifiedTime(page, java.nio.file.attribute.FileTime.fromMillis(0));
        run(SHORT, folder, "frames");
        assertTrue(Files.getLastModifiedTime(page).toMillis() > 0);
    }

    @Test
    void foldersOfOtherCommandsAreRefused(@TempDir Path folder) throws IOException {
        Reproduction.requireFolder(folder);
        Reproduction.requireFolder(folder.resolve("none"));
        Files.writeString(folder.resolve("result.json"), "{\"schema\": \"seli.reproduce/1\"}");
        Reproduction.requireFolder(folder);
        for (String other : List.of("{\"schema\": \"seli.train/1\"}", "{}", "no JSON")) {
            Files.writeString(folder.resolve("result.json"), other);
            assertThrows(IllegalArgumentException.class, () -> Reproduction.requireFolder(folder), other);
        }
    }

    @Test
    void unknownNamesAreRefused() {
        IllegalArgumentException failure =
                assertThrows(IllegalArgumentException.class, () -> run(SHORT, Path.of("unused"), "frame"));
        assertTrue(String.valueOf(failure.getMessage()).startsWith("no experiment 'frame'; expected one of "));
    }
}
