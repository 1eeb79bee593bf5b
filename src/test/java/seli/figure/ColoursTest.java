package seli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColoursTest {
    /** Relative luminance of sRGB [WCAG 2.1]. */
    private static double luminance(int rgb) {
        return 0.2126 * linear(rgb >> 16 & 0xFF) + 0.7152 * linear(rgb >> 8 & 0xFF) + 0.0722 * linear(rgb & 0xFF);
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.03928 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }

    private static double contrast(int a, int b) {
        double x = luminance(a);
        double y = luminance(b);
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    }

    private static int rgb(String hex) {
        return Integer.parseInt(hex.substring(1), 16);
    }

    @Test
    void sequentialColoursGrowLighterWithEveryOtherStep() {
        double before = -1; // neighbouring steps may be rounded to one colour
        for (int step = 0; step <= ColourMap.LAST; step += 2) {
            double now = luminance(ColourMap.SEQUENTIAL.rgb(step));
            assertTrue(now > before, "step " + step);
            before = now;
        }
    }

    @Test
    void divergingColoursAreLightestInTheMiddleAndAsDarkAtBothEnds() {
        for (int step = 1; step <= ColourMap.LAST / 2; step++) {
            assertTrue(luminance(ColourMap.DIVERGING.rgb(step)) > luminance(ColourMap.DIVERGING.rgb(step - 1)));
            int mirrored = ColourMap.LAST - step;
            assertTrue(luminance(ColourMap.DIVERGING.rgb(mirrored)) > luminance(ColourMap.DIVERGING.rgb(mirrored + 1)));
        }
        assertEquals(luminance(ColourMap.DIVERGING.rgb(0)), luminance(ColourMap.DIVERGING.rgb(ColourMap.LAST)), 0.02);
    }

    @Test
    void fractionsBeyondTheEndsHaveTheLastColours() {
        assertEquals(0, ColourMap.step(-7));
        assertEquals(ColourMap.LAST, ColourMap.step(1.5));
        assertEquals("#440154", ColourMap.SEQUENTIAL.hex(0));
        assertEquals("#fde725", ColourMap.SEQUENTIAL.hex(ColourMap.LAST));
    }

    @ParameterizedTest
    @EnumSource(
            value = Ink.class,
            names = {"TEXT", "MUTED", "BLUE", "VERMILLION", "GREEN"})
    void wordsAndTheFirstColoursStandOutFromThePaper(Ink ink) {
        String dark = Ink.darkRules("x");
        int darkInk = rgb(darkColour(dark, ink));
        int darkPaper = rgb(darkColour(dark, Ink.PAPER));

        assertTrue(contrast(rgb(ink.light()), rgb(Ink.PAPER.light())) >= 3, "on light paper");
        assertTrue(contrast(darkInk, darkPaper) >= 3, "on dark paper");
    }

    private static String darkColour(String rules, Ink ink) {
        String key = "." + ink.strokeClass() + "{stroke:";
        int at = rules.indexOf(key) + key.length();
        return rules.substring(at, at + 7);
    }
}
