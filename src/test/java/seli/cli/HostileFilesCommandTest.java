package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import seli.io.HostileCorpus;
import seli.io.HostileFile;
import seli.io.NpyWriter;
import seli.linalg.HostMatrix;

/** Hostile files end a command with exit code 64 and one line that names the file; nothing is written. */
class HostileFilesCommandTest {
    /** One attack in so many, so that every kind is met. */
    private static final int STRIDE = 9;

    @TempDir
    private Path dir;

    @BeforeEach
    void writeSoundFiles() throws IOException {
        NpyWriter.of(HostMatrix.identity(2)).write(dir.resolve("sound-w.npy"));
        NpyWriter.of(HostMatrix.identity(2)).write(dir.resolve("sound-h.npy"));
        NpyWriter.of(new int[] {0, 1}).write(dir.resolve("sound-y.npy"));
    }

    static List<HostileFile> someOfEveryKind() {
        List<HostileFile> all = HostileCorpus.handMade();
        return IntStream.range(0, all.size())
                .filter(i -> i % STRIDE == 0)
                .mapToObj(all::get)
                .toList();
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("someOfEveryKind")
    void hostileFileIsOneLineAndExitCode64(HostileFile file) throws IOException {
        String hostile = file.writeTo(dir);
        for (String option : List.of("--weights", "--features", "--labels")) {
            CommandRun run = analyze(option, hostile);
            assertEquals(64, run.exitCode(), run.err());
            assertEquals(1, run.errorLines(), run.err());
            assertTrue(run.err().contains(dir.resolve(file.name()).toString()), run.err());
            assertEquals("", run.out());
            assertFalse(Files.exists(dir.resolve("out")), "a folder was made");
        }
    }

    private CommandRun analyze(String option, String hostile) {
        return CommandRun.of(
                "analyze",
                "--backend",
                "reference",
                "--weights",
                option.equals("--weights")
                        ? hostile
                        : dir.resolve("sound-w.npy").toString(),
                "--features",
                option.equals("--features")
                        ? hostile
                        : dir.resolve("sound-h.npy").toString(),
                "--labels",
                option.equals("--labels") ? hostile : dir.resolve("sound-y.npy").toString(),
                "--out",
                dir.resolve("out").toString());
    }
}
