package seli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class NumberTextTest {
    @Test
    void sixDecimalsUnlessTheyWouldHideTheNumber() {
        assertEquals("2.672100", NumberText.of(2.6721));
        assertEquals("0.000000", NumberText.of(0));
        assertEquals("1.000000e-09", NumberText.of(1e-9));
        assertEquals("-3.000000e+08", NumberText.of(-3e8));
    }

    @Test
    void valueThatDoesNotExistIsADash() {
        assertEquals("-", NumberText.of(Double.NaN));
        assertEquals("-", NumberText.rough(Double.NaN));
    }

    @Test
    void durationsChangeUnitWithSize() {
        assertEquals("0.123 s", NumberText.seconds(0.1234));
        assertEquals("12.3 s", NumberText.seconds(12.34));
        assertEquals("2 min 03 s", NumberText.seconds(123));
        assertEquals("1 h 02 min", NumberText.seconds(3725));
    }

    @Test
    void localeOfTheMachineDoesNotMatter() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals("0.500000", NumberText.of(0.5));
            assertEquals("5.00e-01", NumberText.rough(0.5));
        } finally {
            Locale.setDefault(before);
        }
    }
}
