package seli.figure;

/**
 * The rectangle of a drawing that data are in, with its axes.
 *
 * @param left left edge
 * @param top upper edge
 * @param width width
 * @param height height
 * @param x the horizontal axis
 * @param y the vertical axis
 */
record Plot(double left, double top, double width, double height, AxisRange x, AxisRange y) {
    /** With the narrower of two linear ranges widened on both sides until a unit is as long on both axes. */
    Plot withEqualScales() {
        double xUnits = x.high() - x.low();
        double yUnits = y.high() - y.low();
        double units = Math.max(xUnits / width, yUnits / height); // of a pixel
        return new Plot(
                left, top, width, height, x.widened(units * width - xUnits), y.widened(units * height - yUnits));
    }

    double right() {
        return left + width;
    }

    double bottom() {
        return top + height;
    }

    /** Horizontal place of a value. */
    double px(double value) {
        return left + width * x.fraction(value);
    }

    /** Vertical place of a value. */
    double py(double value) {
        return bottom() - height * y.fraction(value);
    }
}
