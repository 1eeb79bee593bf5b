package seli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a file holds, using it in every way gives numbers or a refusal of one line that names the file, within a
 * time and a memory. Replay with {@code -Dseli.test.seed=...}, do more with {@code -Dseli.test.rounds=...}.
 */
class HostileCorpusTest {
    private static final Duration MOST_TIME = Duration.ofSeconds(20);
    /** All that the four ways of use allocate together, for files below 3 MB; garbage included. */
    private static final long MOST_BYTES = 256L << 20;

    private static final int MOST_LETTERS = 500;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seli.test.seed", 20240117);
    private final int rounds = Integer.getInteger("seli.test.rounds", 25);

    static List<HostileFile> handMade() {
        return HostileCorpus.handMade();
    }

    /** One way to use a file. */
    @FunctionalInterface
    private interface Use {
        void run(ArraySource source) throws IOException;
    }

    private static final List<Use> USES = List.of(
            source -> source.load().requireFinite().toMatrix(),
            source -> source.load().toTransposedMatrix(),
            source -> source.rows().read(3, (first, block) -> {}),
            LabelFile::read);

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("handMade")
    void attackIsRefusedInOneLine(HostileFile file) throws IOException {
        assertEquals(List.of(), complaints(file));
    }

    @Test
    void mutantsGiveNumbersOrOneLine() throws IOException {
        List<String> complaints = new ArrayList<>();
        List<HostileFile> mutants = HostileCorpus.mutants(seed, rounds);
        for (HostileFile mutant : mutants) {
            complaints.addAll(complaints(mutant));
        }
        assertEquals(List.of(), complaints, "replay with -Dseli.test.seed=" + seed);
        assertTrue(HostileCorpus.handMade().size() + mutants.size() >= 200 || rounds < 5, "the corpus is too small");
    }

    private List<String> complaints(HostileFile file) throws IOException {
        ArraySource source = ArraySource.parse(file.writeTo(folder));
        try {
            return assertTimeoutPreemptively(MOST_TIME, () -> useAll(file, source));
        } finally {
            Files.delete(source.file());
        }
    }

    private static List<String> useAll(HostileFile file, ArraySource source) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        List<String> complaints = new ArrayList<>();
        for (int i = 0; i < USES.size(); i++) {
            String outcome = outcome(USES.get(i), source);
            boolean wrong = outcome.startsWith("!") || (file.mustFail() && outcome.isEmpty() && i % 2 == 0);
            if (wrong) {
                complaints.add(file + ", use " + i + ": " + (outcome.isEmpty() ? "was accepted" : outcome));
            }
        }
        long bytes = threads.getThreadAllocatedBytes(thread) - before;
        if (bytes > MOST_BYTES) {
            complaints.add(file + ": " + bytes + " bytes were allocated");
        }
        return complaints;
    }

    /** Empty if it was accepted; the refusal, with an exclamation mark if it is not as it should be. */
    private static String outcome(Use use, ArraySource source) {
        try {
            use.run(source);
            return "";
        } catch (UnusableFileException e) {
            String line = e.getMessage();
            boolean good = line.contains(source.file().toString())
                    && line.length() < MOST_LETTERS
                    && line.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u2028' || c == '\u2029');
            return good ? line : "! " + line;
        } catch (Exception | Error e) {
            return "! " + e + " at " + e.getStackTrace()[0];
        }
    }

    @Test
    void soundFilesAreNotRefused() throws IOException {
        for (HostileFile file : HostileCorpus.sound()) {
            String outcome = outcome(USES.get(0), ArraySource.parse(file.writeTo(folder)));
            assertFalse(outcome.startsWith("!"), outcome);
            if (!outcome.isEmpty() && !outcome.contains("expected a matrix")) {
                fail(file + ": " + outcome);
            }
        }
    }
}
