package seli.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import seli.label.NearestName;

/**
 * A job written by hand, in JSON ({@code .json}) or YAML ({@code .yaml}, {@code .yml}), as a plain tree in which every
 * value knows its line and column, so that a command can say where a fault is.
 *
 * <p>Taken is what both formats have: fields, lists and scalars. A file of more than a mebibyte, nesting deeper than
 * 16, a key that is given twice, a second document, and YAML's aliases and tags of values are refused; so nothing that
 * a file says can grow, refer, or become an object of a class. Immutable.
 */
public final class JobFile {
    private static final int MOST_BYTES = 1 << 20;
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final Fields root;

    private JobFile(Path file, Fields root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Where a value begins.
     *
     * @param line from 1
     * @param column from 1
     */
    public record Place(int line, int column) {
        @Override
        public String toString() {
            return "line " + line + ", column " + column;
        }
    }

    /** A part of the tree. */
    public sealed interface Value {
        /** Where it begins. */
        Place place();
    }

    /** What a scalar is by its looks; text that reads as a number may have been quoted. */
    public enum Kind {
        /** Text or a number. */
        TEXT,
        /** True or false. */
        FLAG,
        /** Nothing: null, or no value at all. */
        NOTHING
    }

    /**
     * A single value.
     *
     * @param place where it begins
     * @param kind what it is
     * @param text as it is written, without quotes
     */
    public record Scalar(Place place, Kind kind, String text) implements Value {}

    /**
     * A list.
     *
     * @param place where it begins
     * @param values its elements
     */
    public record Items(Place place, List<Value> values) implements Value {
        /** Copies the list. */
        public Items {
            values = List.copyOf(values);
        }
    }

    /**
     * Named values.
     *
     * @param place where they begin
     * @param byName in the order of the file
     */
    public record Fields(Place place, Map<String, Field> byName) implements Value {
        /** Copies the map. */
        public Fields {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    /**
     * A named value.
     *
     * @param place where its name begins
     * @param value the value
     */
    public record Field(Place place, Value value) {}

    /**
     * Reads a file whole.
     *
     * @throws UnusableFileException if it is missing, of another kind, too large, not UTF-8, or cannot be parsed; the
     *     message names line and column
     */
    public static JobFile read(Path file) throws UnusableFileException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        boolean isYaml = name.endsWith(".yaml") || name.endsWith(".yml");
        if (!isYaml && !name.endsWith(".json")) {
            InputFile.requireRegular(file);
            throw new UnusableFileException(
                    "job file %s is of an unknown kind; expected a name that ends in .json, .yaml or .yml"
                            .formatted(file));
        }
        Value tree = JobFileParser.parse(file, text(file), isYaml);
        if (tree instanceof Fields fields) {
            return new JobFile(file, fields);
        }
        throw refusal(file, tree.place(), "holds no named values at its top; expected lines such as lambda: 0.1");
    }

    private static String text(Path file) throws UnusableFileException {
        byte[] bytes = InputFile.read(file, open -> {
            if (open.length() > MOST_BYTES) {
                throw new MalformedFileException(
                        file.toString(),
                        "has %d bytes; expected a job file of at most %d".formatted(open.length(), MOST_BYTES));
            }
            byte[] all = new byte[(int) open.length()];
            open.readFully(all);
            return all;
        });
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(file.toString(), "is not UTF-8 text; expected a job in JSON or YAML", e);
        }
    }

    /**
     * Writes a job in JSON that {@link #read} reads: a list for each key, or its one value alone; what reads as a
     * number is one.
     *
     * @throws IOException if writing fails, as for {@link AtomicFile#write}
     */
    public static void write(Path file, Map<String, List<String>> values) throws IOException {
        AtomicFile.write(file, out -> {
            try (JsonGenerator json = new JsonFactory()
                    .createGenerator(out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .useDefaultPrettyPrinter()) {
                json.writeStartObject();
                for (Map.Entry<String, List<String>> entry : values.entrySet()) {
                    json.writeFieldName(entry.getKey());
                    write(json, entry.getValue());
                }
                json.writeEndObject();
            }
            out.write('\n');
        });
    }

    private static void write(JsonGenerator json, List<String> texts) throws IOException {
        if (texts.size() != 1) {
            json.writeStartArray();
        }
        for (String text : texts) {
            if (JSON_NUMBER.matcher(text).matches()) {
                json.writeNumber(text);
            } else {
                json.writeString(text);
            }
        }
        if (texts.size() != 1) {
            json.writeEndArray();
        }
    }

    /** The named values at the top. */
    public Fields root() {
        return root;
    }

    /** The error that something at {@code place} is wrong: what was got and what was expected. */
    public MalformedFileException refusal(Place place, String problem) {
        return refusal(file, place, problem);
    }

    static MalformedFileException refusal(Path file, Place place, String problem) {
        return new MalformedFileException(file + ": " + place, problem);
    }

    /** {@code FILE: line 3, column 5: }, to put before what is said about a value. */
    public String origin(Place place) {
        return file + ": " + place + ": ";
    }

    /**
     * Checks that all keys are known.
     *
     * @throws MalformedFileException if one is not; the message has its place and the nearest known key
     */
    public void requireKeys(Fields fields, List<String> known) throws MalformedFileException {
        for (Map.Entry<String, Field> entry : fields.byName().entrySet()) {
            if (!known.contains(entry.getKey())) {
                String list = known.stream().collect(Collectors.joining(", "));
                throw refusal(
                        entry.getValue().place(),
                        "unknown key %s; did you mean %s? (known are %s)"
                                .formatted(
                                        UnusableFileException.quote(entry.getKey()),
                                        NearestName.of(shortened(entry.getKey()), known),
                                        list));
            }
        }
    }

    /** A key of a hostile file may be as long as the file; the edit distance takes the product of the lengths. */
    private static String shortened(String key) {
        return key.length() <= 60 ? key : key.substring(0, 60);
    }

    /**
     * The texts of a scalar or of a list of scalars.
     *
     * @throws MalformedFileException if there is no value, the list is empty, or an element is no scalar
     */
    public List<Scalar> scalars(String key, Value value) throws MalformedFileException {
        List<Value> values = value instanceof Items items ? items.values() : List.of(value);
        if (values.isEmpty()) {
            throw refusal(value.place(), key + " is an empty list; expected at least one value");
        }
        for (Value each : values) {
            if (!(each instanceof Scalar scalar) || scalar.kind() == Kind.NOTHING) {
                throw refusal(each.place(), key + " " + nature(each) + "; expected a value or a list of values");
            }
        }
        return values.stream().map(Scalar.class::cast).toList();
    }

    /** What a value is, in words that follow a key. */
    public static String nature(Value value) {
        if (value instanceof Scalar scalar) {
            return scalar.kind() == Kind.NOTHING ? "has no value" : "is " + UnusableFileException.quote(scalar.text());
        }
        return value instanceof Items ? "holds a list" : "holds named values";
    }
}
