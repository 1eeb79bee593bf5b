package seli.backend.cpu;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Versions of libraries, as Maven wrote them into their jars. */
final class LibraryVersion {
    private LibraryVersion() {}

    /** The version of the artifact that {@code member} comes from, or "unknown". */
    static String ofMavenArtifact(Class<?> member, String group, String artifact) {
        String path = "/META-INF/maven/%s/%s/pom.properties".formatted(group, artifact);
        try (InputStream in = member.getResourceAsStream(path)) {
            if (in == null) {
                return "unknown";
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
