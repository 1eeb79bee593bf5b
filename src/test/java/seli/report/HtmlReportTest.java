package seli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import seli.figure.HeatMap;
import seli.figure.LineChart;
import seli.figure.Scale;

class HtmlReportTest {
    private static final String HOSTILE =
            "</title></style><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u0000\u202E";

    @TempDir
    Path folder;

    private static LineChart chart(String name, String words, int points) {
        double[] x = IntStream.range(0, points).asDoubleStream().toArray();
        return LineChart.named(name, words)
                .xAxis(words, Scale.LINEAR)
                .yAxis(words, Scale.LINEAR)
                .line(words, x, x)
                .build();
    }

    private static HtmlReport full(String words) {
        return HtmlReport.titled(words)
                .sentence(words)
                .section(words)
                .text(words)
                .figure(chart("first", words, 500), words)
                .section(words)
                .table(words, List.of(words, "number"), List.of(List.of(words, "1.5e-3"), List.of("b", "-")))
                .facts(words, List.of(List.of(words, words)))
                .provenance(Provenance.startNow(List.of("solve", words)))
                .command("seli " + words);
    }

    private String written(HtmlReport report) throws IOException {
        Path file = folder.resolve("page.html");
        report.writeTo(file);
        return Files.readString(file);
    }

    private static Document parse(String page) throws Exception {
        String body = page.substring("<!DOCTYPE html>".length());
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(body)));
    }

    private static int count(Document document, String tag) {
        return document.getElementsByTagName(tag).getLength();
    }

    @Test
    void pageOfHostileWordsIsWellFormedAndHasNoElementOfTheirs() throws Exception {
        Document document = parse(written(full(HOSTILE)));

        assertEquals(0, count(document, "script"));
        assertEquals(0, count(document, "img"));
        assertEquals(1, count(document, "style"));
        assertEquals(1, count(document, "h1"));
        assertEquals(4, count(document, "h2"));
    }

    @Test
    void pageAsksForNothingElsewhere() throws IOException {
        String page = written(full("plain"));
        String elsewhere = page.replace("http://www.w3.org/2000/svg", "");

        assertFalse(elsewhere.contains("http:") || elsewhere.contains("https:"), "an address");
        assertFalse(elsewhere.contains("url(") && !elsewhere.contains("url(#"), "a style that loads");
        assertFalse(elsewhere.contains("@import"), "a style that loads");
        assertTrue(
                page.contains("Content-Security-Policy\" content=\"default-src 'none'"), "a policy against requests");
        assertTrue(page.contains("prefers-color-scheme: dark"));
        assertTrue(page.contains("@media print"));
        assertTrue(page.contains("name=\"viewport\""));
    }

    @Test
    void pageCanBeReadAloud() throws Exception {
        Document document = parse(written(full("plain")));
        Element html = document.getDocumentElement();
        Element svg = (Element) document.getElementsByTagName("svg").item(0);
        Element head = (Element) document.getElementsByTagName("thead").item(1);

        assertEquals("en", html.getAttribute("lang"));
        assertEquals("img", svg.getAttribute("role"));
        assertTrue(svg.getAttribute("aria-label").startsWith("Line chart: plain."), svg.getAttribute("aria-label"));
        assertEquals("col", ((Element) head.getElementsByTagName("th").item(0)).getAttribute("scope"));
        assertEquals(count(document, "figure"), count(document, "figcaption"));
    }

    @Test
    void numbersBelowAFigureAreCutAndTheFileIsNamed() throws Exception {
        HtmlReport report = full("plain");
        report.writeInto(folder, true);
        String page = Files.readString(folder.resolve("report.html"));

        assertTrue(page.contains("The first 200 of 500 rows. All numbers are in figures/first.csv"));
        assertTrue(count(parse(page), "tr") < 250);
        assertEquals(
                501, Files.readAllLines(folder.resolve("figures/first.csv")).size());
    }

    @Test
    void filesOfAllFiguresLieBesideThePage() throws IOException {
        List<String> remarks = full("plain").writeInto(folder, true);
        assumeTrue(remarks.isEmpty(), remarks::toString);

        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of("figures/first.csv", "figures/first.png", "figures/first.svg", "report.html"),
                    files.filter(Files::isRegularFile)
                            .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void pageWithoutPicturesHasTheirNumbersAndNoFolder() throws Exception {
        assertEquals(List.of(), full("plain").writeInto(folder, false));
        Document document = parse(Files.readString(folder.resolve("report.html")));

        assertEquals(0, count(document, "svg"));
        assertEquals(1, count(document, "details"));
        assertFalse(Files.exists(folder.resolve("figures")));
    }

    @Test
    void namesOfFiguresOccurOnce() {
        HtmlReport report = HtmlReport.titled("t").figure(chart("same", "one", 2), "caption");

        assertThrows(IllegalArgumentException.class, () -> report.figure(chart("same", "two", 2), "caption"));
    }

    @Test
    void rowsOfATableHaveOneCellForEachHead() {
        HtmlReport report = HtmlReport.titled("t");

        assertThrows(
                IllegalArgumentException.class, () -> report.table("c", List.of("a", "b"), List.of(List.of("one"))));
    }

    @Test
    void columnsOfNumbersAreFlushRight() {
        String table = HtmlTable.of(
                "", List.of("name", "value"), List.of(List.of("a", "-1.5e-300"), List.of("b", ""), List.of("c", "-")));

        assertTrue(table.contains("<th scope=\"col\" class=\"number\">value</th>"), table);
        assertTrue(
                table.contains("<th scope=\"row\" class=\"words\">a</th><td class=\"number\">-1.5e-300</td>"), table);
    }

    @Test
    void placesInAReportBreakAfterTheirDotsAndNothingElse() {
        String table = HtmlTable.ofPairs(
                "", List.of(List.of("metrics.nc2.classifier", "net.v2.npz"), List.of("1.5.2", "e.g. a.b.c")));

        assertTrue(table.contains(">metrics.<wbr/>nc2.<wbr/>classifier<"), table);
        assertTrue(table.contains(">1.5.2<") && table.contains(">e.g. a.b.c<"), table);
    }

    @Test
    void wideNumbersAreCutToo() throws IOException {
        List<String> names = IntStream.range(0, 60).mapToObj(Integer::toString).toList();
        HeatMap map = HeatMap.named("wide", "Wide")
                .rows("r", List.of("0"))
                .columns("c", names)
                .values(new double[1][60])
                .diverging(1)
                .build();

        assertTrue(written(HtmlReport.titled("t").figure(map, "c")).contains("The first 24 of 61 columns."));
    }
}
