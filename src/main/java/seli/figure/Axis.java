package seli.figure;

/**
 * An axis of a line chart.
 *
 * @param label quantity and unit
 * @param scale how it is divided
 */
record Axis(String label, Scale scale) {
    /** Values beyond this are left out of a linear axis, so that differences of two do not overflow. */
    private static final double MOST = 1e300;

    Axis {
        FigureText.require("label of an axis", label);
    }

    /** Whether a value has a place on this axis. */
    boolean holds(double value) {
        return switch (scale) {
            case LINEAR -> Math.abs(value) <= MOST;
            case LOG -> value > 0 && value < Double.POSITIVE_INFINITY;
        };
    }
}
