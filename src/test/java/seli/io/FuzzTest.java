package seli.io;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files give an array or a refusal of one line, and nothing else. Replay with {@code -Dseli.test.seed=...}, do
 * more with {@code -Dseli.test.rounds=...}.
 */
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("seli.test.rounds", 400);

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seli.test.seed", 20240117);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "f4_c.npy",
                "f8_fortran.npy",
                "i8.npy",
                "version2.npy",
                "cube.npy",
                "stored.npz",
                "deflated.npz",
                "zip64_everywhere.npz",
                "from_pipe.npz",
            })
    void damagedFileGivesAnArrayOrOneLine(String name) throws IOException {
        byte[] good = Files.readAllBytes(NpyBytes.fromNumpy(name));
        Random random = new Random(seed + name.hashCode());
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path file = folder.resolve(name);
            Files.write(file, damaged(good, random));
            refused += isRefused(file, round) ? 1 : 0;
        }
        assertTrue(refused > ROUNDS / 10, refused + " of " + ROUNDS + " refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "b.txt"})
    void damagedTextGivesNumbersOrOneLine(String name) throws IOException {
        byte[] good = "x,y\n1,2.5\n3,-4e10\n\"5\",nan\n".getBytes("US-ASCII");
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Path file = folder.resolve(name);
            Files.write(file, damaged(good, random));
            isRefused(file, round);
        }
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(good, random.nextInt(good.length + 8)) : good.clone();
        for (int flips = random.nextInt(4); flips >= 0 && bytes.length > 0; flips--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) 0xFF;
                case 1 -> (byte) random.nextInt(256);
                default -> (byte) (bytes[at] ^ 1 << random.nextInt(8));
            };
        }
        return bytes;
    }

    private boolean isRefused(Path file, int round) {
        try {
            useAll(file);
            return false;
        } catch (UnusableFileException e) {
            assertFalse(e.getMessage().isEmpty() || e.getMessage().chars().anyMatch(Character::isISOControl));
            return true;
        } catch (Exception | Error e) {
            return fail(file.getFileName() + ", round " + round + ", -Dseli.test.seed=" + seed + ": " + e, e);
        }
    }

    private static void useAll(Path file) throws IOException {
        if (!file.toString().endsWith(".npz")) {
            NpyArray array = ArraySource.of(file).load();
            array.toMatrix();
            LabelFile.read(file);
            return;
        }
        NpzArchive archive = NpzArchive.open(file);
        for (String member : archive.members()) {
            archive.read(member).toMatrix();
        }
    }
}
