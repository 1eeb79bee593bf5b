package seli.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImbalanceProfileTest {
    private static ClassCounts counts(String text) {
        return ImbalanceProfile.parse(text).counts();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            10,10,1,1 | 10 10 1 1
            " 10 , 10,1 ,1" | 10 10 1 1
            1e1,+2,3.0,4.00e0 | 10 2 3 4
            7,5 | 7 5
            balanced:k=3,n=50 | 50 50 50
            balanced: n = 2e0 , k = 2 | 2 2
            step:k=4,R=10,rho=0.5,nmin=1 | 10 10 1 1
            step:rho=0.25,nmin=2,R=2.5,k=4 | 5 5 5 2
            step:k=3,R=3,rho=0.3333333333333333,nmin=4 | 12 12 4
            step:k=3,R=3.3333333333333335,rho=0.6666666666666666,nmin=3 | 10 3 3
            step:k=2,R=1,rho=.5,nmin=7 | 7 7
            longtail:k=3,R=4,nmax=5 | 5 3 1
            longtail:k=3,R=1,nmax=5 | 5 5 5
            longtail:k=2,R=10,nmax=25 | 25 3
            longtail:k=3,R=1e6,nmax=7 | 7 1 1
            zipf:k=5,s=1,nmax=10 | 10 5 3 3 2
            zipf:k=4,s=2.0,nmax=2 | 2 1 1 1
            zipf:k=3,s=400,nmax=9 | 9 1 1
            """)
    void profilesGiveTheseCounts(String text, String expected) {
        List<Long> numbers =
                List.of(expected.split(" ")).stream().map(Long::valueOf).toList();
        assertArrayEquals(
                numbers.stream().mapToLong(Long::longValue).toArray(),
                counts(text).toArray());
    }

    @Test
    void halvesAreRoundedUp() {
        // 5 / 4^(1/2) = 2.5 and 9 / 2 = 4.5, where rounding to even would give 2 and 4.
        assertEquals(ClassCounts.of(5, 3, 1), new ImbalanceProfile.LongTail(3, 4, 5).counts());
        assertEquals(ClassCounts.of(9, 5), new ImbalanceProfile.Zipf(2, 1, 9).counts());
    }

    @Test
    void parsingGivesTheRecords() {
        assertEquals(new ImbalanceProfile.Balanced(10, 50), ImbalanceProfile.parse("balanced:k=10,n=50"));
        assertEquals(
                new ImbalanceProfile.Step(10, 10, 0.5, 5), ImbalanceProfile.parse("step:k=10,R=10,rho=0.5,nmin=5"));
        assertEquals(
                new ImbalanceProfile.LongTail(100, 100, 500), ImbalanceProfile.parse("longtail:k=100,R=100,nmax=500"));
        assertEquals(
                new ImbalanceProfile.Zipf(1000, 1.1, 1_000_000), ImbalanceProfile.parse("zipf:k=1000,s=1.1,nmax=1e6"));
        assertEquals(new ImbalanceProfile.Explicit(ClassCounts.of(2, 3)), ImbalanceProfile.parse("2,3"));
    }

    @Test
    void millionsOfClassesAreRunsNotNumbers() {
        ClassCounts step = counts("step:k=10000000,R=100,rho=0.3,nmin=5");
        assertEquals(List.of(new CountGroup(500, 7_000_000), new CountGroup(5, 3_000_000)), step.runs());
        ClassCounts largest = counts("zipf:k=2147483647,s=1.1,nmax=1000");
        assertEquals(Integer.MAX_VALUE, largest.classes());
        assertEquals(1, largest.minimum());
        assertEquals(1000, largest.maximum());
        assertEquals(2, counts("longtail:k=2147483647,R=2,nmax=2").runs().size());
    }

    @Test
    void runsByBisectionAreTheCountsClassByClass() {
        long seed = 20240817;
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            int k = 2 + random.nextInt(300);
            double ratio = Math.exp(random.nextDouble() * 9);
            long nmax = 1 + random.nextInt(2000);
            double s = 0.05 + 2 * random.nextDouble();
            long[] tail = new long[k];
            long[] zipf = new long[k];
            for (int c = 0; c < k; c++) {
                tail[c] = Math.max(1, (long) Math.floor(nmax / StrictMath.pow(ratio, c / (k - 1.0)) + 0.5));
                zipf[c] = Math.max(1, (long) Math.floor(nmax / StrictMath.pow(c + 1, s) + 0.5));
            }
            String where = "seed " + seed + " trial " + trial;
            assertArrayEquals(
                    tail, new ImbalanceProfile.LongTail(k, ratio, nmax).counts().toArray(), where);
            assertArrayEquals(
                    zipf, new ImbalanceProfile.Zipf(k, s, nmax).counts().toArray(), where);
        }
    }

    @ParameterizedTest
    @CsvFileSource(resources = "bad-profiles.csv", delimiter = '|', quoteCharacter = '"')
    void badTextIsRefusedInOneLine(String text, String phrases) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> ImbalanceProfile.parse(text));
        String message = assertNotNullMessage(e);
        assertTrue(message.startsWith("counts '" + text.strip() + "': "), message);
        assertNotNull(e.getCause());
        for (String phrase : phrases.split(" ; ")) {
            assertTrue(message.contains(phrase.strip()), message);
        }
    }

    private static String assertNotNullMessage(IllegalArgumentException e) {
        String message = e.getMessage();
        assertNotNull(message);
        assertFalse(message.contains("\n"), message);
        return message;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10,\n1x", "step\r:k=1", "10,\u00851", "a\u2028b:", "zipf:\u2029k\t=1", "balanced:k=1\n0,n=1"})
    void messageStaysOnOneLineWhateverTheText(String text) {
        String message =
                assertNotNullMessage(assertThrows(IllegalArgumentException.class, () -> ImbalanceProfile.parse(text)));
        assertEquals(1, message.lines().count());
        assertFalse(message.matches(".*[\\p{Cntrl}\u0085\u2028\u2029].*"), message);
    }

    @Test
    void longTextIsShownShortened() {
        String digits = "7".repeat(101);
        String message = assertNotNullMessage(
                assertThrows(IllegalArgumentException.class, () -> ImbalanceProfile.parse(digits + ",1")));
        assertTrue(
                message.startsWith("counts '" + "7".repeat(60) + "...': the count of class 0 is '" + "7".repeat(60)
                        + "...'; expected a whole number from 1"),
                message);
        String shown = assertThrows(IllegalArgumentException.class, () -> ImbalanceProfile.parse("0" + "1".repeat(59)))
                .getMessage();
        assertTrue(shown.startsWith("counts '0" + "1".repeat(59) + "': the count of class 0 is 0"), shown);
        assertEquals(ClassCounts.of(1, 1), counts("0".repeat(99) + "1,1"));
        String tooLong = "0".repeat(100) + "1,1";
        assertThrows(IllegalArgumentException.class, () -> ImbalanceProfile.parse(tooLong));
    }

    @Test
    void recordsCheckTheirArgumentsToo() {
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Balanced(1, 5));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Balanced(2, 0));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Step(1, 1, 0.5, 5));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Step(2, Double.NaN, 0.5, 5));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Step(2, 1, Double.NaN, 5));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Step(2, 1, 0.5, 0));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.LongTail(1, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.LongTail(2, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.LongTail(2, Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Zipf(1, 1, 5));
        assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Zipf(2, Double.NaN, 5));
        String message = assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Zipf(2, 1, 0))
                .getMessage();
        assertEquals("nmax is 0; expected a whole number from 1 to 9007199254740992", message);
    }

    @Test
    void sumOfALongTailIsCheckedWhenCounted() {
        ImbalanceProfile profile = ImbalanceProfile.parse("longtail:k=10,R=1,nmax=9e15");
        String message =
                assertThrows(IllegalArgumentException.class, profile::counts).getMessage();
        assertEquals("more than 2^53 samples in all; expected counts that add up to at most 9007199254740992", message);
    }

    @Test
    void editsAreInsertionsDeletionsAndReplacements() {
        assertEquals(0, NearestName.edits("step", "step"));
        assertEquals(3, NearestName.edits("kitten", "sitting"));
        assertEquals(4, NearestName.edits("", "zipf"));
        assertEquals(4, NearestName.edits("zipf", ""));
        assertEquals(1, NearestName.edits("stp", "step"));
        assertEquals("first", NearestName.of("", List.of("first", "other")));
        assertEquals("NMIN", NearestName.of("nmin", List.of("nmax", "NMIN")));
    }
}
