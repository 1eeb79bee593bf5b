package seli.figure;

import java.util.List;
import java.util.Locale;

/**
 * The colours of lines, areas and words, each for light and for dark paper. Those of data are the palette of Okabe and
 * Ito, which people with any common colour blindness can tell apart, without its yellow, which white paper swallows; on
 * dark paper they are lighter shades of the same hues.
 */
enum Ink {
    /** Words and axes. */
    TEXT("#1b1f24", "#e6e8eb"),
    /** Marks, notes and small ticks. */
    MUTED("#57606a", "#a8b0b9"),
    /** Lines behind the data. */
    GRID("#e4e7ea", "#343a41"),
    /** The paper itself. */
    PAPER("#ffffff", "#15181c"),
    /** Cells without a value. */
    MISSING("#c4c8cc", "#5a6069"),
    /** First colour of data. */
    BLUE("#0072b2", "#4fa8e0"),
    /** Second colour of data. */
    VERMILLION("#d55e00", "#f0803c"),
    /** Third colour of data. */
    GREEN("#009e73", "#35c49a"),
    /** Fourth colour of data. */
    PURPLE("#cc79a7", "#dd9cc0"),
    /** Fifth colour of data. */
    ORANGE("#e69f00", "#f2b632"),
    /** Sixth colour of data. */
    SKY("#56b4e9", "#8fd0f5");

    private static final List<Ink> DATA = List.of(BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, TEXT);

    private final String light;
    private final String dark;

    Ink(String light, String dark) {
        this.light = light;
        this.dark = dark;
    }

    /** The colour of the data number {@code index}, 0-based; they repeat. */
    static Ink ofData(int index) {
        return DATA.get(index % DATA.size());
    }

    /** Number of colours before they repeat. */
    static int dataColours() {
        return DATA.size();
    }

    /** On light paper. */
    String light() {
        return light;
    }

    /** Name of the class of elements with this stroke. */
    String strokeClass() {
        return "s-" + name().toLowerCase(Locale.ROOT);
    }

    /** Name of the class of elements with this fill. */
    String fillClass() {
        return "f-" + name().toLowerCase(Locale.ROOT);
    }

    /** Rules of a style sheet that give all elements below {@code selector} the colours for dark paper. */
    static String darkRules(String selector) {
        StringBuilder rules = new StringBuilder();
        for (Ink ink : values()) {
            rules.append("%s .%s{stroke:%s}%s .%s{fill:%s}\n"
                    .formatted(selector, ink.strokeClass(), ink.dark, selector, ink.fillClass(), ink.dark));
        }
        return rules.toString();
    }
}
