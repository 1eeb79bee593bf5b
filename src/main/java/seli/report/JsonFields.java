package seli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * The members of one JSON object, written as they are named: nothing is kept in memory. A number that is NaN or
 * infinite is written as null, since JSON has neither. Every method throws IOException when the destination does.
 */
public final class JsonFields {
    private final JsonGenerator generator;
    private final ReportLayout layout;

    JsonFields(JsonGenerator generator, ReportLayout layout) {
        this.generator = generator;
        this.layout = layout;
    }

    /** Writes the members of an object. */
    @FunctionalInterface
    public interface Section {
        /** Writes them to {@code json}. */
        void writeTo(JsonFields json) throws IOException;
    }

    /** Writes the members of the objects of a list. */
    @FunctionalInterface
    public interface Item {
        /** Writes those of the object at {@code index}, 0-based. */
        void writeTo(JsonFields json, int index) throws IOException;
    }

    /** A number for each row and column. */
    @FunctionalInterface
    public interface Entry {
        /** The number at (row, column), 0-based. */
        double at(int row, int column);
    }

    /** A text. */
    public void text(String name, String value) throws IOException {
        generator.writeStringField(name, value);
    }

    /** Texts, on one line. */
    public void texts(String name, List<String> values) throws IOException {
        startInlineArray(name);
        for (String value : values) {
            generator.writeString(value);
        }
        generator.writeEndArray();
    }

    /** True or false. */
    public void flag(String name, boolean value) throws IOException {
        generator.writeBooleanField(name, value);
    }

    /** A whole number. */
    public void integer(String name, long value) throws IOException {
        generator.writeNumberField(name, value);
    }

    /** A real number, with the digits that give the same double when read; null for NaN and infinities. */
    public void number(String name, double value) throws IOException {
        generator.writeFieldName(name);
        writeValue(value);
    }

    /** Null: a value that does not exist. */
    public void nothing(String name) throws IOException {
        generator.writeNullField(name);
    }

    /** An object, one member on a line. */
    public void object(String name, Section section) throws IOException {
        generator.writeObjectFieldStart(name);
        section.writeTo(this);
        generator.writeEndObject();
    }

    /** An object on one line. */
    public void inlineObject(String name, Section section) throws IOException {
        generator.writeFieldName(name);
        layout.inlineNext();
        generator.writeStartObject();
        section.writeTo(this);
        generator.writeEndObject();
    }

    /** A list of objects, one on a line. */
    public void list(String name, int size, Item item) throws IOException {
        generator.writeArrayFieldStart(name);
        for (int i = 0; i < size; i++) {
            layout.inlineNext();
            generator.writeStartObject();
            item.writeTo(this, i);
            generator.writeEndObject();
        }
        generator.writeEndArray();
    }

    /** Real numbers on one line: {@code value(0) .. value(size - 1)}. */
    public void numbers(String name, int size, IntToDoubleFunction value) throws IOException {
        startInlineArray(name);
        for (int i = 0; i < size; i++) {
            writeValue(value.applyAsDouble(i));
        }
        generator.writeEndArray();
    }

    /** Whole numbers on one line. */
    public void integers(String name, List<Integer> values) throws IOException {
        startInlineArray(name);
        for (int value : values) {
            generator.writeNumber(value);
        }
        generator.writeEndArray();
    }

    /** A table of real numbers as a list of rows, one row on a line. */
    public void table(String name, int rows, int columns, Entry entry) throws IOException {
        generator.writeArrayFieldStart(name);
        for (int i = 0; i < rows; i++) {
            layout.inlineNext();
            generator.writeStartArray();
            for (int j = 0; j < columns; j++) {
                writeValue(entry.at(i, j));
            }
            generator.writeEndArray();
        }
        generator.writeEndArray();
    }

    private void startInlineArray(String name) throws IOException {
        generator.writeFieldName(name);
        layout.inlineNext();
        generator.writeStartArray();
    }

    private void writeValue(double value) throws IOException {
        if (Double.isFinite(value)) {
            generator.writeNumber(value);
        } else {
            generator.writeNull();
        }
    }
}
