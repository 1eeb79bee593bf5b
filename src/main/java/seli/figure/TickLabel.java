package seli.figure;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A number beside an axis: digits, and a power of ten above the line where there is one.
 *
 * @param base digits, such as {@code 0.5} or {@code 2·10}
 * @param exponent the power, or empty
 */
record TickLabel(String base, String exponent) {
    private static final double RAISED = 0.72; // size of the power

    /** A number in plain digits, so many after the point. */
    static TickLabel plain(BigDecimal value, int decimals) {
        return new TickLabel(
                minus(value.setScale(decimals, RoundingMode.HALF_UP).toPlainString()), "");
    }

    /** A number as digits times a power of ten, so many digits after the point. */
    static TickLabel scientific(BigDecimal value, int power, int decimals) {
        if (value.signum() == 0) {
            return new TickLabel("0", "");
        }
        BigDecimal digits = value.movePointLeft(power).setScale(Math.max(0, decimals), RoundingMode.HALF_UP);
        boolean one = digits.compareTo(BigDecimal.ONE) == 0;
        return new TickLabel(one ? "10" : minus(digits.toPlainString()) + "·10", minus(Integer.toString(power)));
    }

    /** A power of ten. */
    static TickLabel power(int exponent) {
        return new TickLabel("10", minus(Integer.toString(exponent)));
    }

    private static String minus(String number) {
        return number.replace('-', '−');
    }

    /** Width at a size of the font. */
    double width(double size) {
        return TextWidth.of(base, size) + TextWidth.of(exponent, RAISED * size);
    }

    /** The label as SVG, placed by an element of text. */
    String draw(Element text, double size) {
        if (exponent.isEmpty()) {
            return text.words(base);
        }
        String raised = Element.of("tspan")
                .with("dy", -0.38 * size)
                .with("font-size", RAISED * size)
                .words(exponent)
                .strip();
        return text.around(Markup.escape(base) + raised);
    }
}
