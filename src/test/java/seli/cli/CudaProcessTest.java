package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program on machines that lack something, each a process of its own since libraries load once. */
@Tag("standin")
class CudaProcessTest {
    private static final String PROPERTY = "seli.cuda.libs";
    private static final String CORE = "libselistandin.so";

    @TempDir
    private Path dir;

    private Path libraries = Path.of("");

    @BeforeEach
    void needsTheStandIn() {
        libraries = Path.of(System.getProperty(PROPERTY, "")).toAbsolutePath();
        Assumptions.assumeTrue(Files.exists(libraries.resolve("libcuda.so.1")), "no stand-in for CUDA is built");
    }

    /** A folder with the stand-in's libraries but those whose name contains {@code missing}. */
    private Path folderWithout(String missing) throws IOException {
        Path folder = Files.createDirectories(dir.resolve("machine/lib"));
        Files.copy(libraries.resolveSibling(CORE), folder.resolveSibling(CORE));
        try (Stream<Path> files = Files.list(libraries)) {
            for (Path file : files.toList()) {
                if (missing.isEmpty() || !file.getFileName().toString().contains(missing)) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        }
        return folder;
    }

    private CommandRun run(Path folder, Map<String, String> environment, List<String> options, String arguments)
            throws IOException, InterruptedException {
        return run(folder, environment, options, System.getProperty("java.class.path"), arguments);
    }

    // waiver(parameters): what a child process is made of
    private CommandRun run(
            Path folder, Map<String, String> environment, List<String> options, String classPath, String arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-D" + PROPERTY + "=" + folder);
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, Main.class.getName()));
        command.addAll(List.of(arguments.split(" ")));
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new CommandRun(
                code, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    /** solve with the backend named ends with 69 and one line; info says the same and ends well. */
    private void assertRefused(Path folder, Map<String, String> environment, String reason)
            throws IOException, InterruptedException {
        CommandRun solve = run(folder, environment, List.of(), "solve --counts 3,2 --lambda 0.1 --backend cuda");
        assertEquals(69, solve.exitCode(), solve.err());
        assertEquals(1, solve.errorLines(), solve.err());
        assertTrue(solve.err().contains(reason), solve.err());
        CommandRun info = run(folder, environment, List.of(), "info");
        assertEquals(0, info.exitCode(), info.err());
        assertTrue(info.out().contains(reason), info.out());
    }

    @Test
    void machineWithoutADriver() throws IOException, InterruptedException {
        Path empty = Files.createDirectories(dir.resolve("empty"));
        CommandRun solve = run(empty, Map.of(), List.of(), "solve --counts 3,2 --lambda 0.1 --backend cuda");
        Assumptions.assumeFalse(solve.err().contains("no CUDA libraries"), "this machine has a driver");
        assertRefused(empty, Map.of(), "no NVIDIA driver");
    }

    @Test
    void driverWithoutADevice() throws IOException, InterruptedException {
        assertRefused(libraries, Map.of("SELI_STANDIN_DEVICES", "0"), "finds no device");
        assertRefused(libraries, Map.of("CUDA_VISIBLE_DEVICES", ""), "finds no device");
    }

    @Test
    void driverThatDoesNotStart() throws IOException, InterruptedException {
        assertRefused(libraries, Map.of("SELI_STANDIN_FAIL", "cuInit:1:999"), "does not start (CUDA_ERROR_UNKNOWN)");
    }

    @Test
    void driverLibraryOnly() throws IOException, InterruptedException {
        Path folder = folderWithout("lib");
        Files.copy(libraries.resolve("libcuda.so.1"), folder.resolve("libcuda.so.1"));
        assertRefused(folder, Map.of(), "no CUDA libraries");
    }

    @ParameterizedTest
    @CsvSource({"libcublas.so", "libcusolver.so", "libnvrtc.so"})
    void librarySetWithoutOneOfItsLeaders(String missing) throws IOException, InterruptedException {
        assertRefused(folderWithout(missing), Map.of(), " has no " + missing);
    }

    @Test
    void driverTooOldForTheSet() throws IOException, InterruptedException {
        assertRefused(libraries, Map.of("SELI_STANDIN_DRIVER", "11080"), "needs a newer driver than this one");
    }

    @Test
    void setWithoutTheSolverForManyDevicesIsEnough() throws IOException, InterruptedException {
        CommandRun solve = run(
                folderWithout("cusolverMg"),
                Map.of("SELI_STANDIN_EMULATION", emulation()),
                List.of(),
                "solve --counts 3,2 --lambda 0.1 --backend cuda --quiet --json -");
        assertEquals(0, solve.exitCode(), solve.err());
    }

    @Test
    void nd4jIsNotNeeded() throws IOException, InterruptedException {
        String whole = System.getProperty("java.class.path");
        String without = Stream.of(whole.split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*(nd4j|javacpp|openblas).*"))
                .collect(Collectors.joining(File.pathSeparator));
        assertNotEquals(whole, without);
        Map<String, String> environment = Map.of("SELI_STANDIN_EMULATION", emulation());
        for (String job : List.of(
                "solve --counts 3,2 --lambda 0.1",
                "solve --counts 3,2 --lambda 0.1 --method collapsed",
                "train --counts 3,2 --steps 20 --dim 3")) {
            String arguments = job + " --backend cuda --quiet --json -";
            CommandRun run = run(libraries, environment, List.of(), without, arguments);
            assertEquals(0, run.exitCode(), run.err());
            assertEquals("", run.err());
        }
        CommandRun cpu = run(libraries, environment, List.of(), without, "selftest --backend cpu");
        assertEquals(69, cpu.exitCode(), cpu.err());
        assertEquals(1, cpu.errorLines(), cpu.err());
    }

    private static String emulation() {
        return Path.of("native", "emulation").toAbsolutePath().toString();
    }

    @Test
    void deviceTooOldForTheCompiler() throws IOException, InterruptedException {
        assertRefused(libraries, Map.of("SELI_STANDIN_CAPABILITY", "35"), "compute capability 3.5 is too low");
    }

    @Test
    void deviceWithoutMemory() throws IOException, InterruptedException {
        assertRefused(libraries, Map.of("SELI_STANDIN_MEMORY", "512"), "memory is full");
    }

    @Test
    void problemTooLargeForTheDeviceIsBadInput() throws IOException, InterruptedException {
        CommandRun solve = run(
                libraries,
                Map.of("SELI_STANDIN_MEMORY", "100000"),
                List.of(),
                "solve --counts balanced:k=100,n=2 --lambda 0.1 --backend cuda");
        assertEquals(64, solve.exitCode(), solve.err());
        assertEquals(1, solve.errorLines(), solve.err());
    }

    @Test
    void automaticChoiceFallsBackAndSaysSo() throws IOException, InterruptedException {
        CommandRun train = run(
                libraries,
                Map.of("SELI_STANDIN_DEVICES", "0"),
                List.of(),
                "train --counts 3,2 --steps 3 --lr 0.1 --quiet --json -");
        assertEquals(0, train.exitCode(), train.err());
        assertTrue(train.out().contains("finds no device"), train.out());
    }

    @Test
    void callsKeepTheRulesOfJni() throws IOException, InterruptedException {
        CommandRun solve = run(
                libraries,
                Map.of(),
                List.of("-Xcheck:jni"),
                "solve --counts 3,2 --lambda 0.1 --backend cuda --quiet --json -");
        assertEquals(0, solve.exitCode(), solve.err());
        String said = solve.out() + solve.err();
        assertFalse(said.contains("WARNING in native method"), said);
        assertFalse(said.contains("FATAL ERROR"), said);
    }
}
