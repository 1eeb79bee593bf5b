package seli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import java.io.IOException;
import java.util.BitSet;

/**
 * Indents a report by two spaces, one member on a line, except for the objects and arrays (with all inside them) that
 * are announced by {@link #inlineNext}: these stay on one line, so that tables and lists read as such.
 */
final class ReportLayout implements PrettyPrinter {
    private final BitSet inline = new BitSet(); // by depth
    private int depth;
    private boolean next;

    /** The next object or array goes on one line. */
    void inlineNext() {
        next = true;
    }

    private void open() {
        inline.set(depth + 1, next || inline.get(depth));
        depth++;
        next = false;
    }

    private void close(JsonGenerator generator, int members) throws IOException {
        boolean wasInline = inline.get(depth);
        depth--;
        if (!wasInline && members > 0) {
            newLine(generator);
        }
    }

    private void separate(JsonGenerator generator) throws IOException {
        generator.writeRaw(',');
        if (inline.get(depth)) {
            generator.writeRaw(' ');
        } else {
            newLine(generator);
        }
    }

    private void newLine(JsonGenerator generator) throws IOException {
        generator.writeRaw('\n');
        for (int i = 0; i < depth; i++) {
            generator.writeRaw("  ");
        }
    }

    private void first(JsonGenerator generator) throws IOException {
        if (!inline.get(depth)) {
            newLine(generator);
        }
    }

    @Override
    public void writeRootValueSeparator(JsonGenerator generator) throws IOException {
        generator.writeRaw('\n');
    }

    @Override
    public void writeStartObject(JsonGenerator generator) throws IOException {
        generator.writeRaw('{');
        open();
    }

    @Override
    public void writeEndObject(JsonGenerator generator, int members) throws IOException {
        close(generator, members);
        generator.writeRaw('}');
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator generator) throws IOException {
        separate(generator);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
        generator.writeRaw(": ");
    }

    @Override
    public void writeStartArray(JsonGenerator generator) throws IOException {
        generator.writeRaw('[');
        open();
    }

    @Override
    public void writeEndArray(JsonGenerator generator, int members) throws IOException {
        close(generator, members);
        generator.writeRaw(']');
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
        separate(generator);
    }

    @Override
    public void beforeArrayValues(JsonGenerator generator) throws IOException {
        first(generator);
    }

    @Override
    public void beforeObjectEntries(JsonGenerator generator) throws IOException {
        first(generator);
    }
}
