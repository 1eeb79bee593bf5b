package seli.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The processor's name, where the system tells it. */
final class CpuModel {
    private static final Path LINUX = Path.of("/proc/cpuinfo");

    private CpuModel() {}

    /** Such as {@code AMD EPYC, 2 processors, amd64}. */
    static String describe() {
        return "%s, %d processors, %s"
                .formatted(name(), Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch"));
    }

    private static String name() {
        try (Stream<String> lines = Files.lines(LINUX)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("CPU");
        } catch (IOException e) { // not Linux
            String windows = System.getenv("PROCESSOR_IDENTIFIER");
            return windows == null ? "CPU" : windows;
        }
    }
}
