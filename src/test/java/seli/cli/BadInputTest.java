package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import seli.io.NpyWriter;
import seli.io.NpzWriter;
import seli.linalg.HostMatrix;

/**
 * What a user may get wrong: exit code 64, one line on standard error that names it, nothing on standard output, and no
 * file made or changed. {@code {dir}} in an argument is a folder with the files of {@link #makeFiles}.
 */
class BadInputTest {
    private static final double[] SIX = {1, 2, 3, 4, 5, 6};

    @TempDir
    private Path dir;

    /** A command line and what the error has to say. */
    private record Row(String phrase, String command) {
        @Override
        public String toString() {
            return command;
        }
    }

    private static Row row(String phrase, String command) {
        return new Row(phrase, command);
    }

    @BeforeEach
    void makeFiles() throws IOException {
        Files.writeString(dir.resolve("a-file"), "text\n");
        Files.createDirectory(dir.resolve("a-folder"));
        Files.writeString(dir.resolve("empty.csv"), "");
        Files.writeString(dir.resolve("negative.csv"), "0\n1\n-1\n");
        Files.writeString(dir.resolve("gap.csv"), "0\n2\n2\n");
        Files.writeString(dir.resolve("fraction.csv"), "0\n1.5\n");
        Files.writeString(dir.resolve("words.csv"), "0\ncat\n");
        Files.writeString(dir.resolve("one-class.csv"), "0\n0\n");
        Files.writeString(dir.resolve("labels.csv"), "0\n0\n1\n");
        Files.writeString(dir.resolve("broken.npy"), "this is no array");
        Files.write(dir.resolve("cut.npy"), Arrays.copyOf(Files.readAllBytes(written("whole.npy", SIX)), 130));
        NpyWriter.of(matrix(2, 3)).write(dir.resolve("matrix23.npy"));
        NpyWriter.of(matrix(3, 3)).write(dir.resolve("features33.npy"));
        NpyWriter.of(HostMatrix.generate(3, 3, (i, j) -> i == j ? Double.NaN : 1))
                .write(dir.resolve("nan33.npy"));
        new NpzWriter().add("X", matrix(2, 3)).write(dir.resolve("foreign.npz"));
        new NpzWriter()
                .add("W", matrix(2, 3))
                .add("H", matrix(4, 2))
                .add("counts", new long[] {2, 1})
                .write(dir.resolve("mismatch.npz"));
    }

    private Path written(String name, double... values) throws IOException {
        NpyWriter.of(values).write(dir.resolve(name));
        return dir.resolve(name);
    }

    private static HostMatrix matrix(int rows, int cols) {
        return HostMatrix.generate(rows, cols, (i, j) -> i + 2.0 * j);
    }

    static Stream<Row> frame() {
        return Stream.of(
                row("unknown command 'geomtry'; did you mean geometry?", "geomtry --counts 1,1"),
                row("unknown command 'xyzzy' ('seli --help'", "xyzzy"),
                row("unknown option '--count'; did you mean --counts?", "geometry --count 1,1"),
                row("unknown option '-x' ('seli geometry --help'", "geometry -x"),
                row("unexpected argument '10,1'", "geometry 10,1"),
                row("--counts has no value; expected --counts SPEC", "geometry --counts"),
                row("--counts is given more than once", "geometry --counts 1,1 --counts 2,2"),
                row("--counts is missing; expected such as", "geometry"),
                row("--threads: got '0'; expected a whole number from 1", "info --threads 0"),
                row("--threads: got '1e300'; expected a whole number", "info --threads 1e300"),
                row("--threads: got 'NaN'; expected a whole number", "info --threads NaN"),
                row("99999999999999999999' is too large", "info --threads 99999999999999999999"));
    }

    static Stream<Row> counts() {
        return Stream.of(
                row("count of class 1 is 0", "geometry --counts 10,0"),
                row("count of class 0 is -3", "geometry --counts -3,1"),
                row("count of class 0 is 1e300", "geometry --counts 1e300,1"),
                row("NaN", "geometry --counts NaN,1"),
                row("counts", "geometry --counts ,"),
                row("number of classes is 1; expected", "geometry --counts 7"),
                row("unknown profile 'stpe'", "geometry --counts stpe:k=2"),
                row("step lacks R, rho, nmin", "geometry --counts step:k=10"),
                row("rho", "geometry --counts step:k=10,R=10,rho=0.55,nmin=5"),
                row("k is", "geometry --counts balanced:k=1,n=50"),
                row("k is", "geometry --counts balanced:k=1e300,n=50"),
                row("s is", "geometry --counts zipf:k=10,s=-1,nmax=5"),
                row(
                        "--model etf of 69810 distinct counts; expected at most 2000",
                        "geometry --model etf --counts longtail:k=100000,R=100000,nmax=10000000"),
                row("2^53", "geometry --counts 9007199254740992,9007199254740992"));
    }

    static Stream<Row> labelFiles() {
        return Stream.of(
                row("file not found: {dir}/missing.npy", "geometry --counts @{dir}/missing.npy"),
                row("{dir}/a-folder is a folder", "geometry --counts @{dir}/a-folder"),
                row("{dir}/a-file is of an unknown kind", "geometry --counts @{dir}/a-file"),
                row("empty file name", "geometry --counts @"),
                row("holds no labels", "geometry --counts @{dir}/empty.csv"),
                row("-1", "geometry --counts @{dir}/negative.csv"),
                row("no sample has label 1", "geometry --counts @{dir}/gap.csv"),
                row("1.5", "geometry --counts @{dir}/fraction.csv"),
                row("cat", "geometry --counts @{dir}/words.csv"),
                row("at least 2 classes", "geometry --counts @{dir}/one-class.csv"),
                row("not a .npy array", "geometry --counts @{dir}/broken.npy"),
                row("{dir}/cut.npy", "geometry --counts @{dir}/cut.npy"),
                row("{dir}/matrix23.npy", "geometry --counts @{dir}/matrix23.npy"));
    }

    static Stream<Row> networks() {
        return Stream.of(
                row("nothing to analyze: got no files; expected ARCHIVE.npz", "analyze"),
                row("nothing to analyze: got --weights only", "analyze --weights {dir}/matrix23.npy"),
                row("an ARCHIVE holds weights", "analyze {dir}/mismatch.npz --weights {dir}/matrix23.npy"),
                row("--features and --labels exclude --means", "analyze --features {dir}/a-file --counts 2,1"),
                row("--weights is missing", "analyze --features {dir}/matrix23.npy --labels {dir}/labels.csv"),
                row("--labels is missing", "analyze --weights {dir}/matrix23.npy --features {dir}/features33.npy"),
                row("--means is missing", "analyze --weights {dir}/matrix23.npy --counts 2,1"),
                row("file not found: {dir}/no.npz", "analyze {dir}/no.npz"),
                row("{dir}/a-file", "analyze {dir}/a-file"),
                row("{dir}/foreign.npz", "analyze {dir}/foreign.npz"),
                row("{dir}/mismatch.npz", "analyze {dir}/mismatch.npz"),
                row("{dir}/foreign.npz: no member 'counts'", "analyze {dir}/foreign.npz second.npz"),
                row("has 3 labels", samples("matrix23.npy", "matrix23.npy", "labels.csv")),
                row("{dir}/nan33.npy: row 0, column 0 is NaN", samples("nan33.npy", "features33.npy", "labels.csv")),
                row("{dir}/nan33.npy", samples("matrix23.npy", "nan33.npy", "labels.csv")),
                row("{dir}/negative.csv", samples("matrix23.npy", "features33.npy", "negative.csv")),
                row("--bias", samples("matrix23.npy", "features33.npy", "labels.csv") + " --bias"),
                row(
                        "{dir}/whole.npy",
                        samples("matrix23.npy", "features33.npy", "labels.csv") + " --bias {dir}/whole.npy"),
                row(
                        "--backend: got 'gpu'; expected auto, cuda, cpu or reference",
                        "analyze {dir}/foreign.npz --backend gpu"),
                row("--precision: got 'float16'", "analyze {dir}/foreign.npz --precision float16"),
                row("--op gmm: no case contains 'gmm'", "selftest --op gmm"));
    }

    private static String samples(String weights, String features, String labels) {
        return "analyze --backend reference --weights {dir}/%s --features {dir}/%s --labels {dir}/%s"
                .formatted(weights, features, labels);
    }

    static Stream<Row> paths() {
        return Stream.of(
                row("--counts is missing", "path"),
                row("--from: got '0'", "path --counts 2,1 --from 0"),
                row("--to: got 'x'", "path --counts 2,1 --to x"),
                row("path from lambda 1.0 to 2.0; expected it to fall", "path --counts 2,1 --from 1 --to 2"),
                row("a path of 1 points; expected at least 2", "path --counts 2,1 --points 1"),
                row("--points: got '2.5'", "path --counts 2,1 --points 2.5"),
                row("lambda 1.0E-300 is outside the range", "path --counts 2,1 --to 1e-300"),
                row("path to lambda 99.0, but the logits are zero from", "path --counts 2,1 --to 99"),
                row("--model: got 'foo'; expected ridge or lpm", "path --counts 2,1 --model foo"),
                row("--energy-w and --energy-h belong to --model lpm", "path --counts 2,1 --energy-w 1"),
                row("--energy-w and --energy-h belong together", "path --counts 2,1,1 --model lpm --energy-w 1"),
                row("the layer-peeled model with another loss", "path --counts 2,1,1 --model lpm --bias free"),
                row("too small for label smoothing", "path --counts 2,1,1 --smoothing 0.1 --to 1e-20"),
                row(
                        "distinct groups of classes; expected at most 2048",
                        "path --counts longtail:k=3000,R=10000,nmax=1000000000"),
                row("a-file: a part of the path is a file", "path --counts 2,1 --out {dir}/a-file"));
    }

    static Stream<Row> variants() {
        return Stream.of(
                row("--smoothing: got '1'; expected", "solve --counts 2,1 --lambda 1 --smoothing 1"),
                row("--bias: got 'maybe'; expected none, free or", "solve --counts 2,1 --lambda 1 --bias maybe"),
                row("--bias: got '-1'; expected none, free or", "solve --counts 2,1 --lambda 1 --bias -1"),
                row(
                        "method collapsed with label smoothing or a bias; expected --method grouped",
                        "solve --counts 2,1 --lambda 1 --bias free --method collapsed"),
                row(
                        "method grouped with a start; expected no --start",
                        "solve --counts 2,1 --lambda 1 --start random --method grouped"),
                row(
                        "lambda 1.0E-20 is too small for label smoothing",
                        "solve --counts 2,1 --lambda 1e-20 --smoothing 0.1"));
    }

    static Stream<Row> solve() {
        return Stream.of(
                row("--lambda is missing; expected a positive number", "solve --counts 2,1"),
                row("--lambda: got '-1'; expected a finite number of at least 0", "solve --counts 2,1 --lambda -1"),
                row("--lambda: got 'NaN'", "solve --counts 2,1 --lambda NaN"),
                row("--lambda: got 'Infinity'", "solve --counts 2,1 --lambda Infinity"),
                row("--lambda: got '1e999'", "solve --counts 2,1 --lambda 1e999"),
                row("--lambda: got 'small'", "solve --counts 2,1 --lambda small"),
                row("lambda is 0; expected a positive number", "solve --counts 2,1 --lambda 0"),
                row("--lambda-w and --lambda-h belong together", "solve --counts 2,1 --lambda-w 1"),
                row("--lambda is given beside", "solve --counts 2,1 --lambda 1 --lambda-w 1 --lambda-h 1"),
                row("lambda 1.0E-280", "solve --counts 2,1 --lambda 1e-280"),
                row("--counts is missing", "solve --lambda 1"),
                row("the count of class 0 is 0", "solve --counts 0,1 --lambda 1"),
                row(
                        "--dim 2 is too small for 4 classes; expected at least k - 1 = 3",
                        "solve --counts 4,3,2,1 --lambda 1 --dim 2"),
                row("--dim: got '0'", "solve --counts 2,1 --lambda 1 --dim 0"),
                row(
                        "--method: got 'newton'; expected auto, grouped, collapsed",
                        "solve --counts 2,1 --lambda 1 --method newton"),
                row("--loss-reduction: got 'max'", "solve --counts 2,1 --lambda 1 --loss-reduction max"),
                row(
                        "use --method collapsed",
                        "solve --counts 10000000000,1 --lambda 1 --method lbfgs --backend reference"),
                row("--tolerance: got '0'", "solve --counts 2,1 --lambda 1 --tolerance 0"),
                row("--max-iterations: got '-1'", "solve --counts 2,1 --lambda 1 --max-iterations -1"),
                row("--max-seconds: got '0'", "solve --counts 2,1 --lambda 1 --max-seconds 0"),
                row("--loss: got 'hinge'; expected ce, weighted", "solve --counts 2,1 --lambda 1 --loss hinge"),
                row("--loss cdt needs --gamma", "solve --counts 2,1 --lambda 1 --loss cdt"),
                row("--gamma is not a parameter of this --loss", "solve --counts 2,1 --lambda 1 --gamma 1"),
                row("file not found: {dir}/no.npz", "solve --counts 2,1 --lambda 1 --start {dir}/no.npz"),
                row("{dir}/foreign.npz", "solve --counts 2,1 --lambda 1 --start {dir}/foreign.npz"),
                row("a-file: a part of the path is a file", "solve --counts 2,1 --lambda 1 --out {dir}/a-file"),
                row(
                        "1000000 classes",
                        "solve --counts balanced:k=1000000,n=5 --lambda 1 --backend reference --method collapsed"));
    }

    static Stream<Row> geometryModels() {
        return Stream.of(
                row(
                        "--model: got 'slei'; expected seli, etf, ufm+ or mse; did you mean seli?",
                        geometry("--model slei")),
                row("--bias: got 'some'; expected none or free", geometry("--bias some")),
                row("--loss weighted has no geometry of its own", geometry("--loss weighted")),
                row("--loss ldt needs --gamma", geometry("--loss ldt")),
                row("--gamma is not a parameter", geometry("--gamma 1")),
                row("--loss ldt --gamma 300.0: temperature", geometry("--loss ldt --gamma 300")),
                row("--bias free is known for --loss ce only", geometry("--bias free --loss cdt --gamma 1")),
                row("are no options of --model etf", geometry("--model etf --bias free")),
                row("are no options of --model mse", geometry("--model mse --lambda 1 --loss cdt --gamma 1")),
                row("the ridge is no option of --model seli", geometry("--lambda 1")),
                row("--lambda is missing", geometry("--model ufm+")),
                row("--lambda-w and --lambda-h belong together", geometry("--model mse --lambda-w 1")),
                row("lambda is 0", geometry("--model mse --lambda 0")),
                row("--select: group 2 does not exist; expected groups from 0 to 1", geometry("--select 0,2")),
                row("--select: got 'x'", geometry("--select x")),
                row("--select: got '-1'", geometry("--select -1")),
                row("--select is no option of --model etf", geometry("--model etf --select 0")));
    }

    private static String geometry(String options) {
        return "geometry --counts 2,1 " + options;
    }

    static Stream<Row> svm() {
        return Stream.of(
                row("--counts is missing", "svm"),
                row("count of class 1 is 0", "svm --counts 3,0"),
                row("--loss: got 'hinge'; expected ce", "svm --counts 2,1 --loss hinge"),
                row("--loss ldt has no geometry of its own here; expected ce or cdt", "svm --counts 2,1 --loss ldt"),
                row("weighted and la have that of ce", "svm --counts 2,1 --loss weighted"),
                row("--loss cdt needs --gamma", "svm --counts 2,1 --loss cdt"),
                row("--gamma is not a parameter of --loss ce", "svm --counts 2,1 --gamma 1"),
                row("--gamma: got 'NaN'", "svm --counts 2,1 --loss cdt --gamma NaN"),
                row(
                        "--gamma 300.0: temperature of the classes with 2 samples",
                        "svm --counts 2,1 --loss cdt --gamma 300"),
                row("distinct", "svm --counts longtail:k=100000,R=100000,nmax=10000000"),
                row("there is no folder {dir}/nowhere", "svm --counts 2,1 --json {dir}/nowhere/x.json"));
    }

    static Stream<Row> train() {
        return Stream.of(
                row("--counts is missing", "train"),
                row("--steps: got '0'; expected a whole number of steps", "train --counts 2,1 --steps 0"),
                row("--steps: got '1e3'", "train --counts 2,1 --steps 1e3"),
                row("--lr: got '-0.1'", "train --counts 2,1 --lr -0.1"),
                row("--lr: got 'NaN'", "train --counts 2,1 --lr NaN"),
                row(
                        "--momentum: got '1'; expected a number of at least 0 and below 1",
                        "train --counts 2,1 --momentum 1"),
                row("--lr-drops: got '2000'; expected steps and factors", "train --counts 2,1 --lr-drops 2000"),
                row("--lr-drops: got '5:0.1,x'", "train --counts 2,1 --lr-drops 5:0.1,x"),
                row("--lr-drops and --lr-cosine exclude each other", "train --counts 2,1 --lr-drops 5:0.1 --lr-cosine"),
                row("--weight-decay and --lambda say the same twice", "train --counts 2,1 --lambda 1 --weight-decay 1"),
                row("--weight-decay: got '-1'", "train --counts 2,1 --weight-decay -1"),
                row("--lambda-decay needs a ridge", "train --counts 2,1 --lambda-decay 5"),
                row("batch of 4 samples; expected at most n = 3", "train --counts 2,1 --batch 4"),
                row("--batch: got '-1'", "train --counts 2,1 --batch -1"),
                row("--method: got 'sgd'; expected gd or ngd", "train --counts 2,1 --method sgd"),
                row("method ngd takes no ridge, got 0.5", "train --counts 2,1 --method ngd --lambda 0.5"),
                row("method ngd takes no ridge", "train --counts 2,1 --method ngd --weight-decay 0.1"),
                row("method ngd takes no momentum, got 0.9", "train --counts 2,1 --method ngd --momentum 0.9"),
                row("method ngd takes no mini-batch, got 2", "train --counts 2,1 --method ngd --batch 2"),
                row("--init-scale: got '0'", "train --counts 2,1 --init-scale 0"),
                row("--seed: got 'x'", "train --counts 2,1 --seed x"),
                row("--loss-reduction: got 'max'; expected sum or mean", "train --counts 2,1 --loss-reduction max"),
                row("log steps 'often'", "train --counts 2,1 --log-at often"),
                row("--checkpoint-every: got '0'", "train --counts 2,1 --checkpoint-every 0"),
                row("--dim 1 is too small for 3 classes; expected at least k - 1 = 2", "train --counts 2,1,1 --dim 1"),
                row("file not found: {dir}/no.npz", "train --counts 2,1 --start {dir}/no.npz"),
                row("{dir}/foreign.npz", "train --counts 2,1 --start {dir}/foreign.npz"),
                row("no training run there", "train --resume {dir}/a-folder"),
                row("no training run there", "train --resume {dir}/nowhere"),
                row("--steps cannot be given with --resume", "train --resume {dir}/a-folder --steps 5"),
                row("a-file: a part of the path is a file", "train --counts 2,1 --out {dir}/a-file"),
                row("samples", "train --counts 3000000000,1"));
    }

    static Stream<Row> bench() {
        return Stream.of(
                row("--op: got 'qr'; expected step, gemm, copy, svd, eigen, small or all", "bench --op qr"),
                row("--sizes: got '10,10'; expected sizes k,n,d", "bench --sizes 10,10"),
                row("--sizes: got '10,10,x'; expected sizes k,n,d", "bench --sizes 10,10,x"),
                row("--sizes: got '10,10,4;'; expected sizes k,n,d", "bench --sizes 10,10,4;"),
                row("--sizes: size 10,9,4; expected k,n,d with k at least 2, n at least k", "bench --sizes 10,9,4"),
                row("--small-sizes: got '1e3,1,1'", "bench --small-sizes 1e3,1,1"),
                row("--orders: got '64,1'; expected whole numbers of at least 2", "bench --orders 64,1"),
                row("--seconds: got '0'; expected a finite number above 0", "bench --seconds 0"),
                row("--budget: got 'NaN'; expected a finite number above 0", "bench --budget NaN"),
                row("small problem 10,10,4: expected d of at least k - 1 = 9", "bench --small-sizes 10,10,4"),
                row("there is no folder {dir}/nowhere", "bench --op copy --json {dir}/nowhere/x.json"));
    }

    static Stream<Row> reproduce() {
        return Stream.of(
                row("no experiment is named; expected --all, or names", "reproduce --out {dir}/new"),
                row("no experiment 'dynamic'; did you mean dynamics?", "reproduce dynamic --out {dir}/new"),
                row("--all with the name cdt; expected --all or names", "reproduce cdt --all --out {dir}/new"),
                row("--out is missing; expected --out DIR", "reproduce --all"),
                row("{dir}/a-file: a part of the path is a file", "reproduce frames --out {dir}/a-file/deeper"),
                row("--data {dir}/nowhere is no folder", "reproduce resnet --data {dir}/nowhere --out {dir}/new"),
                row("--preset: got 'fast'; expected quick or full", "reproduce --all --preset fast --out {dir}/new"));
    }

    static Stream<Row> outputs() {
        return Stream.of(
                row("{dir}/a-file: a part of the path is a file", "geometry --counts 2,1 --out {dir}/a-file"),
                row("{dir}/a-file: a part of the path is a file", "geometry --counts 2,1 --out {dir}/a-file/deeper"),
                row("{dir}/foreign.npz", "analyze {dir}/foreign.npz --out {dir}/new/folder"),
                row("--json {dir}/a-folder is a folder", "geometry --counts 2,1 --json {dir}/a-folder"),
                row("there is no folder {dir}/nowhere", "geometry --counts 2,1 --json {dir}/nowhere/x.json"),
                row("--out has no value", "geometry --counts 2,1 --out"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "frame",
        "counts",
        "labelFiles",
        "networks",
        "geometryModels",
        "svm",
        "solve",
        "paths",
        "variants",
        "train",
        "bench",
        "reproduce",
        "outputs"
    })
    void isOneLineWithExitCode64AndLeavesNothing(Row row) throws IOException {
        List<String> before = listing();

        CommandRun run = CommandRun.of(inDir(row.command()).split(" "));

        assertEquals(64, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("seli: "), run.err());
        assertTrue(run.err().contains(inDir(row.phrase())), run.err());
        assertFalse(run.err().contains("Exception"), run.err());
        assertEquals(1, run.errorLines(), run.err());
        assertEquals("", run.out());
        assertEquals(before, listing());
    }

    private String inDir(String text) {
        return text.replace("{dir}", dir.toString());
    }

    private List<String> listing() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
