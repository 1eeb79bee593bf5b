package seli.report;

import java.util.List;
import seli.figure.Figure;
import seli.figure.FigureSvg;
import seli.figure.FigureTable;
import seli.figure.HeatMap;
import seli.figure.Markup;

/** Figures side by side with a caption, each with its numbers to unfold. */
final class HtmlFigures implements HtmlBlock {
    private static final int MOST_ROWS = 200;
    private static final int MOST_COLUMNS = 24;

    private final List<Figure> figures;
    private final String caption;

    HtmlFigures(List<Figure> figures, String caption) {
        this.figures = List.copyOf(figures);
        this.caption = caption;
    }

    @Override
    public String markup(Pictures pictures) {
        StringBuilder markup = new StringBuilder("<figure>\n");
        if (pictures != Pictures.NONE) {
            markup.append("<div class=\"drawings\">\n");
            for (Figure figure : figures) {
                markup.append("<div class=\"drawing ")
                        .append(figure instanceof HeatMap ? "small" : "wide")
                        .append("\">\n")
                        .append(FigureSvg.inline(figure))
                        .append("</div>\n");
            }
            markup.append("</div>\n");
        }
        markup.append("<figcaption>").append(Markup.escape(caption)).append("</figcaption>\n");
        figures.forEach(figure -> markup.append(numbers(figure, pictures)));
        return markup.append("</figure>\n").toString();
    }

    private static String numbers(Figure figure, Pictures pictures) {
        FigureTable all = figure.numbers();
        int columns = Math.min(MOST_COLUMNS, all.head().size());
        List<List<String>> rows = all.rows().stream()
                .limit(MOST_ROWS)
                .map(row -> row.subList(0, columns))
                .toList();
        return "<details><summary>Numbers of “" + Markup.escape(figure.title()) + "”</summary>\n"
                + HtmlTable.of(tableCaption(figure, all, pictures), all.head().subList(0, columns), rows)
                + "</details>\n";
    }

    private static String tableCaption(Figure figure, FigureTable all, Pictures pictures) {
        StringBuilder caption = new StringBuilder();
        if (all.rows().size() > MOST_ROWS) {
            caption.append("The first ")
                    .append(MOST_ROWS)
                    .append(" of ")
                    .append(all.rows().size())
                    .append(" rows. ");
        }
        if (all.head().size() > MOST_COLUMNS) {
            caption.append("The first ")
                    .append(MOST_COLUMNS)
                    .append(" of ")
                    .append(all.head().size())
                    .append(" columns. ");
        }
        if (pictures == Pictures.AND_FILES) {
            String name = "figures/" + figure.name();
            caption.append("All numbers are in %s.csv, the picture in %s.svg and %s.png.".formatted(name, name, name));
        }
        return caption.toString().strip();
    }
}
