package seli.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The computer that a result was made on.
 *
 * @param java version and vendor of the running Java
 * @param os name, version and architecture of the operating system
 * @param cpu the processor's model, or the architecture where it is not told
 * @param processors processors that this process may use
 * @param heapBytes largest size of the Java heap, in bytes
 */
public record Machine(String java, String os, String cpu, int processors, long heapBytes) {
    private static final Path CPU_TABLE = Path.of("/proc/cpuinfo");

    /** Asks the running system; starts no process. */
    public static Machine detect() {
        String architecture = System.getProperty("os.arch", "unknown");
        return new Machine(
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + architecture,
                cpuModel().orElse(architecture),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory());
    }

    /** Bytes of physical memory of the machine or container; the heap's limit where the system does not tell. */
    public static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static Optional<String> cpuModel() {
        if (!Files.isReadable(CPU_TABLE)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(CPU_TABLE, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
