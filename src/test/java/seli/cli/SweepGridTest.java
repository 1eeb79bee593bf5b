package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepGridTest {
    @TempDir
    private Path dir;

    private static SweepGrid grid(SweepKind kind, String... options) throws IOException {
        Map<SweepKey, List<SweepText>> given = new EnumMap<>(SweepKey.class);
        for (int i = 0; i < options.length; i += 2) {
            SweepText text = new SweepText("", options[i], options[i + 1]);
            given.merge(SweepKey.named(options[i]).orElseThrow(), List.of(text), (a, b) -> List.of(a.get(0), text));
        }
        return SweepGrid.of(kind, given, 1000);
    }

    private static SweepGrid solve(String... options) throws IOException {
        return grid(SweepKind.SOLVE, options);
    }

    private static String refusal(SweepKind kind, String... options) {
        return assertThrows(IllegalArgumentException.class, () -> grid(kind, options))
                .getMessage();
    }

    @Test
    void gridIsTheProductWithTheLastAxisFastest() throws IOException {
        SweepGrid grid = solve("counts", "2,1", "counts", "3,1", "lambda", "1,0.1");

        List<String> found = grid.problems().stream()
                .map(p -> p.index() + " " + p.value(SweepKey.COUNTS).orElseThrow() + " "
                        + p.value(SweepKey.LAMBDA).orElseThrow())
                .toList();
        assertEquals(List.of("0 2,1 1.0", "1 2,1 0.1", "2 3,1 1.0", "3 3,1 0.1"), found);
        assertEquals("problems/00003", grid.problems().get(3).folder());
    }

    @Test
    void axisWithoutMeaningForAProblemDoesNotMultiplyIt() throws IOException {
        SweepGrid grid = solve("counts", "2,1", "lambda", "1", "loss", "ce,cdt,la", "gamma", "-1:1:5", "tau", "1,2");
        assertEquals(1 + 5 + 2, grid.problems().size());
        assertEquals(
                8,
                new HashSet<>(grid.problems().stream().map(SweepProblem::values).toList()).size());
        assertEquals(List.of(), grid.unused());

        SweepGrid plain = solve("counts", "2,1", "lambda", "1", "gamma", "-1:1:5", "seed", "1..9");
        assertEquals(1, plain.problems().size());
        assertEquals(List.of(SweepKey.GAMMA, SweepKey.SEED), plain.unused());
    }

    @Test
    void seedsCountWhereNumbersAreDrawn() throws IOException {
        assertEquals(
                3,
                solve("counts", "2,1", "lambda", "1", "seed", "1..3", "start", "random")
                        .problems()
                        .size());
        assertEquals(
                6,
                grid(SweepKind.TRAIN, "counts", "2,1", "seed", "1..3", "lr", "0.1,0.2")
                        .problems()
                        .size());
    }

    @Test
    void normalizedDescentHasNeitherRidgeNorMomentum() throws IOException {
        SweepGrid grid =
                grid(SweepKind.TRAIN, "counts", "2,1", "method", "gd,ngd", "lambda", "0,0.1", "momentum", "0,0.5,0.9");
        assertEquals(2 * 3 + 1, grid.problems().size());
    }

    @Test
    void equalValuesAreOneHoweverTheyAreWritten() throws IOException {
        SweepGrid grid = solve("counts", "2,2", "counts", "balanced:k=2,n=2", "lambda", "0.1,1e-1,0.10");
        assertEquals(1, grid.problems().size());
        assertEquals(List.of("2,2"), grid.values().get(SweepKey.COUNTS));
    }

    @Test
    void ratioSplitsTheRidge() throws IOException {
        SweepProblem problem = solve("counts", "2,1", "lambda", "0.5", "ridge-ratio", "4")
                .problems()
                .get(0);
        List<String> options = problem.options();
        assertEquals("1.0", options.get(options.indexOf("--lambda-w") + 1));
        assertEquals("0.25", options.get(options.indexOf("--lambda-h") + 1));
        assertTrue(!options.contains("--lambda"));
    }

    @Test
    void whatIsMissingOrExcludesAnotherIsRefused() {
        assertTrue(refusal(SweepKind.SOLVE, "lambda", "1").contains("counts is missing"));
        assertTrue(refusal(SweepKind.SOLVE, "counts", "2,1").contains("lambda is missing"));
        assertTrue(refusal(SweepKind.SOLVE, "counts", "2,1", "lambda", "1", "steps", "3")
                .contains("another kind"));
        assertTrue(refusal(SweepKind.SOLVE, "counts", "2,1", "lambda", "1", "loss", "ce,cdt")
                .contains("loss cdt needs gamma"));
        assertTrue(refusal(SweepKind.TRAIN, "counts", "2,1", "lambda", "1", "weight-decay", "1")
                .contains("say the same twice"));
        assertTrue(refusal(SweepKind.SOLVE, "counts", "2,1", "lambda", "1", "tolerance", "1e-3", "tolerance", "1e-4")
                .contains("has 2 values; expected one"));
    }

    @Test
    void hugeGridIsRefusedBeforeItIsMade() {
        String message = refusal(
                SweepKind.TRAIN, "counts", "2,1", "seed", "1..1000", "lr", "0.1:1:1000", "momentum", "0:0.9:1000");
        assertTrue(message.contains("more than 1000 problems (1000 lr x 1000 momentum x 1000 seed)"), message);
    }

    @Test
    void frozenJobGivesTheSameGrid() throws IOException {
        SweepGrid grid = solve(
                "counts",
                "2,1",
                "counts",
                "step:k=4,R=10,rho=0.5,nmin=1",
                "lambda",
                "1e-3:1:4log",
                "loss",
                "ce,cdt",
                "gamma",
                "0.5,1",
                "bias",
                "free",
                "tolerance",
                "1e-6");
        Path file = dir.resolve("job.json");
        SweepJobText.freeze(grid, file);

        SweepJobText read = SweepJobText.read(file);
        SweepGrid again = SweepGrid.of(read.kind(), read.given(), 1000);

        assertEquals(grid.problems(), again.problems());
        assertEquals(SweepJobText.digest(grid), read.digest());
        assertEquals(read.digest(), SweepJobText.digest(again));
    }

    @Test
    void digestTellsLabelFilesApart() throws IOException {
        Path labels = Files.writeString(dir.resolve("labels.csv"), "0\n0\n1\n");
        String before = SweepJobText.digest(solve("counts", "@" + labels, "lambda", "1"));
        Files.writeString(labels, "0\n0\n1\n1\n");
        assertNotEquals(before, SweepJobText.digest(solve("counts", "@" + labels, "lambda", "1")));
    }

    private SweepGrid read(String name, String text) throws IOException {
        SweepJobText job = SweepJobText.read(Files.writeString(dir.resolve(name), text));
        return SweepGrid.of(job.kind(), job.given(), 1000);
    }

    @Test
    void jobFilesInBothFormatsAndOptionsGiveTheSameGrid() throws IOException {
        SweepGrid options = solve(
                "counts",
                "10,10,1,1",
                "counts",
                "step:k=4,R=10,rho=0.5,nmin=1",
                "lambda",
                "0.1,0.01",
                "loss",
                "cdt",
                "gamma",
                "-1:1:3");
        SweepGrid yaml = read("job.yaml", """
                kind: solve
                counts:
                  - 10,10,1,1
                  - step:k=4,R=10,rho=0.5,nmin=1
                lambda: [0.1, 1e-2]
                loss: cdt
                gamma: -1:1:3
                """);
        SweepGrid json = read("job.json", """
                {"counts": [[10, 10, 1, 1], "step:k=4,R=10,rho=0.5,nmin=1"],
                 "lambda": "0.1,0.01", "loss": ["cdt"], "gamma": [-1, 0, 1.0]}
                """);
        assertEquals(options.problems(), yaml.problems());
        assertEquals(options.problems(), json.problems());
        assertEquals(
                options.problems().subList(0, 6),
                read("one.yaml", "counts: [10, 10, 1, 1]\nlambda: [0.1, 0.01]\nloss: cdt\ngamma: -1:1:3\n")
                        .problems());
    }
}
