package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class SweepFormTest {
    private static final SweepForm REALS = new SweepForm.Reals(new Numbers.Finite());
    private static final SweepForm SEEDS = new SweepForm.Wholes(new Numbers.Seed());
    private static final SweepForm LOSSES = SweepForm.Words.of((Object[]) LossName.values());

    @Test
    void listsAndRangesOfNumbersHaveOneSpelling() {
        assertEquals(List.of("0.1", "0.01", "3.0", "0.0"), REALS.values("0.1, 1e-2,3,-0", 100));
        assertEquals(
                List.of("-1.0", "-0.75", "-0.5", "-0.25", "0.0", "0.25", "0.5", "0.75", "1.0"),
                REALS.values("-1:1:9", 9));
        assertEquals(List.of("0.0", "0.1", "0.2", "0.3", "0.4"), REALS.values("0:0.4:5", 9));
        assertEquals(List.of("5.0", "1.0", "2.0"), REALS.values("5,1:2:2", 9));
    }

    @Test
    void logarithmicRangeHitsItsEndsAndThePowersOfTen() {
        List<String> values = REALS.values("1e-3:1:7log", 100);
        assertEquals(7, values.size());
        assertEquals(
                List.of("0.001", "0.01", "0.1", "1.0"),
                List.of(values.get(0), values.get(2), values.get(4), values.get(6)));
        assertEquals("0.00316227766016838", values.get(1));
        assertEquals(List.of("0.3", "0.7"), REALS.values("0.3:0.7:2log", 100));
        assertEquals(List.of("100.0", "10.0", "1.0"), REALS.values("100:1:3log", 100));
    }

    @Test
    void wholeNumbersHaveRangesWithTwoDots() {
        assertEquals(List.of("1", "2", "3", "4", "5"), SEEDS.values("1..5", 5));
        assertEquals(List.of("7", "-1", "0", "1"), SEEDS.values("7,-1..1", 5));
        assertEquals(List.of(Long.toString(Long.MAX_VALUE)), SEEDS.values(Long.MAX_VALUE + ".." + Long.MAX_VALUE, 5));
    }

    @Test
    void wordsAreTakenInAnyCase() {
        assertEquals(List.of("ce", "cdt"), LOSSES.values("CE, cdt", 5));
        assertEquals(List.of("none", "free", "0.5"), new SweepForm.Biases().values("none,free,0.5", 9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | expected a value between any two commas",
                "'1,' | expected a value between any two commas",
                "x | got 'x'; expected a finite number",
                "1:2 | expected FROM:TO:POINTS",
                "1:2:1 | with at least 2 points",
                "1:2:x | expected FROM:TO:POINTS",
                "1:2:3:4 | expected FROM:TO:POINTS",
                "1:2:3lin | expected FROM:TO:POINTS",
                "0:1:3log | expected both ends above 0",
                "x:1:3 | got 'x'; expected a finite number",
                "1:2:101 | more than 100 values",
                "1:2:999999999 | more than 100 values",
                "1:2:9999999999 | expected FROM:TO:POINTS"
            })
    void badNumbersAreRefused(String text, String phrase) {
        refused(REALS, text, phrase);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.5 | got '1.5'; expected a whole number",
                "1:5:2 | expected whole numbers such as 1,2,5 or a range such as 1..5",
                "5..1 | expected a range that rises, such as 1..5",
                "1..1000000000000 | more than 100 values",
                "-9223372036854775808..9223372036854775807 | more than 100 values",
                "1..99999999999999999999 | is too large"
            })
    void badWholeNumbersAreRefused(String text, String phrase) {
        refused(SEEDS, text, phrase);
    }

    @Test
    void unknownWordNamesTheNearest() {
        refused(LOSSES, "weihgted", "expected ce, weighted, la, cdt, ldt, vs; did you mean weighted?");
    }

    private static void refused(SweepForm form, String text, String phrase) {
        String message = assertThrows(TypeConversionException.class, () -> form.values(text, 100))
                .getMessage();
        assertTrue(message.contains(phrase), message);
    }
}
