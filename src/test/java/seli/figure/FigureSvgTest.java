package seli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FigureSvgTest {
    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    static Stream<Arguments> figures() {
        return SampleFigures.all().stream().map(figure -> Arguments.of(figure.name(), figure));
    }

    private static List<Element> elements(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("figures")
    void drawingIsWellFormedAndHoldsNoForeignElement(String name, Figure figure) throws Exception {
        Document document = parse(FigureSvg.standalone(figure));

        assertEquals("svg", document.getDocumentElement().getTagName());
        assertEquals(0, elements(document, "script").size());
        assertFalse(FigureSvg.standalone(figure).contains("NaN"), "a coordinate is not a number");
        assertFalse(FigureSvg.standalone(figure).contains("Infinity"), "a coordinate is infinite");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("figures")
    void theSameNumbersGiveTheSameBytes(String name, Figure figure) {
        Figure again = SampleFigures.all().stream()
                .filter(other -> other.name().equals(name))
                .findFirst()
                .orElseThrow();

        assertEquals(FigureSvg.standalone(figure), FigureSvg.standalone(again));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("figures")
    void noWordIsCutOffAtTheEdges(String name, Figure figure) throws Exception {
        Document document = parse(FigureSvg.standalone(figure));
        double width = Double.parseDouble(document.getDocumentElement().getAttribute("width"));
        double height = Double.parseDouble(document.getDocumentElement().getAttribute("height"));
        for (Element text : elements(document, "text")) {
            if (text.hasAttribute("transform") || ((Element) text.getParentNode()).hasAttribute("transform")) {
                continue;
            }
            double x = Double.parseDouble(text.getAttribute("x"));
            double y = Double.parseDouble(text.getAttribute("y"));
            double length = TextWidth.of(text.getTextContent(), Double.parseDouble(text.getAttribute("font-size")));
            double start = switch (text.getAttribute("text-anchor")) {
                case "end" -> x - length;
                case "middle" -> x - length / 2;
                default -> x;
            };
            String what = "'" + text.getTextContent() + "' from " + start + " to " + (start + length) + " of " + width;
            assertTrue(start >= 0 && start + length <= width, what);
            assertTrue(y >= 5 && y <= height - 2, what + ", baseline " + y + " of " + height);
        }
    }

    @Test
    void inlineDrawingTellsWhatItShows() throws Exception {
        Element svg = parse(FigureSvg.inline(SampleFigures.trajectories())).getDocumentElement();

        assertEquals("img", svg.getAttribute("role"));
        assertTrue(svg.getAttribute("aria-label").startsWith("Line chart: Distances"), svg.getAttribute("aria-label"));
        assertFalse(svg.hasAttribute("width"));
    }

    @Test
    void seriesWithTheLabelOfTheOneBeforeShareItsPlaceInTheLegend() {
        double[] x = {1, 2, 3};
        String drawing = FigureSvg.standalone(LineChart.named("shared", "Title")
                .xAxis("x", Scale.LINEAR)
                .yAxis("y", Scale.LINEAR)
                .points("ends of arrows", x, x)
                .theory("ends of arrows", x, x)
                .line("other", x, x)
                .build());
        assertEquals(2, drawing.split(">ends of arrows<", -1).length);
        assertEquals(2, drawing.split(">other<", -1).length);
    }

    @Test
    void equalNeighbouringLabelsOfAHeatMapAreWrittenOnceAndSetApart() throws Exception {
        Document document = parse(FigureSvg.standalone(SampleFigures.gram(10)));
        List<String> words =
                elements(document, "text").stream().map(Element::getTextContent).toList();

        assertEquals(2, words.stream().filter("100"::equals).count(), words::toString);
        assertEquals(2, words.stream().filter("10"::equals).count(), words::toString);
    }

    @Test
    void cellsOfASmallHeatMapCarryTheirNumbers() {
        assertTrue(FigureSvg.standalone(SampleFigures.gram(4)).contains(">1.00<"));
        assertFalse(FigureSvg.standalone(SampleFigures.gram(10)).contains(">1.00<"));
    }

    @Test
    void theLargestHeatMapStaysSmallAsAFile() {
        int size = FigureSvg.standalone(SampleFigures.gram(200)).length();

        assertTrue(size < 1_000_000, () -> size + " characters");
    }
}
