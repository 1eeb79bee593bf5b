package seli.standards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher {@code seli} in a copy of the project with stand-ins for Java and Maven, which say how they were called.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {
    private static final List<String> TOOLS =
            List.of("sh", "find", "head", "readlink", "sed", "touch", "mv", "rm", "ln", "mkdir", "sleep", "cat");

    @TempDir
    Path folder = Path.of("");

    private Path project = Path.of("");
    private Path jdk = Path.of("");
    private Path tools = Path.of("");

    /** What a run of the launcher gave. */
    private record Run(int exit, String out, String err) {}

    @BeforeEach
    void copyProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project"));
        tools = Files.createDirectories(folder.resolve("tools"));
        jdk = folder.resolve("jdk");
        Files.copy(Path.of("seli"), project.resolve("seli"), StandardCopyOption.COPY_ATTRIBUTES);
        write(project.resolve("pom.xml"), "<project/>");
        write(project.resolve("src/main/java/A.java"), "class A {}");
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), whereIs(tool));
        }
        script(tools.resolve("mvn"), "echo \"$*\" >>builds; sleep 0.2; echo jar >target/seli-new.jar");
        script(jdk.resolve("bin/java"), "for a in \"$@\"; do printf '[%s]\\n' \"$a\"; done");
        script(jdk.resolve("bin/javac"), "");
        write(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    }

    @Test
    void firstStartBuildsOnceAndSaysSoInOneLine() throws Exception {
        Run first = start();
        Run second = start();

        assertEquals("building seli (first use) ...\n", first.err());
        assertEquals("", second.err());
        assertEquals(1, builds());
    }

    @Test
    void argumentsArriveUnchangedFromAnyFolderThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a project/seli"));
        Run run = finish(launch(link, "a b", "*", "", "--x=$(y)"));

        assertTrue(run.out().endsWith("/target/seli.jar]\n[a b]\n[*]\n[]\n[--x=$(y)]\n"), run.out());
    }

    @Test
    void newerSourceIsBuiltAgain() throws Exception {
        start();
        Files.setLastModifiedTime(
                project.resolve("src/main/java/A.java"),
                FileTime.from(Instant.now().plusSeconds(5)));

        assertEquals("building seli (sources changed) ...\n", start().err());
        assertEquals(2, builds());
    }

    @Test
    void removedSourceIsBuiltAgain() throws Exception {
        start();
        Files.delete(project.resolve("src/main/java/A.java"));
        Files.setLastModifiedTime(
                project.resolve("src/main/java"), FileTime.from(Instant.now().plusSeconds(5)));

        assertEquals("building seli (sources changed) ...\n", start().err());
    }

    @Test
    void startsAtOnceShareOneBuild() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(launch(project.resolve("seli")));
        }
        for (Process process : processes) {
            assertEquals(0, finish(process).exit());
        }
        assertEquals(1, builds());
    }

    @Test
    void lockOfAKilledBuildIsTakenOver() throws Exception {
        Files.createDirectories(project.resolve("target"));
        Files.createSymbolicLink(project.resolve("target/seli.lock"), Path.of("pid-999999999"));

        assertEquals(0, start().exit());
        assertFalse(Files.isSymbolicLink(project.resolve("target/seli.lock")));
    }

    @Test
    void failedBuildShowsItsErrorsAndLeavesNoJar() throws Exception {
        script(tools.resolve("mvn"), "echo '[ERROR] A.java:1 broken'; exit 1");
        Run run = start();

        assertEquals(70, run.exit());
        assertTrue(run.err().contains("[ERROR] A.java:1 broken"), run.err());
        assertFalse(Files.exists(project.resolve("target/seli.jar")));
    }

    @Test
    void missingToolsAreNamedInOneLine() throws Exception {
        Files.delete(tools.resolve("mvn"));
        assertRefused("no mvn found");
        Files.delete(jdk.resolve("bin/javac"));
        assertRefused("no javac found");
        write(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        assertRefused("is Java 11.0.2; expected 17 or newer");
        Files.delete(jdk.resolve("bin/java"));
        assertRefused("holds no bin/java");
    }

    @Test
    void newerJavaGetsTheFlagsThatKeepItQuiet() throws Exception {
        String flags = "[--enable-native-access=ALL-UNNAMED]\n[--sun-misc-unsafe-memory-access=allow]\n";

        assertFalse(start().out().contains(flags));
        write(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");
        assertTrue(start().out().contains(flags));
    }

    private void assertRefused(String message) throws Exception {
        Run run = start();
        assertEquals(69, run.exit());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().contains(message), run.err());
    }

    private Run start() throws Exception {
        return finish(launch(project.resolve("seli")));
    }

    private Process launch(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        return builder.start();
    }

    private static Run finish(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the launcher hangs");
        return new Run(process.exitValue(), out, err);
    }

    private int builds() throws IOException {
        return Files.readAllLines(project.resolve("builds")).size();
    }

    private static Path whereIs(String tool) {
        return Stream.of("/usr/bin/", "/bin/")
                .map(place -> Path.of(place + tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(tool + " is not installed"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void script(Path file, String body) throws IOException {
        write(file, "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }
}
