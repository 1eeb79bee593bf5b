package seli.figure;

/** One element of an SVG drawing while it is written: its attributes, then its text. Coordinates have two decimals. */
final class Element {
    private final String name;
    private final StringBuilder attributes = new StringBuilder();
    private final StringBuilder classes = new StringBuilder();

    private Element(String name) {
        this.name = name;
    }

    /** An element without attributes. */
    static Element of(String name) {
        return new Element(name);
    }

    /** A straight line. */
    static Element line(double x1, double y1, double x2, double y2) {
        return of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
    }

    /** A rectangle. */
    static Element rect(double x, double y, double width, double height) {
        return of("rect").with("x", x).with("y", y).with("width", width).with("height", height);
    }

    /** A path of SVG's commands, without a fill unless one is given later. */
    static Element path(String commands) {
        return of("path").with("d", commands);
    }

    /** Text that starts at, is centred on or ends at (x, y). */
    static Element text(double x, double y, double size, Anchor anchor) {
        Element text = of("text").with("x", x).with("y", y).with("font-size", size);
        return anchor == Anchor.START ? text : text.with("text-anchor", anchor == Anchor.END ? "end" : "middle");
    }

    /** Which part of a text is where it is put. */
    enum Anchor {
        /** Its start. */
        START,
        /** Its middle. */
        MIDDLE,
        /** Its end. */
        END
    }

    /** Sets an attribute. */
    Element with(String attribute, String value) {
        attributes
                .append(' ')
                .append(attribute)
                .append("=\"")
                .append(Markup.escape(value))
                .append('"');
        return this;
    }

    /** Sets an attribute. */
    Element with(String attribute, double value) {
        return with(attribute, number(value));
    }

    /** Fills it. */
    Element fill(Ink ink) {
        classes.append(classes.length() == 0 ? "" : " ").append(ink.fillClass());
        return with("fill", ink.light());
    }

    /** Leaves it empty. */
    Element noFill() {
        return with("fill", "none");
    }

    /** Draws its outline. */
    Element stroke(Ink ink, double width) {
        classes.append(classes.length() == 0 ? "" : " ").append(ink.strokeClass());
        return with("stroke", ink.light()).with("stroke-width", width);
    }

    /** Breaks its outline into dashes; nothing for an empty pattern. */
    Element dashed(String pattern) {
        return pattern.isEmpty() ? this : with("stroke-dasharray", pattern);
    }

    private String start() {
        String style = classes.length() == 0 ? "" : " class=\"" + classes + "\"";
        return "<" + name + style + attributes;
    }

    /** The element without content. */
    String empty() {
        return start() + "/>\n";
    }

    /** The element around words. */
    String words(String text) {
        return start() + ">" + Markup.escape(text) + "</" + name + ">\n";
    }

    /** The element around markup. */
    String around(String markup) {
        return start() + ">" + markup + "</" + name + ">\n";
    }

    /** A number with at most two decimals. */
    static String number(double value) {
        long hundredths = Math.round(value * 100);
        long whole = Math.abs(hundredths) / 100;
        long rest = Math.abs(hundredths) % 100;
        String sign = hundredths < 0 ? "-" : "";
        if (rest == 0) {
            return sign + whole;
        }
        return sign + whole + "." + (rest % 10 == 0 ? Long.toString(rest / 10) : (rest < 10 ? "0" : "") + rest);
    }
}
