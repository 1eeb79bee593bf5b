package seli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What the build recorded about itself.
 *
 * @param version the release, such as 0.1.0
 * @param commit the full hash of the git commit, or {@code unknown} outside git
 * @param dirty whether sources differed from that commit; {@code unknown} outside git
 */
public record BuildInfo(String version, String commit, String dirty) {
    private static final String UNKNOWN = "unknown";

    /** Reads the build's record from the class path; every part that is missing is {@code unknown}. */
    public static BuildInfo read() {
        Properties build = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream("/seli/build.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the build's record", e);
        }
        return new BuildInfo(
                build.getProperty("version", UNKNOWN),
                build.getProperty("commit", UNKNOWN),
                build.getProperty("dirty", UNKNOWN));
    }

    /** Whether sources are known to differ from the commit. */
    public boolean isDirty() {
        return Boolean.parseBoolean(dirty);
    }
}
