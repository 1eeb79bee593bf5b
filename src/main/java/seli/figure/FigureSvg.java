package seli.figure;

/**
 * A figure as an SVG drawing. The same numbers give the same bytes on every machine: no font is asked, no date kept.
 */
public final class FigureSvg {
    private static final String FONT = "sans-serif";

    private FigureSvg() {}

    /** A file of its own: dark on white paper, with title and description for readers who do not see it. */
    public static String standalone(Figure figure) {
        Sheet.Drawing drawing = draw(figure);
        String paper = Element.rect(0, 0, drawing.width(), drawing.height())
                .fill(Ink.PAPER)
                .empty();
        String words =
                Element.of("title").words(figure.title()) + Element.of("desc").words(figure.description());
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + root(drawing)
                        .with("width", drawing.width())
                        .with("height", drawing.height())
                        .around("\n" + words + paper + drawing.body());
    }

    /**
     * An element for a page of HTML: as wide as its place, on no paper, in colours that {@link #darkRules} can change,
     * with the figure's description as its label.
     */
    public static String inline(Figure figure) {
        Sheet.Drawing drawing = draw(figure);
        return root(drawing)
                .with("role", "img")
                .with("aria-label", figure.description())
                .around("\n" + drawing.body());
    }

    /** Rules of a style sheet that give all drawings below {@code selector} colours for dark paper. */
    public static String darkRules(String selector) {
        return Ink.darkRules(selector);
    }

    private static Element root(Sheet.Drawing drawing) {
        return Element.of("svg")
                .with("xmlns", "http://www.w3.org/2000/svg")
                .with("viewBox", "0 0 " + Element.number(drawing.width()) + " " + Element.number(drawing.height()))
                .with("font-family", FONT);
    }

    private static Sheet.Drawing draw(Figure figure) {
        if (figure instanceof LineChart chart) {
            return LineDrawing.of(chart);
        }
        if (figure instanceof BarChart chart) {
            return BarDrawing.of(chart);
        }
        if (figure instanceof HeatMap map) {
            return HeatDrawing.of(map);
        }
        throw new IllegalStateException("bug: no drawing for " + figure.getClass());
    }
}
