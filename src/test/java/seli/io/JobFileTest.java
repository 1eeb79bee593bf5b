package seli.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobFileTest {
    private static final String YAML = """
            # a comment
            kind: solve
            counts:
              - 10,10,1,1
              - [6, 6, 2]
            lambda: [1e-3, "0.1"]
            flag: true
            nothing:
            """;
    private static final String JSON = """
            {"kind": "solve", "counts": ["10,10,1,1", [6, 6, 2]],
             "lambda": [1e-3, "0.1"], "flag": true, "nothing": null}
            """;

    @TempDir
    private Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private UnusableFileException refused(String name, String text) throws IOException {
        Path file = file(name, text);
        return assertThrows(UnusableFileException.class, () -> JobFile.read(file));
    }

    /** A tree without its places, as text. */
    private static String shape(JobFile.Value value) {
        if (value instanceof JobFile.Scalar scalar) {
            return scalar.kind() + "(" + scalar.text() + ")";
        }
        if (value instanceof JobFile.Items items) {
            return items.values().stream().map(JobFileTest::shape).toList().toString();
        }
        StringBuilder text = new StringBuilder();
        ((JobFile.Fields) value)
                .byName()
                .forEach((key, field) -> text.append(key)
                        .append('=')
                        .append(shape(field.value()))
                        .append(' '));
        return text.toString();
    }

    @Test
    void bothFormatsGiveTheSameTree() throws IOException {
        String expected = "kind=TEXT(solve) counts=[TEXT(10,10,1,1), [TEXT(6), TEXT(6), TEXT(2)]]"
                + " lambda=[TEXT(1e-3), TEXT(0.1)] flag=FLAG(true) nothing=NOTHING() ";
        assertEquals(expected, shape(JobFile.read(file("a.yaml", YAML)).root()));
        assertEquals(expected, shape(JobFile.read(file("a.yml", YAML)).root()));
        assertEquals(expected, shape(JobFile.read(file("a.json", JSON)).root()));
    }

    @Test
    void everyValueKnowsItsLineAndColumn() throws IOException {
        Map<String, JobFile.Field> yaml =
                JobFile.read(file("a.yaml", YAML)).root().byName();
        assertEquals("line 3, column 1", yaml.get("counts").place().toString());
        JobFile.Items counts = (JobFile.Items) yaml.get("counts").value();
        assertEquals("line 4, column 5", counts.values().get(0).place().toString());
        Map<String, JobFile.Field> json =
                JobFile.read(file("a.json", JSON)).root().byName();
        assertEquals("line 2, column 2", json.get("lambda").place().toString());
        assertEquals("line 2, column 12", json.get("lambda").value().place().toString());
    }

    @Test
    void unknownKeyNamesItsPlaceAndTheNearestKnownOne() throws IOException {
        Path file = file("a.yaml", "kind: solve\nlamda: 0.1\n");
        JobFile job = JobFile.read(file);
        UnusableFileException refusal = assertThrows(
                UnusableFileException.class,
                () -> job.requireKeys(job.root(), List.of("kind", "counts", "lambda", "gamma")));
        assertEquals(
                file
                        + ": line 2, column 1: unknown key 'lamda'; did you mean lambda? (known are kind, counts, lambda, gamma)",
                refusal.getMessage());
        job.requireKeys(job.root(), List.of("kind", "lamda"));
    }

    @Test
    void scalarsAreOneValueOrAList() throws IOException {
        JobFile job = JobFile.read(file("a.yaml", YAML));
        Map<String, JobFile.Field> fields = job.root().byName();
        assertEquals(
                List.of("1e-3", "0.1"),
                job.scalars("lambda", fields.get("lambda").value()).stream()
                        .map(JobFile.Scalar::text)
                        .toList());
        assertEquals(1, job.scalars("kind", fields.get("kind").value()).size());
        for (String key : List.of("counts", "nothing")) {
            assertThrows(
                    MalformedFileException.class,
                    () -> job.scalars(key, fields.get(key).value()));
        }
    }

    @Test
    void writtenJobReadsBackTheSame() throws IOException {
        Path file = dir.resolve("job.json");
        JobFile.write(file, Map.of("lambda", List.of("1.0E-4", "0.5"), "text", List.of("@a \"file\".npy")));
        JobFile job = JobFile.read(file);
        assertEquals(
                "[TEXT(1.0E-4), TEXT(0.5)]",
                shape(job.root().byName().get("lambda").value()));
        assertEquals(
                "TEXT(@a \"file\".npy)", shape(job.root().byName().get("text").value()));
        assertTrue(Files.readString(file).contains("1.0E-4"), "numbers are numbers");
    }

    private record Attack(String name, String text, String phrase) {
        @Override
        public String toString() {
            return phrase;
        }
    }

    static Stream<Attack> attacks() {
        return Stream.of(
                new Attack("a.json", "", "is empty"),
                new Attack("a.yaml", "# nothing\n", "is empty"),
                new Attack("a.yaml", "- 1\n- 2\n", "holds no named values"),
                new Attack("a.json", "7", "holds no named values"),
                new Attack("a.json", "{\"a\": 1} {\"b\": 2}", "line 1, column 10: a second document"),
                new Attack("a.yaml", "a: 1\n---\nb: 2\n", "a second document"),
                new Attack(
                        "a.json",
                        "{\"a\": 1, \"a\": 2}",
                        "line 1, column 10: key 'a' is given twice, first at line 1, column 2"),
                new Attack(
                        "a.yaml",
                        "a: 1\nb: 2\na: 3\n",
                        "line 3, column 1: key 'a' is given twice, first at line 1, column 1"),
                new Attack("a.json", "{\"a\": 1,}", "not valid JSON"),
                new Attack("a.json", "{\"a\": NaN}", "not valid JSON"),
                new Attack("a.json", "{\"a\": 1 // no comments\n}", "not valid JSON"),
                new Attack("a.json", "{\"a\": \"cut", "not valid JSON"),
                new Attack("a.yaml", "a: [1, 2\nb: 3\n", "not valid YAML"),
                new Attack("a.yaml", "a: 'cut\n", "not valid YAML"),
                new Attack("a.yaml", "a: 1\n\tb: 2\n", "not valid YAML"),
                new Attack("a.yaml", "? [1, 2]\n: 3\n", "not valid YAML"),
                new Attack("a.yaml", "a: &x 1\nb: *x\n", "line 2, column 4: an alias"),
                new Attack("a.yaml", "b: *x\n", "an alias"),
                new Attack("a.yaml", "a: &x [lol, lol]\nb: &y [*x, *x]\nc: [*y, *y]\n", "an anchor"),
                new Attack("a.yaml", "a: !!javax.script.ScriptEngineManager [x]\n", "line 1, column 4: a tag"),
                new Attack("a.yaml", "a: !!binary aGVsbG8=\n", "a tag"),
                new Attack("a.yaml", "!!map {a: 1}\n", "a tag"),
                new Attack("a.yaml", "&x a: 1\n", "an anchor"),
                new Attack("a.yaml", "%YAML 99999999999999.1\n---\na: 1\n", "a.yaml"),
                new Attack("a.json", "{\"a\":" + "[".repeat(100_000), "nested more than 16 deep"),
                new Attack("a.yaml", "a: " + "[".repeat(100_000), "nested more than 16 deep"),
                new Attack("a.json", "{\"a\": " + "1".repeat(5000) + "}", "not valid JSON"),
                new Attack("a.json", "{\"a\": \"" + "x".repeat(1 << 20) + "\"}", "expected a job file of at most"),
                new Attack("a.toml", "a = 1", "of an unknown kind; expected a name that ends in .json"));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void hostileFileIsOneLine(Attack attack) throws IOException {
        String message = refused(attack.name(), attack.text()).getMessage();

        assertTrue(message.contains(attack.phrase()), message);
        assertEquals(1, message.lines().count(), message);
        assertTrue(message.length() < 600, message);
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = dir.resolve("a.yaml");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xFF, (byte) 0xFE});
        String message = assertThrows(UnusableFileException.class, () -> JobFile.read(file))
                .getMessage();
        assertTrue(message.contains("is not UTF-8"), message);
    }

    @Test
    void missingFileAndFolderAreRefused() {
        assertThrows(UnusableFileException.class, () -> JobFile.read(dir.resolve("no.yaml")));
        assertThrows(UnusableFileException.class, () -> JobFile.read(dir));
    }

    @Test
    void byteOrderMarkIsSkipped() throws IOException {
        assertEquals(
                "a=TEXT(1) ", shape(JobFile.read(file("a.yaml", "\uFEFFa: 1\n")).root()));
        assertEquals(
                "a=TEXT(1) ",
                shape(JobFile.read(file("a.json", "\uFEFF{\"a\": 1}")).root()));
    }

    @Test
    void mutatedFilesAreReadOrRefusedInOneLine() throws IOException {
        long seed = 20261124;
        Random random = new Random(seed);
        for (int trial = 0; trial < 600; trial++) {
            boolean isYaml = trial % 2 == 0;
            byte[] bytes = (isYaml ? YAML : JSON).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i <= random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path file = dir.resolve(isYaml ? "m.yaml" : "m.json");
            Files.write(file, bytes);
            try {
                JobFile.read(file);
            } catch (UnusableFileException e) {
                assertEquals(1, e.getMessage().lines().count(), "seed " + seed + ", trial " + trial);
            }
        }
    }
}
