package seli.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import seli.figure.Figure;
import seli.figure.FigureFiles;
import seli.figure.Markup;
import seli.io.AtomicFile;
import seli.io.OutputFolder;

/**
 * A report as one HTML file that needs no network and no script: figures, tables, provenance and the command that made
 * it, light and dark, readable on a phone and printable. All words are escaped, wherever they come from. Collects its
 * parts in the order of the calls; not for use by several threads.
 */
public final class HtmlReport {
    private static final String FIGURES = "figures";

    private final String title;
    private final List<String> sentences = new ArrayList<>();
    private final List<String> headings = new ArrayList<>();
    private final List<HtmlBlock> blocks = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private HtmlReport(String title) {
        this.title = title;
    }

    /** A report without content. */
    public static HtmlReport titled(String title) {
        return new HtmlReport(title);
    }

    /** What was found, in a sentence, at the top of the page. */
    public HtmlReport sentence(String verdict) {
        sentences.add(verdict);
        return this;
    }

    /** Begins a section; what follows belongs to it. */
    public HtmlReport section(String heading) {
        headings.add(heading);
        int number = headings.size();
        String before = number == 1 ? "" : "</section>\n";
        return add(before + "<section aria-labelledby=\"section-" + number + "\">\n<h2 id=\"section-" + number + "\">"
                + Markup.escape(heading) + "</h2>\n");
    }

    /** A paragraph. */
    public HtmlReport text(String paragraph) {
        return add("<p>" + Markup.escape(paragraph) + "</p>\n");
    }

    /**
     * A figure with its caption and its numbers.
     *
     * @throws IllegalArgumentException if the report has a figure of the same name
     */
    public HtmlReport figure(Figure figure, String caption) {
        return figures(List.of(figure), caption);
    }

    /**
     * Figures side by side under one caption, where the page is wide enough.
     *
     * @throws IllegalArgumentException if the report has a figure of the same name
     */
    public HtmlReport figures(List<Figure> group, String caption) {
        for (Figure figure : group) {
            if (!names.add(figure.name())) {
                throw new IllegalArgumentException(
                        "report has two figures named " + figure.name() + "; expected different names");
            }
        }
        figures.addAll(group);
        blocks.add(new HtmlFigures(group, caption));
        return this;
    }

    /**
     * A table; columns of numbers are flush right.
     *
     * @throws IllegalArgumentException if a row does not have one cell for each head
     */
    public HtmlReport table(String caption, List<String> head, List<List<String>> rows) {
        for (List<String> row : rows) {
            if (row.size() != head.size()) {
                throw new IllegalArgumentException(
                        "row of " + row.size() + " cells in a table of " + head.size() + " columns");
            }
        }
        return add(HtmlTable.of(caption, head, rows));
    }

    /** A table of names and their values. */
    public HtmlReport facts(String caption, List<List<String>> pairs) {
        return add(HtmlTable.ofPairs(caption, pairs));
    }

    /** Build, machine, device and seed, in a section of its own. */
    public HtmlReport provenance(Provenance provenance) {
        return section("Provenance").facts("How this result was made", provenance.facts());
    }

    /** The command that makes the report again, in a section of its own. */
    public HtmlReport command(String line) {
        return section("Command").add("<pre><code>" + Markup.escape(line) + "</code></pre>\n");
    }

    private HtmlReport add(String markup) {
        blocks.add(pictures -> markup);
        return this;
    }

    /**
     * Writes the page alone, with its pictures; at any moment there is the old file or the whole new one.
     *
     * @throws IOException if it cannot be written
     */
    public void writeTo(Path file) throws IOException {
        AtomicFile.writeText(file, page(HtmlBlock.Pictures.IN_PAGE));
    }

    /**
     * Writes report.html, and the files of its figures in the folder figures beside it, which is made.
     *
     * @param folder exists
     * @param withPictures whether figures are drawn; else the page has tables alone, and there is no folder of figures
     * @return remarks for the user, such as that this machine cannot draw PNG; empty if all is well
     * @throws IOException if a file cannot be written
     */
    public List<String> writeInto(Path folder, boolean withPictures) throws IOException {
        Path page = folder.resolve("report.html");
        if (!withPictures) {
            AtomicFile.writeText(page, page(HtmlBlock.Pictures.NONE));
            return List.of();
        }
        Set<String> remarks = new LinkedHashSet<>();
        if (!figures.isEmpty()) {
            Path place = OutputFolder.prepare(folder.resolve(FIGURES));
            for (Figure figure : figures) {
                remarks.addAll(FigureFiles.write(place, figure));
            }
        }
        AtomicFile.writeText(page, page(HtmlBlock.Pictures.AND_FILES));
        return List.copyOf(remarks);
    }

    private String page(HtmlBlock.Pictures pictures) {
        StringBuilder page = new StringBuilder(HtmlHead.of(title));
        page.append("<main>\n<header>\n<h1>").append(Markup.escape(title)).append("</h1>\n");
        sentences.forEach(sentence -> page.append("<p class=\"verdict\">")
                .append(Markup.escape(sentence))
                .append("</p>\n"));
        page.append("</header>\n").append(contents());
        blocks.forEach(block -> page.append(block.markup(pictures)));
        page.append(headings.isEmpty() ? "" : "</section>\n");
        return page.append("</main>\n</body>\n</html>\n").toString();
    }

    private String contents() {
        if (headings.size() < 3) {
            return "";
        }
        StringBuilder links = new StringBuilder("<nav aria-label=\"Contents\"><ul>\n");
        for (int i = 0; i < headings.size(); i++) {
            links.append("<li><a href=\"#section-")
                    .append(i + 1)
                    .append("\">")
                    .append(Markup.escape(headings.get(i)))
                    .append("</a></li>\n");
        }
        return links.append("</ul></nav>\n").toString();
    }
}
