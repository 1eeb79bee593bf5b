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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImbalanceProfileTest {
    private static ClassCounts counts(String text) {
        return ImbalanceProfile.parse(text).counts();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "10,10,1,1                        | 10 10 1 1",
        " 10 , 10,1 ,1                    | 10 10 1 1",
        "1e1,+2,3.0,4.00e0                | 10 2 3 4",
        "7,5                              | 7 5",
        "balanced:k=3,n=50                | 50 50 50",
        "balanced: n = 2e0 , k = 2        | 2 2",
        "step:k=4,R=10,rho=0.5,nmin=1     | 10 10 1 1",
        "step:rho=0.25,nmin=2,R=2.5,k=4   | 5 5 5 2",
        "step:k=3,R=3,rho=0.3333333333333333,nmin=4 | 12 12 4",
        "step:k=3,R=3.3333333333333335,rho=0.6666666666666666,nmin=3 | 10 3 3",
        "step:k=2,R=1,rho=.5,nmin=7       | 7 7",
        "longtail:k=3,R=4,nmax=5          | 5 3 1",
        "longtail:k=3,R=1,nmax=5          | 5 5 5",
        "longtail:k=2,R=10,nmax=25        | 25 3",
        "longtail:k=3,R=1e6,nmax=7        | 7 1 1",
        "zipf:k=5,s=1,nmax=10             | 10 5 3 3 2",
        "zipf:k=4,s=2.0,nmax=2            | 2 1 1 1",
        "zipf:k=3,s=400,nmax=9            | 9 1 1",
    })
    void profilesGiveTheseCounts(String text, String expected) {
        List<Long> numbers = List.of(expected.split(" ")).stream().map(Long::valueOf).toList();
        assertArrayEquals(numbers.stream().mapToLong(Long::longValue).toArray(), counts(text).toArray());
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
            assertArrayEquals(tail, new ImbalanceProfile.LongTail(k, ratio, nmax).counts().toArray(), where);
            assertArrayEquals(zipf, new ImbalanceProfile.Zipf(k, s, nmax).counts().toArray(), where);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                  | nothing given; expected numbers like 10,10,1,1 or a profile like balanced:",
        "'   '                               | nothing given",
        "stp:k=10,R=10,rho=0.5,nmin=5        | unknown profile 'stp'; expected one of balanced, step, longtail, zipf, or "
                + "numbers like 10,10,1,1; did you mean step?",
        "long-tail:k=10                      | unknown profile 'long-tail' ; did you mean longtail?",
        "Zipf:k=3,s=1,nmax=2                 | unknown profile 'Zipf' ; did you mean zipf?",
        ":k=10                               | unknown profile ''",
        "blanced                             | unknown profile 'blanced' ; did you mean balanced?",
        "step                                | no values given; expected step:k=10,R=10,rho=0.5,nmin=5",
        "zipf k=10                           | unknown profile 'zipf k'",
        "balanced,k=3                        | no values given; expected balanced:k=10,n=50",
        "k=10,n=5                            | unknown profile 'k'",
        "balanced:                           | entry 1 of 1 is empty",
        "balanced:k=10,n=50,                 | entry 3 of 3 is empty; expected a value between any two commas",
        "balanced:k=10,,n=50                 | entry 2 of 3 is empty",
        "balanced:k=10 n=50                  | 'k=10 n=50' has 2 equals signs; expected entries like balanced:k=10,n=50",
        "balanced:k=10 5,n=3                 | k is '10 5'; expected a whole number from 2 to 2147483647",
        "balanced:k10,n=50                   | 'k10' has 0 equals signs; expected entries like balanced:k=10,n=50",
        "balanced:k=10                       | balanced lacks n; expected balanced:k=10,n=50",
        "step:k=10,nmin=5                    | step lacks R, rho; expected step:",
        "balanced:k=10,n=50,k=10             | k is given twice; expected it once",
        "balanced:k=10,m=50                  | unknown key 'm' of balanced; expected k, n; did you mean",
        "step:k=10,r=10,rho=0.5,nmin=5       | unknown key 'r' of step; expected k, R, rho, nmin; did you mean R?",
        "step:k=10,R=10,rho=0.5,n_min=5      | unknown key 'n_min' ; did you mean nmin?",
        "balanced:k=,n=50                    | k has no value; expected balanced:k=10,n=50",
        "balanced:k=ten,n=50                 | k is 'ten'; expected a whole number from 2 to 2147483647",
        "balanced:k=NaN,n=50                 | k is 'NaN'; expected a whole number",
        "balanced:k=2.5,n=50                 | k is 2.5; expected a whole number",
        "balanced:k=1,n=50                   | k is 1; expected a whole number from 2 to 2147483647",
        "balanced:k=3000000000,n=1           | k is 3000000000; expected a whole number from 2 to 2147483647",
        "balanced:k=10,n=0                   | n is 0; expected a whole number from 1 to 9007199254740992",
        "balanced:k=10,n=-5                  | n is -5; expected a whole number from 1",
        "balanced:k=10,n=1e300               | n is 1e300; expected a whole number from 1 to 9007199254740992",
        "balanced:k=10,n=1e999999999         | n is 1e999999999; expected a whole number",
        "balanced:k=10,n=1e-999999999        | n is 1e-999999999; expected a whole number",
        "balanced:k=10,n=1e99999999999       | n is '1e99999999999'; expected a whole number",
        "balanced:k=10,n=0x10                | n is '0x10'; expected a whole number",
        "balanced:k=10,n=Infinity            | n is 'Infinity'; expected a whole number",
        "balanced:k=2,n=9007199254740992     | more than 2^53 samples in all; expected counts that add up to at most",
        "step:k=10,R=NaN,rho=0.5,nmin=5      | R is 'NaN'; expected a finite number",
        "step:k=10,R=0.5,rho=0.5,nmin=5      | R is 0.5; expected a number of at least 1",
        "step:k=10,R=-3,rho=0.5,nmin=5       | R is -3.0; expected a number of at least 1",
        "step:k=10,R=1e300,rho=0.5,nmin=5    | R is 1.0E300; expected a number of at least 1 and at most 2^53",
        "step:k=10,R=1e400,rho=0.5,nmin=5    | R is Infinity; expected a number",
        "step:k=10,R=1.5,rho=0.5,nmin=5      | R is 1.5 and nmin is 5, so R nmin = 7.5; expected a whole number of samples",
        "step:k=10,R=1e15,rho=0.5,nmin=10    | R nmin = 1.0E16 samples in each majority class; expected at most "
                + "9007199254740992",
        "step:k=10,R=1e15,rho=0.5,nmin=5     | more than 2^53 samples in all",
        "step:k=10,R=10,rho=0,nmin=5         | rho is 0.0; expected a number strictly between 0 and 1",
        "step:k=10,R=10,rho=1,nmin=5         | rho is 1.0; expected a number strictly between 0 and 1",
        "step:k=10,R=10,rho=-.5,nmin=5       | rho is -0.5; expected a number strictly between",
        "step:k=10,R=10,rho=half,nmin=5      | rho is 'half'; expected a finite number",
        "step:k=10,R=10,rho=0.55,nmin=5      | rho is 0.55 but rho k = 5.5 is no whole number from 1 to 9; the nearest "
                + "possible rho is 0.5 (5 of 10 classes) or 0.6 (6 of 10 classes)",
        "step:k=10,R=10,rho=0.01,nmin=5      | the nearest possible rho is 0.1 (1 of 10 classes)",
        "step:k=10,R=10,rho=0.99,nmin=5      | the nearest possible rho is 0.9 (9 of 10 classes)",
        "step:k=3,R=10,rho=0.333,nmin=5      | the nearest possible rho is 0.3333333333333333 (1 of 3 classes)",
        "step:k=2,R=10,rho=0.9999999999999999,nmin=5 | the nearest possible rho is 0.5 (1 of 2 classes)",
        "step:k=2,R=10,rho=1e-300,nmin=5     | the nearest possible rho is 0.5 (1 of 2 classes)",
        "longtail:k=10,R=0.99,nmax=5         | R is 0.99; expected a number of at least 1",
        "longtail:k=10,R=2,nmax=2.5          | nmax is 2.5; expected a whole number from 1",
        "zipf:k=10,s=0,nmax=5                | s is 0.0; expected a finite number above 0; for equal counts use balanced",
        "zipf:k=10,s=-1,nmax=5               | s is -1.0; expected a finite number above 0",
        "zipf:k=10,s=1e400,nmax=5            | s is Infinity; expected a finite number above 0",
        "10                                  | number of classes is 1; expected counts of at least 2 classes",
        "10,0,1                              | the count of class 1 is 0; expected a whole number from 1",
        "10,5,-1                             | the count of class 2 is -1; expected a whole number from 1",
        "10,abc                              | the count of class 1 is 'abc'; expected a whole number",
        "1e300,1                             | the count of class 0 is 1e300; expected a whole number from 1 to",
        "10,10,                              | entry 3 of 3 is empty",
        "10;10                               | the count of class 0 is '10;10'",
        "10 10                               | the count of class 0 is '10 10'",
        "9007199254740992,1                  | more than 2^53 samples in all",
    })
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
    @ValueSource(strings = {"10,\n1x", "step\r:k=1", "10,\u00851", "a\u2028b:", "zipf:\u2029k\t=1", "balanced:k=1\n0,n=1"})
    void messageStaysOnOneLineWhateverTheText(String text) {
        String message = assertNotNullMessage(
                assertThrows(IllegalArgumentException.class, () -> ImbalanceProfile.parse(text)));
        assertEquals(1, message.lines().count());
        assertFalse(message.matches(".*[\\p{Cntrl}\u0085\u2028\u2029].*"), message);
    }

    @Test
    void longTextIsShownShortened() {
        String digits = "7".repeat(101);
        String message = assertNotNullMessage(
                assertThrows(IllegalArgumentException.class, () -> ImbalanceProfile.parse(digits + ",1")));
        assertTrue(message.startsWith("counts '" + "7".repeat(60) + "...': the count of class 0 is '" + "7".repeat(60)
                + "...'; expected a whole number from 1"), message);
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
        String message = assertThrows(IllegalArgumentException.class, () -> new ImbalanceProfile.Zipf(2, 1, 0)).getMessage();
        assertEquals("nmax is 0; expected a whole number from 1 to 9007199254740992", message);
    }

    @Test
    void sumOfALongTailIsCheckedWhenCounted() {
        ImbalanceProfile profile = ImbalanceProfile.parse("longtail:k=10,R=1,nmax=9e15");
        String message = assertThrows(IllegalArgumentException.class, profile::counts).getMessage();
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
