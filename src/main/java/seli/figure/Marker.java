package seli.figure;

/** The signs of data points, told apart without colour. */
enum Marker {
    /** A filled circle. */
    CIRCLE,
    /** A filled square. */
    SQUARE,
    /** A filled triangle, point up. */
    TRIANGLE,
    /** A filled square on its corner. */
    DIAMOND,
    /** A filled triangle, point down. */
    WEDGE,
    /** Two lines that cross, upright. */
    PLUS,
    /** Two lines that cross, aslant. */
    CROSS;

    private static final double RADIUS = 3.4;

    /** The sign of the data number {@code index}, 0-based; they repeat. */
    static Marker ofData(int index) {
        return values()[index % values().length];
    }

    /** The sign at a place. */
    String draw(double x, double y, Ink ink) {
        Element path = Element.path(commands(x, y));
        return this == PLUS || this == CROSS
                ? path.noFill().stroke(ink, 1.6).empty()
                : path.fill(ink).stroke(Ink.PAPER, 0.6).empty();
    }

    private String commands(double x, double y) {
        double r = RADIUS;
        return switch (this) {
            case CIRCLE -> circle(x, y, r);
            case SQUARE -> {
                double s = 0.9 * r;
                yield polygon(x - s, y - s, x + s, y - s, x + s, y + s, x - s, y + s);
            }
            case TRIANGLE -> polygon(x, y - 1.2 * r, x + 1.1 * r, y + 0.8 * r, x - 1.1 * r, y + 0.8 * r);
            case DIAMOND -> {
                double s = 1.3 * r;
                yield polygon(x, y - s, x + s, y, x, y + s, x - s, y);
            }
            case WEDGE -> polygon(x, y + 1.2 * r, x + 1.1 * r, y - 0.8 * r, x - 1.1 * r, y - 0.8 * r);
            case PLUS -> "M" + at(x - r, y) + "L" + at(x + r, y) + "M" + at(x, y - r) + "L" + at(x, y + r);
            case CROSS -> {
                double s = 0.8 * r;
                yield "M" + at(x - s, y - s) + "L" + at(x + s, y + s) + "M" + at(x - s, y + s) + "L" + at(x + s, y - s);
            }
        };
    }

    private static String circle(double x, double y, double r) {
        String arc = "a" + Element.number(r) + " " + Element.number(r) + " 0 1 0 ";
        return "M" + at(x - r, y) + arc + Element.number(2 * r) + " 0" + arc + Element.number(-2 * r) + " 0z";
    }

    private static String polygon(double... xy) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < xy.length; i += 2) {
            path.append(i == 0 ? "M" : "L").append(at(xy[i], xy[i + 1]));
        }
        return path.append('z').toString();
    }

    private static String at(double x, double y) {
        return Element.number(x) + " " + Element.number(y);
    }
}
