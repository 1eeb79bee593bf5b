package seli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import seli.io.AtomicFile;
import seli.label.ClassCounts;
import seli.label.CountGroup;

/**
 * One result as JSON: {@code schema}, {@code command}, {@code provenance}, and then what the command found. Written as
 * a stream, so that a table of thousands of groups takes no memory; the same values give the same text on every Java.
 */
public final class JsonReport {
    private final String command;
    private final Provenance provenance;
    private final JsonFields.Section body;

    private JsonReport(String command, Provenance provenance, JsonFields.Section body) {
        this.command = command;
        this.provenance = provenance;
        this.body = body;
    }

    /** The report {@code seli.COMMAND/1} of a command, with a body that is written after the common members. */
    public static JsonReport of(String command, Provenance provenance, JsonFields.Section body) {
        return new JsonReport(command, provenance, body);
    }

    /** The same for a command about a label distribution: the body follows the {@code counts} block. */
    public static JsonReport of(String command, Provenance provenance, ClassCounts counts, JsonFields.Section body) {
        return new JsonReport(command, provenance, json -> {
            json.object("counts", inner -> writeCounts(inner, counts));
            body.writeTo(json);
        });
    }

    private static void writeCounts(JsonFields json, ClassCounts counts) throws IOException {
        List<CountGroup> groups = counts.groups();
        json.integer("classes", counts.classes());
        json.integer("samples", counts.samples());
        json.list("groups", groups.size(), (group, g) -> {
            group.integer("count", groups.get(g).count());
            group.integer("classes", groups.get(g).classes());
        });
    }

    /**
     * Writes the whole report to a file; at any moment there is the old file or the whole new one.
     *
     * @throws IOException if the file cannot be written
     */
    public void writeTo(Path file) throws IOException {
        AtomicFile.write(file, this::writeTo);
    }

    /**
     * Writes the whole report as UTF-8 with a line end; flushes {@code out}, and does not close it.
     *
     * @throws IOException if {@code out} fails
     */
    public void writeTo(OutputStream out) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .enable(
                        StreamWriteFeature
                                .USE_FAST_DOUBLE_WRITER) // the shortest digits on every Java, not only from 19 on
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT) // a body that fails leaves no file that looks complete
                .build();
        ReportLayout layout = new ReportLayout();
        try (JsonGenerator generator = factory.createGenerator(out)) {
            generator.setPrettyPrinter(layout);
            JsonFields json = new JsonFields(generator, layout);
            generator.writeStartObject();
            json.text("schema", "seli." + command + "/1");
            json.text("command", command);
            json.object("provenance", provenance::writeTo);
            body.writeTo(json);
            generator.writeEndObject();
            generator.writeRaw('\n');
        }
    }
}
