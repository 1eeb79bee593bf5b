package seli.backend.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;

/** How much memory this machine, or the container around the process, has. */
final class HostMemory {
    private static final double SHARE = 0.9;
    private static final Path CONTAINER_LIMIT = Path.of("/sys/fs/cgroup/memory.max");

    private HostMemory() {}

    /** Nine tenths of the physical memory or of the container's limit, whichever is less; bytes. */
    static long defaultLimit() {
        return (long) (SHARE * Math.min(Pointer.totalPhysicalBytes(), containerLimit()));
    }

    /** Bytes that can be had now without swapping. */
    static long available() {
        return Pointer.availablePhysicalBytes();
    }

    private static long containerLimit() {
        try {
            String text = Files.readString(CONTAINER_LIMIT).trim();
            return text.matches("\\d{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
        } catch (IOException e) { // no container, or not Linux
            return Long.MAX_VALUE;
        }
    }
}
