package seli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import seli.figure.Markup;

/** Tables of a page: they scroll by themselves where they are wider than it. */
final class HtmlTable {
    private static final Pattern NUMBER =
            Pattern.compile("|-|[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?( %)?|-?Infinity");

    private static final Pattern KEY = Pattern.compile("metrics\\.\\w+|[a-zA-Z]\\w*(\\.[a-zA-Z]\\w*){2,}");

    private HtmlTable() {}

    /** A table with heads; no caption where it is empty. */
    static String of(String caption, List<String> head, List<List<String>> rows) {
        List<String> classes = new ArrayList<>();
        for (int j = 0; j < head.size(); j++) {
            classes.add(isNumeric(rows, j) ? "number" : "words");
        }
        StringBuilder table = start(caption).append("<thead><tr>");
        for (int j = 0; j < head.size(); j++) {
            append(table, "th scope=\"col\"", classes.get(j), head.get(j));
        }
        table.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : rows) {
            table.append("<tr>");
            for (int j = 0; j < row.size(); j++) {
                boolean names = j == 0 && classes.get(j).equals("words");
                append(table, names ? "th scope=\"row\"" : "td", classes.get(j), row.get(j));
            }
            table.append("</tr>\n");
        }
        return end(table);
    }

    /** A table of names and values, without heads. */
    static String ofPairs(String caption, List<List<String>> pairs) {
        StringBuilder table = start(caption).append("<tbody>\n");
        for (List<String> pair : pairs) {
            table.append("<tr>");
            append(table, "th scope=\"row\"", "words", pair.get(0));
            append(table, "td", "words", pair.get(1));
            table.append("</tr>\n");
        }
        return end(table);
    }

    private static StringBuilder start(String caption) {
        StringBuilder table = new StringBuilder(
                "<div class=\"scroll\" role=\"region\" aria-label=\"table\" tabindex=\"0\"><table>\n");
        return caption.isEmpty()
                ? table
                : table.append("<caption>").append(Markup.escape(caption)).append("</caption>\n");
    }

    private static String end(StringBuilder table) {
        return table.append("</tbody></table></div>\n").toString();
    }

    private static void append(StringBuilder table, String tag, String style, String cell) {
        table.append('<')
                .append(tag)
                .append(" class=\"")
                .append(style)
                .append("\">")
                .append(breakable(Markup.escape(cell)))
                .append("</")
                .append(tag, 0, 2)
                .append('>');
    }

    /** Lets the places in a JSON report, names joined by dots, break after a dot. */
    private static String breakable(String text) {
        return KEY.matcher(text).matches() ? text.replace(".", ".<wbr/>") : text;
    }

    private static boolean isNumeric(List<List<String>> rows, int column) {
        return !rows.isEmpty()
                && rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
    }
}
