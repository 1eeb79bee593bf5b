package seli.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import seli.io.MalformedFileException;

/**
 * The single values of a {@code result.json} that {@code solve} or {@code train} wrote, read as a stream, so that a
 * sweep's table is made from what is on disk, whenever that was computed.
 */
public final class SweepResultFile {
    private final JsonParser json;
    private final Map<String, String> values = new LinkedHashMap<>();

    private SweepResultFile(JsonParser json) {
        this.json = json;
    }

    /**
     * The texts of all numbers, words and flags by their names, joined by dots where objects are nested, such as
     * {@code distance.classifier.seli}; of a list of objects those of the last one; no nulls and no lists of numbers.
     *
     * @throws MalformedFileException if it is not a result
     * @throws IOException if it cannot be read
     */
    public static Map<String, String> read(Path file) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            SweepResultFile result = new SweepResultFile(json);
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedFileException(file.toString(), "not a result; expected what solve or train wrote");
            }
            result.readFields("");
            return Map.copyOf(result.values);
        } catch (JsonProcessingException e) {
            throw new MalformedFileException(file.toString(), "not a JSON file; expected what solve or train wrote", e);
        }
    }

    private void readFields(String before) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = before + json.currentName();
            JsonToken token = json.nextToken();
            if (token == JsonToken.START_OBJECT) {
                readFields(name + ".");
            } else if (token == JsonToken.START_ARRAY) {
                readObjects(name + ".");
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                values.put(name, json.getText());
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT) {
            throw new MalformedFileException("result", "is cut short; expected a whole JSON file");
        }
    }

    /** Each object of a list in place of the one before it. */
    private void readObjects(String before) throws IOException {
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                values.keySet().removeIf(name -> name.startsWith(before));
                readFields(before);
            } else {
                json.skipChildren();
            }
        }
    }
}
