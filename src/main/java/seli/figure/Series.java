package seli.figure;

/** One line, cloud of points, band or mark of a line chart. Immutable. */
final class Series {
    /** How it is drawn. */
    enum Kind {
        /** Measured: a solid line with markers. */
        LINE,
        /** A dashed line. */
        THEORY,
        /** Markers alone. */
        POINTS,
        /** The area between two curves. */
        BAND,
        /** A vertical line over the whole height. */
        MARK
    }

    private final Kind kind;
    private final String label;
    private final double[] x;
    private final double[] y;
    private final double[] high;

    private Series(Kind kind, String label, double[] x, double[] y, double[] high) {
        this.kind = kind;
        this.label = FigureText.require("label of a series", label);
        this.x = x.clone();
        this.y = y.clone();
        this.high = high.clone();
        if (x.length != y.length || x.length != high.length) {
            throw new IllegalArgumentException("series '" + label + "' has " + x.length + " x, " + y.length + " y and "
                    + high.length + " upper values; expected as many of each");
        }
    }

    /** A series of one value for each x. */
    static Series of(Kind kind, String label, double[] x, double[] y) {
        return new Series(kind, label, x, y, y);
    }

    /** An area. */
    static Series band(String label, double[] x, double[] low, double[] high) {
        return new Series(Kind.BAND, label, x, low, high);
    }

    /** A vertical line. */
    static Series mark(String label, double x) {
        double[] none = {Double.NaN};
        return new Series(Kind.MARK, label, new double[] {x}, none, none);
    }

    Kind kind() {
        return kind;
    }

    String label() {
        return label;
    }

    int size() {
        return x.length;
    }

    double x(int i) {
        return x[i];
    }

    /** The value, or the lower one of a band. */
    double y(int i) {
        return y[i];
    }

    /** The upper value of a band; else the value. */
    double high(int i) {
        return high[i];
    }

    /** Whether it is an area. */
    boolean isBand() {
        return kind == Kind.BAND;
    }
}
