package seli.reproduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import seli.io.OutputFolder;
import seli.report.JsonFields;
import seli.report.JsonReport;
import seli.report.Provenance;

/**
 * The folder of one experiment: {@code parts/NAME.json} for each part that is done, {@code runs/NAME} for checkpoints
 * of a part, and what was made of them, {@code result.json} last. What is there counts if it has the same settings and
 * was made by the same version of the program.
 */
final class ExperimentFolder {
    private static final String RESULT = "result.json";

    private final Path folder;
    private final String version;

    ExperimentFolder(Path folder, Provenance provenance) {
        this.folder = folder;
        this.version = version(provenance);
    }

    /** Release and commit of the program. */
    static String version(Provenance provenance) {
        String commit = provenance.build().commit();
        return provenance.build().version() + "-" + commit.substring(0, Math.min(12, commit.length()));
    }

    /** Whether there is a file that the command did not write for all its experiments. */
    static boolean isOfAnotherCommand(Path result) throws IOException {
        return Files.exists(result)
                && read(result)
                        .filter(json -> json.path("schema").asText().equals("seli.reproduce/1"))
                        .isEmpty();
    }

    /** Makes the folders. */
    void prepare() throws IOException {
        OutputFolder.prepare(folder);
        OutputFolder.prepare(folder.resolve("parts"));
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Where a part keeps checkpoints. */
    Path run(Part part) {
        return folder.resolve("runs").resolve(part.name());
    }

    /** What the settings of a part come to, in 16 hexadecimal digits. */
    static String hash(Part part) {
        return hash(part.name() + "\n" + part.settings());
    }

    /** What the settings of an experiment come to. */
    static String hash(Plan plan, List<Part> parts) {
        StringBuilder all = new StringBuilder(plan.preset() + " " + plan.shortening());
        parts.forEach(part -> all.append('\n').append(hash(part)));
        return hash(all.toString());
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether the experiment is done, with these settings and by this version. */
    boolean isFinished(String hash) throws IOException {
        return read(file(RESULT))
                .filter(json -> json.path("settingsHash").asText().equals(hash) && isOfThisVersion(json))
                .isPresent();
    }

    /** Whether there are parts of other settings or of another version. */
    boolean isOutdated(List<Part> parts) throws IOException {
        for (Part part : parts) {
            if (Files.exists(partFile(part)) && load(part).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Whether an experiment was finished here, of whatever settings and version. */
    boolean hasResult() {
        return Files.exists(file(RESULT));
    }

    /** The numbers of a part, if it is done with its settings and by this version. */
    Optional<PartNumbers> load(Part part) throws IOException {
        return read(partFile(part))
                .filter(json -> json.path("settingsHash").asText().equals(hash(part)) && isOfThisVersion(json))
                .map(json -> tables(json.path("tables")));
    }

    private boolean isOfThisVersion(JsonNode json) {
        return json.path("programVersion").asText().equals(version);
    }

    private Path partFile(Part part) {
        return folder.resolve("parts").resolve(part.name() + ".json");
    }

    /** A file as JSON; empty if it is not there, or no JSON. */
    private static Optional<JsonNode> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ObjectMapper().readTree(Files.readString(file)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static PartNumbers tables(JsonNode json) {
        Map<String, NumberTable> tables = new LinkedHashMap<>();
        json.properties().forEach(field -> tables.put(field.getKey(), table(field.getValue())));
        return new PartNumbers(tables);
    }

    private static NumberTable table(JsonNode json) {
        List<String> columns = new ArrayList<>();
        json.path("columns").forEach(column -> columns.add(column.asText()));
        NumberTable.Builder table = NumberTable.builder(columns);
        for (JsonNode row : json.path("rows")) {
            double[] numbers = new double[row.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = row.get(i).asDouble(Double.NaN);
            }
            table.add(numbers);
        }
        return table.build();
    }

    /** Writes the numbers of a part. */
    void save(Part part, PartNumbers numbers, Provenance provenance) throws IOException {
        JsonReport.of("reproduce-part", provenance, json -> {
                    json.text("part", part.name());
                    json.text("programVersion", version);
                    json.text("settingsHash", hash(part));
                    json.text("settings", part.settings());
                    json.object("tables", tables -> {
                        for (Map.Entry<String, NumberTable> table :
                                numbers.tables().entrySet()) {
                            tables.object(table.getKey(), inner -> write(inner, table.getValue()));
                        }
                    });
                })
                .writeTo(partFile(part));
    }

    private static void write(JsonFields json, NumberTable table) throws IOException {
        json.texts("columns", table.columns());
        json.table("rows", table.rows(), table.columns().size(), table::at);
    }

    /** Writes what the experiment came to; with it the experiment is done. */
    void finish(String hash, Provenance provenance, JsonFields.Section body) throws IOException {
        JsonReport.of("reproduce-experiment", provenance, json -> {
                    json.text("programVersion", version);
                    json.text("settingsHash", hash);
                    body.writeTo(json);
                })
                .writeTo(file(RESULT));
    }

    /** Forgets that the experiment was done, before its parts change. */
    void reopen() throws IOException {
        Files.deleteIfExists(file(RESULT));
    }
}
