package seli.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Builds the tree of a {@link JobFile} from the tokens of either format, so that both obey the same rules. */
final class JobFileParser {
    private static final int MOST_DEPTH = 16;
    private static final int MOST_TEXT = 200;

    private final Path file;
    private final JsonParser tokens;

    private JobFileParser(Path file, JsonParser tokens) {
        this.file = file;
        this.tokens = tokens;
    }

    /**
     * Parses a text whole.
     *
     * @throws MalformedFileException if it is not one document of the format, or breaks a rule of job files
     */
    static JobFile.Value parse(Path file, String text, boolean isYaml) throws MalformedFileException {
        JsonFactory factory = isYaml ? new YAMLFactory() : new JsonFactory();
        try (JsonParser tokens = factory.createParser(text)) {
            return new JobFileParser(file, tokens).document();
        } catch (JsonProcessingException e) {
            throw refusal(file, e, isYaml);
        } catch (MalformedFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // such as an impossible version number after %YAML
            throw new MalformedFileException(
                    file.toString(), "cannot be parsed: " + firstLine(String.valueOf(e.getMessage())), e);
        }
    }

    private static MalformedFileException refusal(Path file, JsonProcessingException failure, boolean isYaml) {
        String format = isYaml ? "not valid YAML: " : "not valid JSON: ";
        if (failure.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            JobFile.Place place = new JobFile.Place(
                    marked.getProblemMark().getLine() + 1,
                    marked.getProblemMark().getColumn() + 1);
            return new MalformedFileException(
                    file + ": " + place, format + firstLine(String.valueOf(marked.getProblem())), failure);
        }
        String source = failure.getLocation() == null ? file.toString() : file + ": " + place(failure.getLocation());
        return new MalformedFileException(
                source, format + firstLine(String.valueOf(failure.getOriginalMessage())), failure);
    }

    private static String firstLine(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() <= MOST_TEXT ? line : line.substring(0, MOST_TEXT) + "...";
    }

    private static JobFile.Place place(JsonLocation location) {
        return new JobFile.Place(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
    }

    private JobFile.Place here() {
        return place(tokens.currentTokenLocation());
    }

    private MalformedFileException refusal(String problem) {
        return JobFile.refusal(file, here(), problem);
    }

    private JobFile.Value document() throws IOException {
        if (tokens.nextToken() == null) {
            throw new MalformedFileException(file.toString(), "is empty; expected lines such as lambda: 0.1");
        }
        JobFile.Value value = value(0);
        if (tokens.nextToken() != null) {
            throw refusal("a second document begins here; expected one");
        }
        return value;
    }

    /** The value whose first token is current; leaves its last one current. */
    private JobFile.Value value(int depth) throws IOException {
        requirePlain();
        if (depth > MOST_DEPTH) {
            throw refusal("nested more than %d deep; expected a plain job".formatted(MOST_DEPTH));
        }
        JsonToken token = tokens.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return fields(depth);
        }
        if (token == JsonToken.START_ARRAY) {
            return items(depth);
        }
        JobFile.Kind kind = token == JsonToken.VALUE_NULL
                ? JobFile.Kind.NOTHING
                : token.isBoolean() ? JobFile.Kind.FLAG : JobFile.Kind.TEXT;
        return new JobFile.Scalar(here(), kind, kind == JobFile.Kind.NOTHING ? "" : tokens.getText());
    }

    /** Refuses what only YAML has: one value standing for another, and types by name. */
    private void requirePlain() throws IOException {
        if (!(tokens instanceof YAMLParser yaml)) {
            return;
        }
        if (yaml.isCurrentAlias()) {
            throw refusal("an alias (*name); expected the value itself, since job files have no references");
        }
        if (yaml.getObjectId() != null) {
            throw refusal("an anchor (&name); expected the value alone, since job files have no references");
        }
        if (yaml.getTypeId() != null) {
            throw refusal("a tag (!name); expected the value alone, since job files have no types");
        }
    }

    private JobFile.Value items(int depth) throws IOException {
        JobFile.Place place = here();
        List<JobFile.Value> values = new ArrayList<>();
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(depth + 1));
        }
        return new JobFile.Items(place, values);
    }

    private JobFile.Value fields(int depth) throws IOException {
        JobFile.Place place = here();
        Map<String, JobFile.Field> fields = new LinkedHashMap<>();
        while (tokens.nextToken() != JsonToken.END_OBJECT) {
            requirePlain();
            String key = tokens.currentName();
            JobFile.Place at = here();
            if (fields.containsKey(key)) {
                throw refusal("key %s is given twice, first at %s; expected it once"
                        .formatted(
                                UnusableFileException.quote(key),
                                fields.get(key).place()));
            }
            tokens.nextToken();
            fields.put(key, new JobFile.Field(at, value(depth + 1)));
        }
        return new JobFile.Fields(place, fields);
    }
}
