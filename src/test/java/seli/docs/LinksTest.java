package seli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between pages lead somewhere, images are there, and whoever starts at the index can reach every page. */
class LinksTest {
    private static final Path INDEX = MarkdownPage.SITE.resolve("index.md");

    private static Map<Path, MarkdownPage> pages() throws IOException {
        return MarkdownPage.all().stream()
                .collect(Collectors.toMap(MarkdownPage::file, page -> page, (a, b) -> a, TreeMap::new));
    }

    private static boolean isElsewhere(String target) {
        return target.matches("[a-z]+:.*");
    }

    /** What is wrong with a link; empty if nothing. */
    private static String fault(Map<Path, MarkdownPage> pages, Path page, String target) throws IOException {
        int hash = target.indexOf('#');
        String name = hash < 0 ? target : target.substring(0, hash);
        Path folder = page.getParent() == null ? Path.of("") : page.getParent();
        Path file = name.isEmpty() ? page : folder.resolve(name).normalize();
        if (!Files.exists(file)) {
            return "there is no " + file;
        }
        if (hash < 0) {
            return "";
        }
        MarkdownPage there = pages.containsKey(file) ? pages.get(file) : MarkdownPage.read(file);
        return there.anchors().contains(target.substring(hash + 1))
                ? ""
                : "no such heading; there are " + there.anchors();
    }

    @Test
    void linksAndImagesLeadSomewhere() throws IOException {
        Map<Path, MarkdownPage> pages = pages();
        List<String> faults = new ArrayList<>();
        for (MarkdownPage page : pages.values()) {
            for (MarkdownPage.Link link : page.links()) {
                String fault = isElsewhere(link.target()) ? "" : fault(pages, page.file(), link.target());
                if (!fault.isEmpty()) {
                    faults.add("%s:%d: %s: %s".formatted(page.file(), link.line(), link.target(), fault));
                }
            }
        }
        assertEquals("", String.join("\n", faults));
    }

    /** The site's build turns this prefix into that of the rendered page. */
    @Test
    void imagesOfTheSiteComeFromItsResources() throws IOException {
        List<String> others = pages().values().stream()
                .filter(page -> page.file().startsWith(MarkdownPage.SITE))
                .flatMap(page -> page.links().stream().filter(MarkdownPage.Link::image))
                .map(MarkdownPage.Link::target)
                .filter(target -> !target.startsWith("../resources/images/"))
                .toList();

        assertEquals(List.of(), others);
    }

    @Test
    void everyPageIsReachedFromTheIndex() throws IOException {
        Map<Path, MarkdownPage> pages = pages();
        Set<Path> reached = new TreeSet<>();
        Deque<Path> ahead = new ArrayDeque<>(List.of(INDEX));
        while (!ahead.isEmpty()) {
            Path file = ahead.pop();
            if (pages.containsKey(file) && reached.add(file)) {
                pages.get(file).links().stream()
                        .filter(link -> !isElsewhere(link.target()))
                        .map(link -> file.resolveSibling(link.target().replaceFirst("#.*", ""))
                                .normalize())
                        .forEach(ahead::add);
            }
        }
        Set<Path> missed = new TreeSet<>(pages.keySet());
        missed.removeAll(reached);

        assertEquals(Set.of(), missed);
    }

    @Test
    void everyImageIsShownSomewhere() throws IOException {
        Set<String> shown = pages().values().stream()
                .flatMap(page -> page.links().stream())
                .map(link -> link.target().replaceFirst(".*/", ""))
                .collect(Collectors.toSet());
        try (Stream<Path> images = Files.list(Path.of("src/site/resources/images"))) {
            List<String> unused = images.map(image -> image.getFileName().toString())
                    .filter(name -> !shown.contains(name))
                    .toList();
            assertEquals(List.of(), unused);
        }
    }

    @Test
    void missingFileAndMissingHeadingAreFound() throws IOException {
        Path page = MarkdownPage.SITE.resolve("a.md");

        assertTrue(fault(Map.of(), page, "no.md").startsWith("there is no"));
        assertTrue(fault(Map.of(), page, "exact.md#no-such").startsWith("no such heading"));
        assertEquals("", fault(Map.of(), page, "exact.md#geometry-at-any-scale"));
    }

    @Test
    void linksInCodeAreNotLinks() {
        String text = "# A `b` c: d\n\n`[x](y)` and [z](w.md \"t\") ![i](j.svg)\n\n```\n[k](l)\n```\n";
        MarkdownPage page = MarkdownPage.of(Path.of("a.md"), text);

        assertEquals(
                List.of(new MarkdownPage.Link(3, "w.md", false), new MarkdownPage.Link(3, "j.svg", true)),
                page.links());
        assertEquals(Set.of("a-b-c-d"), page.anchors());
    }
}
