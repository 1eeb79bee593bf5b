package seli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Python of {@code python.md} works: its blocks run one after the other in one interpreter, as the cells of a
 * notebook, beside a {@code seli} that starts the program under test. A block whose modules are not installed is
 * skipped and says which.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the program is started by a shell script")
class PythonPageTest {
    private static final Path PAGE = MarkdownPage.SITE.resolve("python.md");
    private static final List<String> PYTHONS = List.of("python3", "/usr/bin/python3");

    /** Reads cells as JSON, runs them, and writes for each what became of it. */
    private static final String NOTEBOOK = String.join(
            "\n",
            "import ast, contextlib, importlib.util, io, json, sys, traceback",
            "space, results = {'__name__': '__main__'}, []",
            "for cell in json.load(sys.stdin):",
            "    names = set()",
            "    for node in ast.walk(ast.parse(cell)):",
            "        if isinstance(node, ast.Import): names.update(alias.name.split('.')[0] for alias in node.names)",
            "        if isinstance(node, ast.ImportFrom): names.add(node.module.split('.')[0])",
            "    missing = sorted(name for name in names if importlib.util.find_spec(name) is None)",
            "    printed = io.StringIO()",
            "    try:",
            "        if missing: results.append({'skipped': 'no Python module ' + ', '.join(missing)})",
            "        else:",
            "            with contextlib.redirect_stdout(printed): exec(cell, space)",
            "            results.append({'printed': printed.getvalue()})",
            "    except Exception: results.append({'error': traceback.format_exc()})",
            "json.dump(results, sys.stdout)");

    @TempDir
    Path folder;

    private static Optional<String> pythonWith(String module) throws InterruptedException {
        for (String python : PYTHONS) {
            try {
                Process process = new ProcessBuilder(python, "-c", "import " + module)
                        .redirectErrorStream(true)
                        .start();
                process.getInputStream().readAllBytes();
                if (process.waitFor() == 0) {
                    return Optional.of(python);
                }
            } catch (IOException notInstalled) {
                continue;
            }
        }
        return Optional.empty();
    }

    @TestFactory
    Stream<DynamicTest> blocksWorkLikeCellsOfANotebook() throws IOException, InterruptedException {
        List<MarkdownPage.CodeBlock> cells = MarkdownPage.read(PAGE).blocks().stream()
                .filter(block -> block.language().equals("python"))
                .toList();
        assertTrue(cells.size() >= 5, "few blocks of Python in " + PAGE);
        Optional<String> torch = pythonWith("torch, numpy");
        Optional<String> python = torch.isPresent() ? torch : pythonWith("numpy");
        assumeTrue(python.isPresent(), "no python3 with numpy on this machine");
        JsonNode results = run(python.get(), cells);
        return Stream.iterate(0, i -> i + 1).limit(cells.size()).map(i -> {
            String name =
                    "line " + cells.get(i).line() + ": " + cells.get(i).lines().get(0);
            return DynamicTest.dynamicTest(name, () -> check(results.get(i)));
        });
    }

    private static void check(JsonNode result) {
        assumeTrue(!result.has("skipped"), result.path("skipped").asText());
        assertEquals("", result.path("error").asText());
    }

    private JsonNode run(String python, List<MarkdownPage.CodeBlock> cells) throws IOException, InterruptedException {
        writeLauncher();
        ObjectMapper json = new ObjectMapper();
        ArrayNode texts = json.createArrayNode();
        cells.forEach(cell -> texts.add(String.join("\n", cell.lines())));
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(python, "-c", NOTEBOOK)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .start();
        json.writeValue(process.getOutputStream(), texts);
        JsonNode results = json.readTree(process.getInputStream());
        assertEquals(0, process.waitFor(), () -> read(errors));
        return results;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** {@code seli} in the folder, on the classes that are tested. */
    private void writeLauncher() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path script = folder.resolve("seli");
        Files.writeString(
                script,
                "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp '%s' seli.cli.Main \"$@\"\n"
                        .formatted(java, classPath));
        assertTrue(script.toFile().setExecutable(true));
    }
}
