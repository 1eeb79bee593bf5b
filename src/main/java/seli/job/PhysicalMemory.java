package seli.job;

import java.lang.management.ManagementFactory;

/** How much memory this machine (or container) has. */
final class PhysicalMemory {
    private PhysicalMemory() {}

    /** Bytes of physical memory, or the Java heap's limit where the system does not tell. */
    static long bytes() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system) {
            return system.getTotalMemorySize();
        }
        return Runtime.getRuntime().maxMemory();
    }
}
