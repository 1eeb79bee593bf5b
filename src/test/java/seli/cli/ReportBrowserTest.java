package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pages in a real browser: they draw, say nothing on the console and ask for nothing. Skipped where there is none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportBrowserTest {
    private static final int DESK = 1280;
    private static final int PHONE = 390;

    private static final String AROUND = """
            <!DOCTYPE html>
            <html><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head><body><script>
            onmessage = event => {
              const found = document.createElement('p');
              found.textContent = event.data;
              document.body.append(found);
            };
            </script>
            """;

    /** Measures a copy of the page, which allows scripts, and tells the page around its frame what it found. */
    private static final String PROBE = """
            <script>
            const found = [];
            window.onerror = message => found.push('error: ' + message);
            window.onload = () => {
              const wide = innerWidth + 1;
              const drawings = [...document.querySelectorAll('.drawing svg')];
              for (const svg of drawings) {
                const outer = svg.getBoundingClientRect();
                const inner = svg.getBBox();
                const name = svg.getAttribute('aria-label').slice(0, 60);
                if (!(outer.width > 100 && outer.height > 50)) found.push('small: ' + name);
                if (!(inner.width > 100 && inner.height > 50)) found.push('empty: ' + name);
                for (const text of svg.querySelectorAll('text')) {
                  const box = text.getBoundingClientRect();
                  if (box.left < outer.left - 1 || box.right > outer.right + 1
                      || box.top < outer.top - 1 || box.bottom > outer.bottom + 1)
                    found.push('cut off: ' + text.textContent + ' in ' + name);
                }
                const shown = outer.width / svg.viewBox.baseVal.width;
                if (innerWidth < 500 && 13 * shown < 9) found.push('tiny words: ' + name);
              }
              if (document.documentElement.scrollWidth > wide) found.push('wider than the window');
              parent.postMessage('drawings ' + drawings.length + '; width ' + innerWidth
                  + '; paper ' + getComputedStyle(document.body).backgroundColor
                  + '; line ' + getComputedStyle(document.querySelector('.s-blue')).stroke
                  + '; found [' + found.join(', ') + ']', '*');
            };
            </script>
            """;

    private Path folder = Path.of("");
    private Optional<HeadlessBrowser> browser = Optional.empty();
    private final List<Path> pages = new ArrayList<>();

    @BeforeAll
    void makePages(@TempDir Path shared) throws IOException {
        folder = shared;
        browser = HeadlessBrowser.find(Files.createDirectories(folder.resolve("profile")));
        assumeTrue(
                browser.isPresent(),
                () -> "no browser: none of " + HeadlessBrowser.names() + " on the path; install one to test pages");
        make("solve", "--counts", "step:k=10,R=10,rho=0.5,nmin=5", "--lambda", "0.1");
        make("path", "--counts", "10,10,1,1", "--to", "1e-100", "--points", "30");
        make(
                "train",
                "--counts",
                "step:k=10,R=10,rho=0.5,nmin=2",
                "--steps",
                "300",
                "--lr",
                "0.1",
                "--backend",
                "reference");
        make("analyze", AnalyzePages.writeCheckpoints(folder.resolve("networks")));
    }

    private void make(String command, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(
                List.of(command, "--quiet", "--out", folder.resolve(command).toString()));
        all.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(all.toArray(new String[0]));
        assertEquals(0, run.exitCode(), run.err());
        pages.add(folder.resolve(command).resolve("report.html"));
    }

    /** A page of frames, one for each page and width; a browser's window has a least width, a frame has none. */
    private Path frames() throws IOException {
        StringBuilder around = new StringBuilder(AROUND);
        for (Path page : pages) {
            String text = Files.readString(page)
                    .replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "")
                    .replace("</body>", PROBE + "</body>");
            Path probed = Files.writeString(page.resolveSibling("probe.html"), text);
            for (int width : List.of(DESK, PHONE)) {
                around.append(
                        "<iframe width=\"%d\" height=\"900\" src=\"%s\"></iframe>\n".formatted(width, probed.toUri()));
            }
        }
        return Files.writeString(folder.resolve("frames.html"), around.append("</body></html>\n"));
    }

    /** What the probes of all frames found. */
    private List<String> probe(boolean dark) throws IOException, InterruptedException {
        String out = browser.orElseThrow().open(frames(), dark, "--dump-dom").out();
        List<String> found = Pattern.compile("<p>(drawings [^<]*)</p>")
                .matcher(out)
                .results()
                .map(result -> result.group(1))
                .toList();
        assertEquals(2 * pages.size(), found.size(), out);
        return found;
    }

    private static void assertAllShown(List<String> reports, String colours) {
        for (String report : reports) {
            assertTrue(report.endsWith("found []"), report);
            assertFalse(report.startsWith("drawings 0;"), report);
            assertTrue(report.contains(colours), report);
        }
        assertEquals(
                reports.size() / 2,
                reports.stream()
                        .filter(report -> report.contains("; width " + DESK + ";"))
                        .count(),
                reports::toString);
        assertEquals(
                reports.size() / 2,
                reports.stream()
                        .filter(report -> report.contains("; width " + PHONE + ";"))
                        .count(),
                reports::toString);
    }

    @Test
    void everyDrawingShowsInLightOnDeskAndPhone() throws IOException, InterruptedException {
        assertAllShown(probe(false), "paper rgb(255, 255, 255); line rgb(0, 114, 178)");
    }

    @Test
    void everyDrawingShowsInDarkOnDeskAndPhone() throws IOException, InterruptedException {
        assertAllShown(probe(true), "paper rgb(21, 24, 28); line rgb(79, 168, 224)");
    }

    @Test
    void pagePrintsAndSaysNothingOnTheConsoleAndAsksForNothing() throws IOException, InterruptedException {
        for (Path page : pages) {
            Path pdf = page.resolveSibling("page.pdf");
            String said = browser.orElseThrow()
                    .open(page, true, "--print-to-pdf=" + pdf, "--no-pdf-header-footer")
                    .err();

            assertFalse(said.contains("CONSOLE"), said);
            assertFalse(said.contains("ERR_NAME_NOT_RESOLVED"), said);
            String start = new String(Files.readAllBytes(pdf), StandardCharsets.ISO_8859_1);
            assertTrue(start.startsWith("%PDF-"), page::toString);
            assertTrue(Files.size(pdf) > 20_000, () -> page + " printed");
        }
    }
}
