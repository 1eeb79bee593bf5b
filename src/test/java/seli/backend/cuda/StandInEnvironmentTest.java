package seli.backend.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in in a process that no test can reach into: set by the environment, and its report at the end. */
@Tag("standin")
class StandInEnvironmentTest {
    @TempDir
    Path folder;

    @BeforeEach
    void librariesAreThere() {
        StandInLibraries.require();
    }

    /** What {@link StandInProbe} says on its error stream under the given environment. */
    private String probe(Map<String, String> environment) throws IOException, InterruptedException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path messages = folder.resolve("messages");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + CudaSearch.PROPERTY + "=" + System.getProperty(CudaSearch.PROPERTY),
                "-cp",
                classes,
                StandInProbe.class.getName());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(messages.toFile());
        builder.start().waitFor();
        return Files.readString(messages, StandardCharsets.UTF_8);
    }

    @Test
    void noVisibleDeviceIsNoDevice() throws IOException, InterruptedException {
        assertTrue(probe(Map.of("CUDA_VISIBLE_DEVICES", "")).contains("CUDA_ERROR_NO_DEVICE"));
    }

    @Test
    void aDriverCanBeMadeToFail() throws IOException, InterruptedException {
        assertTrue(probe(Map.of("SELI_STANDIN_FAIL", "cuInit:1:999")).contains("CUDA_ERROR_UNKNOWN"));
    }

    @Test
    void theReportTellsWhatLivesAndWhatWentWrong() throws IOException, InterruptedException {
        Path report = folder.resolve("report");
        String said = probe(Map.of("SELI_STANDIN_REPORT", report.toString(), "SELI_STANDIN_MEMORY", "64"));
        assertTrue(said.contains("CUDA_ERROR_INVALID_VALUE"), said);
        List<String> lines = Files.readAllLines(report, StandardCharsets.UTF_8);
        assertEquals(
                List.of(
                        "device allocations 1",
                        "pinned allocations 0",
                        "handles 0",
                        "contexts 1",
                        "peak bytes 8",
                        "launches 0",
                        "violations 1"),
                lines.subList(0, 7));
        assertTrue(lines.get(7).contains("destination needs 16 bytes at offset 0 of allocation #1, which has 8"));
    }

    @Test
    void aDeviceCanBeMadeFull() throws IOException, InterruptedException {
        assertTrue(probe(Map.of("SELI_STANDIN_MEMORY", "4")).contains("CUDA_ERROR_OUT_OF_MEMORY"));
    }
}
