package seli.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Parser of the JSON in a safetensors header: an object of tensors, each {@code {"dtype": TEXT, "shape": [WHOLE...],
 * "data_offsets": [BEGIN, END]}}, and perhaps {@code "__metadata__"}, an object of texts, which is skipped. Read as a
 * stream, in memory for the tensors only; anything else is refused.
 */
final class SafetensorsHeader {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_DIMENSIONS = 64;
    private static final int MAX_NUMBER = 30;
    private static final int MAX_NAME = 10_000;
    private static final int MAX_TEXT = 100_000_000;
    private static final int MAX_REASON = 120;

    private final JsonParser json;
    private final String source;
    private final Map<String, SafetensorsTensor> tensors = new LinkedHashMap<>();

    private SafetensorsHeader(JsonParser json, String source) {
        this.json = json;
        this.source = source;
    }

    /**
     * The tensors of a header, in its order.
     *
     * @param in exactly the header
     * @throws MalformedFileException if it is not as described, or a size does not fit its shape
     */
    static Map<String, SafetensorsTensor> parse(InputStream in, String source) throws IOException {
        JsonFactory factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER)
                        .maxNameLength(MAX_NAME)
                        .maxStringLength(MAX_TEXT)
                        .build())
                .build();
        InputStreamReader text =
                new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()); // reports what is no UTF-8
        try (JsonParser json = factory.createParser(text)) {
            SafetensorsHeader header = new SafetensorsHeader(json, source);
            header.parse();
            return header.tensors;
        } catch (JsonProcessingException e) {
            String reason = e.getOriginalMessage();
            String shown = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "...";
            throw new MalformedFileException(source, "the header is not valid JSON: " + shown, e);
        } catch (CharacterCodingException e) {
            throw new MalformedFileException(source, "the header is not valid UTF-8", e);
        }
    }

    private void parse() throws IOException {
        require(json.nextToken(), JsonToken.START_OBJECT, "an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            require(json.nextToken(), JsonToken.START_OBJECT, "an object for " + UnusableFileException.quote(name));
            if (name.equals("__metadata__")) {
                skipMetadata();
            } else {
                tensors.put(name, tensor(name));
            }
        }
        if (json.nextToken() != null) {
            throw malformed("something follows the object; expected blanks only");
        }
    }

    private void skipMetadata() throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            require(json.nextToken(), JsonToken.VALUE_STRING, "texts in __metadata__");
        }
    }

    private SafetensorsTensor tensor(String name) throws IOException {
        Optional<String> dtype = Optional.empty();
        Optional<List<Long>> shape = Optional.empty();
        Optional<List<Long>> offsets = Optional.empty();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            switch (key) {
                case "dtype" -> {
                    require(value, JsonToken.VALUE_STRING, "a text as dtype");
                    dtype = Optional.of(json.getText());
                }
                case "shape" -> shape = Optional.of(wholes(value, MAX_DIMENSIONS, "shape"));
                case "data_offsets" -> offsets = Optional.of(wholes(value, 2, "data_offsets"));
                default ->
                    throw malformed("tensor " + UnusableFileException.quote(name) + " has an unknown key "
                            + UnusableFileException.quote(key) + "; expected dtype, shape and data_offsets");
            }
        }
        if (dtype.isEmpty()
                || shape.isEmpty()
                || offsets.filter(pair -> pair.size() == 2).isEmpty()) {
            throw malformed("tensor " + UnusableFileException.quote(name)
                    + " lacks dtype, shape or two data_offsets; expected all of them");
        }
        return checked(new SafetensorsTensor(
                name,
                dtype.get(),
                shape.get(),
                offsets.get().get(0),
                offsets.get().get(1)));
    }

    /** An array of at most {@code most} whole numbers from 0 to 2^63 - 1. */
    private List<Long> wholes(JsonToken start, int most, String what) throws IOException {
        require(start, JsonToken.START_ARRAY, "an array as " + what);
        List<Long> wholes = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            boolean whole =
                    token == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            if (!whole || json.getLongValue() < 0 || wholes.size() == most) {
                throw malformed("got " + UnusableFileException.quote(json.getText()) + " in " + what
                        + "; expected at most " + most + " whole numbers from 0 to 2^63 - 1");
            }
            wholes.add(json.getLongValue());
        }
        return wholes;
    }

    private SafetensorsTensor checked(SafetensorsTensor tensor) throws MalformedFileException {
        String name = "tensor " + UnusableFileException.quote(tensor.name());
        int size = SafetensorsTypes.size(tensor.dtype())
                .orElseThrow(() -> malformed(name + " has the unknown element type "
                        + UnusableFileException.quote(tensor.dtype()) + "; expected one of "
                        + SafetensorsTypes.readable()));
        long bytes = tensor.shape().contains(0L) ? 0 : size;
        try {
            for (long dimension : tensor.shape()) {
                bytes = bytes == 0 ? 0 : Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw malformed(name + " has more than 2^63 bytes; expected a shape that fits the file");
        }
        if (tensor.begin() > tensor.end() || tensor.end() - tensor.begin() != bytes) {
            throw malformed(name + " takes bytes " + tensor.begin() + " to " + tensor.end() + "; expected " + bytes
                    + " bytes for its shape and type");
        }
        return tensor;
    }

    private void require(JsonToken got, JsonToken wanted, String expected) throws MalformedFileException {
        if (got != wanted) {
            throw malformed("got " + got + "; expected " + expected);
        }
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, "the safetensors header is damaged: " + problem);
    }
}
