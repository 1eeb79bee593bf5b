package seli.io;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parser of the text of a {@code .npy} header: a Python dict literal with exactly the keys {@code descr} (a string),
 * {@code fortran_order} (True or False) and {@code shape} (a tuple of whole numbers), each once, in any order. Nothing
 * else of Python is understood.
 */
final class NpyHeaderText {
    private static final int MAX_DIMENSIONS = 64;

    private final String text;
    private final String source;
    private int at;
    private Optional<String> descr = Optional.empty();
    private Optional<Boolean> fortran = Optional.empty();
    private Optional<List<Long>> shape = Optional.empty();

    private NpyHeaderText(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /**
     * The header that {@code text} describes.
     *
     * @throws MalformedFileException if it is not such a literal, the element type is not supported, or the array that
     *     it describes has more than 2^63 - 1 bytes
     */
    static ArrayLayout parse(String text, String source) throws MalformedFileException {
        NpyHeaderText parser = new NpyHeaderText(text, source);
        parser.dict();
        return parser.header();
    }

    private void dict() throws MalformedFileException {
        expect('{');
        while (peek() != '}') {
            entry();
            if (peek() == ',') {
                at++;
            } else if (peek() != '}') {
                throw unexpected("',' or '}'");
            }
        }
        at++;
        if (peek() != 0 || at < text.length()) {
            throw unexpected("nothing more");
        }
    }

    private void entry() throws MalformedFileException {
        String key = string();
        expect(':');
        switch (key) {
            case "descr" -> {
                requireNew(descr, key);
                descr = Optional.of(descr());
            }
            case "fortran_order" -> {
                requireNew(fortran, key);
                fortran = Optional.of(bool());
            }
            case "shape" -> {
                requireNew(shape, key);
                shape = Optional.of(tuple());
            }
            default ->
                throw malformed("unknown key " + UnusableFileException.quote(key)
                        + "; expected descr, fortran_order and shape");
        }
    }

    private void requireNew(Optional<?> value, String key) throws MalformedFileException {
        if (value.isPresent()) {
            throw malformed("key '" + key + "' appears twice");
        }
    }

    private String descr() throws MalformedFileException {
        if (peek() == '[') {
            throw new MalformedFileException(
                    source, "structured element type; expected an array of plain numbers (save each field by itself)");
        }
        return string();
    }

    private String string() throws MalformedFileException {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw unexpected("a string in quotes");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
            throw malformed("string at character " + at + " has no end or holds a backslash");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private boolean bool() throws MalformedFileException {
        peek();
        for (String word : List.of("True", "False")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw unexpected("True or False");
    }

    private List<Long> tuple() throws MalformedFileException {
        expect('(');
        List<Long> values = new ArrayList<>();
        boolean comma = true;
        while (peek() != ')') {
            if (!comma || values.size() == MAX_DIMENSIONS) {
                throw unexpected(comma ? "at most " + MAX_DIMENSIONS + " dimensions" : "',' or ')'");
            }
            values.add(whole());
            comma = peek() == ',';
            at += comma ? 1 : 0;
        }
        if (values.size() == 1 && !comma) {
            throw unexpected("',' after the only dimension of a tuple");
        }
        at++;
        return values;
    }

    private long whole() throws MalformedFileException {
        int start = at;
        if (peek() == '-') {
            throw malformed("negative dimension in the shape");
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw unexpected("a whole number");
        }
        String digits = text.substring(start, at);
        at += at < text.length() && text.charAt(at) == 'L' ? 1 : 0; // Python 2 wrote 3L
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw malformed("dimension " + UnusableFileException.quote(digits) + " is beyond 2^63");
        }
    }

    private ArrayLayout header() throws MalformedFileException {
        if (descr.isEmpty() || fortran.isEmpty() || shape.isEmpty()) {
            throw malformed("key '" + (descr.isEmpty() ? "descr" : fortran.isEmpty() ? "fortran_order" : "shape")
                    + "' is missing");
        }
        String name = descr.get();
        return new ArrayLayout(elementType(name), byteOrder(name), fortran.get(), shape.get()).checked(source);
    }

    private ElementType elementType(String name) throws MalformedFileException {
        String code = hasByteOrder(name) ? name.substring(1) : name;
        for (ElementType type : ElementType.values()) {
            if (type != ElementType.BFLOAT16 && type.code().equals(code)) {
                return type;
            }
        }
        String got = "element type " + UnusableFileException.quote(name);
        if (code.startsWith("O")) {
            throw new MalformedFileException(
                    source, got + " is an object array: pickled Python objects are never loaded; save plain numbers");
        }
        String hint = code.equals("V2") ? " (bfloat16? save it as f4)" : "";
        throw new MalformedFileException(source, got + hint + "; expected one of f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 b1");
    }

    private static ByteOrder byteOrder(String name) {
        return switch (name.charAt(0)) {
            case '<' -> ByteOrder.LITTLE_ENDIAN;
            case '>' -> ByteOrder.BIG_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
    }

    private static boolean hasByteOrder(String name) {
        return !name.isEmpty() && "<>=|".indexOf(name.charAt(0)) >= 0;
    }

    private void expect(char wanted) throws MalformedFileException {
        if (peek() != wanted) {
            throw unexpected("'" + wanted + "'");
        }
        at++;
    }

    /** The next character that is not blank, 0 at the end. */
    private char peek() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private MalformedFileException unexpected(String expected) {
        String got = at < text.length() ? UnusableFileException.quote(text.substring(at, at + 1)) : "the end";
        return malformed("at character " + at + " got " + got + "; expected " + expected);
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(source, "the .npy header is not what NumPy writes: " + problem);
    }
}
