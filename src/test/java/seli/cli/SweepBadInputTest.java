package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user of sweep may get wrong: exit code 64, one line on standard error, and nothing made. */
class SweepBadInputTest {
    private static final String SOUND = "sweep --counts 2,1 --lambda 1 --out {dir}/new ";

    @TempDir
    private Path dir;

    private record Row(String phrase, String command, String job) {
        @Override
        public String toString() {
            return phrase;
        }
    }

    private static Row row(String phrase, String command) {
        return new Row(phrase, command, "");
    }

    private static Row job(String phrase, String text) {
        return new Row(phrase, "sweep {dir}/job.yaml --out {dir}/new", text);
    }

    static Stream<Row> options() {
        return Stream.of(
                row("--out is missing; expected --out DIR", "sweep --counts 2,1 --lambda 1"),
                row("counts is missing", "sweep --lambda 1 --out {dir}/new"),
                row("lambda is missing", "sweep --counts 2,1 --out {dir}/new"),
                row("unknown option '--lamda'; did you mean --lambda?", "sweep --counts 2,1 --lamda 1 --out {dir}/new"),
                row("--lambda: got 'x'; expected", "sweep --counts 2,1 --lambda 1,x --out {dir}/new"),
                row("--lambda: got '-1'", "sweep --counts 2,1 --lambda -1 --out {dir}/new"),
                row("unknown profile 'stpe'", "sweep --counts stpe:k=2 --lambda 1 --out {dir}/new"),
                row("--loss: got 'xe'; expected ce, weighted", SOUND + "--loss xe"),
                row("loss cdt needs gamma", SOUND + "--loss cdt"),
                row("--seed: got '1:5:2'", SOUND + "--seed 1:5:2"),
                row("--bias: got 'maybe'", SOUND + "--bias maybe"),
                row("--method: got 'gd'; expected auto, grouped", SOUND + "--method gd"),
                row("--kind: got 'fly'; expected solve or train", SOUND + "--kind fly"),
                row("--steps belongs to sweeps of another kind; got kind solve", SOUND + "--steps 5"),
                row("--tolerance belongs to sweeps of another kind", SOUND + "--kind train --tolerance 1"),
                row("--tensorboard belongs to sweeps of kind train", SOUND + "--tensorboard {dir}/tb"),
                row("log steps 'often'", SOUND + "--kind train --log-at often"),
                row("--lr-drops: got 'x'", SOUND + "--kind train --lr-drops x"),
                row("--threads: got '0'", SOUND + "--threads 0"),
                row("--max-problems: got '1000001'", SOUND + "--max-problems 1000001"),
                row("more than 3 problems (2 bias x 2 lambda)", SOUND + "--lambda 2 --bias free,none --max-problems 3"),
                row("more than 10000 values", SOUND + "--gamma 0:1:10001"),
                row("file not found: {dir}/no.csv", "sweep --counts @{dir}/no.csv --lambda 1 --out {dir}/new"),
                row("a-file: a part of the path is a file", "sweep --counts 2,1 --lambda 1 --out {dir}/a-file"),
                row("--json {dir}/no/x.json: there is no folder", SOUND + "--json {dir}/no/x.json"),
                row("--out cannot be given with --resume", SOUND + "--resume {dir}/old"),
                row("file not found: {dir}/old/job.json", "sweep --resume {dir}/old"),
                row("--counts cannot be given with {dir}/job.yaml", SOUND + "{dir}/job.yaml"),
                row("unexpected argument 'more'", "sweep {dir}/job.yaml more --out {dir}/new"),
                row("job file {dir}/a-file is of an unknown kind", "sweep {dir}/a-file --out {dir}/new"),
                row("{dir}/lost holds problems but no job.json", "sweep --counts 2,1 --lambda 1 --out {dir}/lost"),
                row(
                        "{dir}/foreign/job.json is not the job of a sweep",
                        "sweep --counts 2,1 --lambda 1 --out {dir}/foreign"));
    }

    static Stream<Row> jobs() {
        return Stream.of(
                job(
                        "{dir}/job.yaml: line 2, column 1: unknown key 'lamda'; did you mean lambda?",
                        "counts: 2,1\nlamda: 1\n"),
                job("line 1, column 1: unknown key 'Counts'; did you mean counts?", "Counts: 2,1\nlambda: 1\n"),
                job(
                        "line 3, column 1: steps belongs to kind train; got kind solve",
                        "counts: 2,1\nlambda: 1\nsteps: 3\n"),
                job("line 1, column 7: kind is 'fly'; expected solve or train", "kind: fly\ncounts: 2,1\nlambda: 1\n"),
                job("line 2, column 9: lambda: got 'true'; expected", "counts: 2,1\nlambda: true\n"),
                job("line 2, column 13: lambda: got 'x'; expected", "counts: 2,1\nlambda: [1, x]\n"),
                job("line 2, column 9: lambda is an empty list", "counts: 2,1\nlambda: []\n"),
                job("lambda has no value; expected a value or a list", "counts: 2,1\nlambda:\n"),
                job("lambda holds named values", "counts: 2,1\nlambda: {from: 1}\n"),
                job("lambda holds a list", "counts: 2,1\nlambda: [[1]]\n"),
                job("line 1, column 9: counts '0,1': the count of class 0 is 0", "counts: 0,1\nlambda: 1\n"),
                job("tolerance has 2 values", "counts: 2,1\nlambda: 1\ntolerance: [1e-3, 1e-4]\n"),
                job("kind has 2 values", "kind: [solve, train]\ncounts: 2,1\nlambda: 1\n"),
                job("schema is 'other/1'; expected 'seli.sweep-job/1'", "schema: other/1\ncounts: 2,1\nlambda: 1\n"),
                job("key 'lambda' is given twice", "lambda: 1\ncounts: 2,1\nlambda: 2\n"),
                job("line 2, column 9: an alias", "counts: &a 2,1\nlambda: *a\n"),
                job("a tag", "counts: 2,1\nlambda: !!float 1\n"));
    }

    @ParameterizedTest
    @MethodSource({"options", "jobs"})
    void isOneLineWithExitCode64AndMakesNothing(Row row) throws IOException {
        Files.writeString(dir.resolve("a-file"), "text");
        Files.writeString(dir.resolve("job.yaml"), row.job());
        Files.createDirectory(dir.resolve("old"));
        Files.createDirectories(dir.resolve("lost/problems"));
        Files.createDirectory(dir.resolve("foreign"));
        Files.writeString(dir.resolve("foreign").resolve("job.json"), "{\"schema\": \"seli.train-job/1\"}");
        List<String> before = listing();

        CommandRun run = CommandRun.of(inDir(row.command()).split(" "));

        assertEquals(64, run.exitCode(), run.err());
        assertTrue(run.err().contains(inDir(row.phrase())), run.err());
        assertFalse(run.err().contains("Exception"), run.err());
        assertEquals(1, run.errorLines(), run.err());
        assertEquals("", run.out());
        assertEquals(before, listing());
    }

    @Test
    void backendThatCannotBeHadEndsTheSweepBeforeItBegins() throws IOException {
        CommandRun run =
                CommandRun.of(inDir(SOUND + "--backend cpu --precision tf32").split(" "));
        assertEquals(69, run.exitCode(), run.err());
        assertEquals(1, run.errorLines(), run.err());
        assertEquals(List.of(), listing());
    }

    private String inDir(String text) {
        return text.replace("{dir}", dir.toString());
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.skip(1).map(Path::toString).sorted().toList();
        }
    }
}
