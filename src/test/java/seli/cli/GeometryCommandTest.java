package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeometryCommandTest {
    private static final String STEP = "step:k=10,R=10,rho=0.5,nmin=1";

    private static JsonNode json(String counts) throws IOException {
        CommandRun run = CommandRun.of("geometry", "--counts", counts, "--json", "-");
        assertEquals(0, run.exitCode(), run.err());
        assertEquals("", run.err());
        return Json.read(run.out());
    }

    @Test
    void jsonHasTheKeysOfTheContractInOrder() throws IOException {
        JsonNode json = json(STEP);

        assertEquals(
                List.of(
                        "schema",
                        "command",
                        "provenance",
                        "counts",
                        "singularValues",
                        "nuclearNorm",
                        "squaredNormRatio",
                        "classifier",
                        "embedding",
                        "alignment"),
                Json.keys(json));
        assertEquals("seli.geometry/1", json.get("schema").textValue());
        assertEquals(List.of("classes", "samples", "groups"), Json.keys(json.get("counts")));
        assertEquals(List.of("squaredNorm", "inner", "cosine"), Json.keys(json.get("classifier")));
        assertEquals(List.of("squaredNorm", "inner", "cosine"), Json.keys(json.get("embedding")));
        assertEquals(List.of("matched", "unmatched"), Json.keys(json.get("alignment")));
    }

    @Test
    void stepValuesAreThoseOfTheClosedForm() throws IOException {
        JsonNode json = json(STEP);

        assertEquals(2.672100, json.at("/squaredNormRatio/classifier").doubleValue(), 5e-7);
        assertEquals(0.350829, json.at("/squaredNormRatio/embedding").doubleValue(), 5e-7);
        assertEquals(-0.143953, json.at("/classifier/cosine/0/0").doubleValue(), 5e-7);
        assertEquals(-0.138681, json.at("/classifier/cosine/0/1").doubleValue(), 5e-7);
        assertEquals(0.033369, json.at("/classifier/cosine/1/1").doubleValue(), 5e-7);
        assertEquals(-0.186746, json.at("/embedding/cosine/1/1").doubleValue(), 5e-7);
        assertEquals(0.995584, json.at("/alignment/matched/0").doubleValue(), 5e-7);
        assertEquals(Math.sqrt(10), json.at("/singularValues/0/value").doubleValue(), 1e-14);
        assertEquals(4, json.at("/singularValues/0/multiplicity").intValue());
        assertEquals(
                4 * Math.sqrt(10) + Math.sqrt(5.5) + 4, json.get("nuclearNorm").doubleValue(), 1e-13);
    }

    @Test
    void groupsAreDecreasingWhateverTheOrderOfTheClasses() throws IOException {
        assertEquals(
                "[{\"count\":10,\"classes\":1},{\"count\":5,\"classes\":2},{\"count\":1,\"classes\":1}]",
                json("1,5,10,5").at("/counts/groups").toString());
    }

    @Test
    void twoDistinctClassesOfAGroupOfOneAreNull() throws IOException {
        JsonNode json = json("10,5,5");

        assertTrue(json.at("/classifier/inner/0/0").isNull());
        assertTrue(json.at("/embedding/cosine/0/0").isNull());
        assertTrue(json.at("/alignment/unmatched/0/0").isNull());
        assertTrue(json.at("/classifier/cosine/1/1").isDouble());
        assertTrue(json.at("/alignment/matched/0").isDouble());
    }

    @Test
    void labelsOfAFileAreCounted(@TempDir Path dir) throws IOException {
        Path labels = dir.resolve("labels.csv");
        Files.writeString(labels, "label\n1\n0\n0\n");

        assertEquals(
                "[{\"count\":2,\"classes\":1},{\"count\":1,\"classes\":1}]",
                json("@" + labels).at("/counts/groups").toString());
    }

    @Test
    void tableNamesCountsRatiosAndNorm() {
        CommandRun run = CommandRun.of("geometry", "--counts", STEP);

        assertEquals(0, run.exitCode());
        assertEquals("", run.err());
        assertTrue(run.out().startsWith("SELI geometry of 10 classes, 55 samples (5 x 10, 5 x 1)\n"), run.out());
        assertTrue(run.out().contains("|w|^2 ratio 2.672100, |h|^2 ratio 0.350829"), run.out());
        assertTrue(run.out().contains("nuclear norm 18.994319"), run.out());
    }

    @Test
    void thousandsOfGroupsGiveAShortTable() {
        CommandRun run = CommandRun.of("geometry", "--counts", "longtail:k=3000,R=1000,nmax=1000");

        assertEquals(0, run.exitCode());
        assertTrue(run.out().lines().count() < 50, run.out());
        assertTrue(run.out().lines().allMatch(line -> line.length() <= 160), run.out());
        assertTrue(run.out().contains("all groups with --json"), run.out());
    }

    @Test
    void outGetsTheSameReportAndQuietHidesTheTable(@TempDir Path dir) throws IOException {
        Path out = dir.resolve("a/b");
        Path json = dir.resolve("copy.json");

        CommandRun run = CommandRun.of(
                "geometry", "--counts", "2,1", "--quiet", "--out", out.toString(), "--json", json.toString());

        assertEquals(new CommandRun(0, "", ""), run);
        JsonNode written = Json.read(Files.readString(out.resolve("result.json")));
        assertEquals(
                written.get("classifier"), Json.read(Files.readString(json)).get("classifier"));
        try (Stream<Path> files = Files.list(out)) {
            assertEquals(List.of(out.resolve("result.json")), files.toList());
        }
    }

    @Test
    void provenanceQuotesTheCommandLine() throws IOException {
        JsonNode provenance = json("2, 1").get("provenance");

        assertEquals(
                "seli geometry --counts '2, 1' --json -",
                provenance.get("commandLine").textValue());
        assertFalse(provenance.get("version").textValue().isEmpty());
    }

    @Test
    void selectedGroupsAgreeWithTheTablesOfAll() throws IOException {
        CommandRun run = CommandRun.of("geometry", "--counts", "9,9,4,2,2", "--select", "2,0", "--json", "-");
        assertEquals(0, run.exitCode(), run.err());
        JsonNode selected = Json.read(run.out());
        JsonNode all = json("9,9,4,2,2");

        assertEquals("[2,0]", selected.get("selected").toString());
        for (String block : List.of("classifier", "embedding")) {
            for (String table : List.of("inner", "cosine")) {
                assertEquals(
                        all.at("/" + block + "/" + table + "/2/0").doubleValue(),
                        selected.at("/" + block + "/" + table + "/0/1").doubleValue(),
                        1e-14);
            }
            assertEquals(3, selected.at("/" + block + "/squaredNorm").size());
            assertEquals(
                    all.at("/" + block + "/squaredNorm/1").doubleValue(),
                    selected.at("/" + block + "/squaredNorm/1").doubleValue(),
                    1e-14);
        }
        assertEquals(
                all.at("/alignment/unmatched/2/0").doubleValue(),
                selected.at("/alignment/unmatched/0/1").doubleValue(),
                1e-14);
        assertEquals(all.at("/singularValues/0/value"), selected.at("/singularValueQuantiles/0/value"));
        assertEquals(4, selected.get("singularValueQuantiles").size());
        assertEquals(
                all.get("nuclearNorm").doubleValue(),
                selected.get("nuclearNorm").doubleValue(),
                1e-13);
    }

    @Test
    void moreThanTwoThousandDistinctCountsAreSelectedFrom() throws IOException {
        JsonNode json = json("longtail:k=3000,R=1000,nmax=1000000000");

        assertEquals(20, json.get("selected").size());
        assertEquals(0, json.at("/selected/0").intValue());
        assertEquals(2999, json.at("/selected/19").intValue());
        assertEquals(20, json.at("/classifier/cosine").size());
        assertEquals(3000, json.at("/classifier/squaredNorm").size());
        assertEquals(21, json.at("/singularValueQuantiles").size());
        assertEquals(2999, json.at("/singularValues").size());
        assertEquals(2998, json.at("/singularValueQuantiles/20/index").intValue());

        CommandRun table = CommandRun.of("geometry", "--counts", "longtail:k=3000,R=1000,nmax=1000000000");
        assertEquals(0, table.exitCode());
        assertTrue(table.out().lines().count() < 50, table.out());
        assertTrue(table.out().contains("selected groups"), table.out());
    }

    @Test
    void otherModelsNameThemselves() throws IOException {
        assertEquals("seli cdt 0.5 none", model("--loss cdt --gamma 0.5"));
        assertEquals("seli ldt 0.5 none", model("--loss ldt --gamma 0.5"));
        assertEquals("seli ce - free", model("--bias free"));
        assertEquals("etf", model("--model etf"));
        assertEquals("mse 0.5 0.5", model("--model mse --lambda 0.5"));
        assertEquals("ufm+ 0.5 2.0", model("--model ufm+ --lambda-w 0.5 --lambda-h 2"));
    }

    private static String model(String options) throws IOException {
        String command = "geometry --counts 5,5,1,1 --json - " + options;
        CommandRun run = CommandRun.of(command.split(" "));
        assertEquals(0, run.exitCode(), run.err());
        JsonNode json = Json.read(run.out());
        assertTrue(json.at("/classifier/cosine/0/1").isDouble(), run.out());
        assertEquals(options.contains("ufm+"), json.path("nuclearNorm").isMissingNode());
        StringBuilder told = new StringBuilder(json.get("model").textValue());
        for (String key : List.of("loss", "gamma", "bias", "lambdaW", "lambdaH")) {
            if (json.has(key)) {
                told.append(' ')
                        .append(json.get(key).isNull() ? "-" : json.get(key).asText());
            }
        }
        return told.toString();
    }

    @Test
    void tablesOfOtherModelsHaveTitles() {
        assertTrue(text("--loss cdt --gamma 0.5").startsWith("CDT geometry of 4 classes"));
        assertTrue(text("--bias free").startsWith("Free-bias SELI geometry of 4 classes"));
        assertTrue(text("--model etf").startsWith("Simplex ETF of 4 classes"));
        assertTrue(text("--model mse --lambda 0.5").startsWith("Squared-loss geometry of 4 classes"));
        assertTrue(text("--model ufm+ --lambda 0.5").startsWith("UFM+ geometry of 4 classes"));
        assertFalse(text("--model ufm+ --lambda 0.5").contains("nuclear norm"));
    }

    private static String text(String options) {
        String command = "geometry --counts 5,5,1,1 " + options;
        return CommandRun.of(command.split(" ")).out();
    }
}
