package seli.figure;

/**
 * A line through points of a drawing that are added one by one, thinned where there are far more points than the
 * drawing can show: of those that fall on half a unit beside each other the first, lowest, highest and last are kept,
 * so that no peak is lost.
 */
final class Curve {
    private static final double COLUMN = 0.5;

    private final StringBuilder path = new StringBuilder();
    private boolean open; // whether there is a point to go on from
    private double columnStart;
    private double lastX;
    private double lastY;
    private double low;
    private double high;
    private int pending; // points of the column that are not written yet

    /** Adds the next point. */
    void add(double x, double y) {
        if (!open) {
            write('M', x, y);
            open = true;
            start(x, y);
            return;
        }
        if (Math.abs(x - columnStart) >= COLUMN) {
            flush();
            write('L', x, y);
            start(x, y);
            return;
        }
        low = Math.min(low, y);
        high = Math.max(high, y);
        lastX = x;
        lastY = y;
        pending++;
    }

    private void start(double x, double y) {
        columnStart = x;
        lastX = x;
        lastY = y;
        low = y;
        high = y;
        pending = 0;
    }

    private void flush() {
        if (pending > 1) {
            write('L', columnStart, low);
            write('L', columnStart, high);
        }
        if (pending > 0) {
            write('L', lastX, lastY);
        }
        pending = 0;
    }

    /** Ends the line here; the next point begins a new one. */
    void gap() {
        flush();
        open = false;
    }

    private void write(char command, double x, double y) {
        path.append(command).append(Element.number(x)).append(' ').append(Element.number(y));
    }

    /** The commands of the whole path. */
    String commands() {
        flush();
        return path.toString();
    }
}
