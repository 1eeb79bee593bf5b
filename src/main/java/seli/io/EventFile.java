package seli.io;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event file, {@code events.out.tfevents.*}, that grows by one record for each step. A record is framed
 * as TFRecord does it,
 *
 * <pre>
 *   length (8 bytes)   mask(crc(length)) (4)   data   mask(crc(data)) (4)
 *   mask(c) = (c rotated right by 15 bits) + a282ead8
 * </pre>
 *
 * <p>all little endian, the crc that of Castagnoli; its data are an {@code Event} message of protocol buffers: wall
 * time in seconds (field 1), step (2), and one of the file's version (3), a summary of scalars (5) and a session's log
 * (7). Each record is one write to a file that is opened and closed for it: a running TensorBoard sees it at once, and
 * a kill leaves at most one that is cut off, which readers skip. One writer at a time.
 */
public final class EventFile {
    private static final int MASK = 0xa282ead8;
    private static final int MOST_NAMES = 10_000;

    // protocol buffers: number of the field, and 0 for a varint, 1 for eight bytes, 2 for a length and bytes, 5 for
    // four
    private static final int WALL_TIME = 1 << 3 | 1;
    private static final int STEP = 2 << 3;
    private static final int FILE_VERSION = 3 << 3 | 2;
    private static final int SUMMARY = 5 << 3 | 2;
    private static final int SESSION_LOG = 7 << 3 | 2;
    private static final int SUMMARY_VALUE = 1 << 3 | 2;
    private static final int VALUE_TAG = 1 << 3 | 2;
    private static final int VALUE_SIMPLE = 2 << 3 | 5;
    private static final int SESSION_STATUS = 1 << 3;
    private static final int SESSION_START = 1;

    private final Path file;
    private final DoubleSupplier clock;

    private EventFile(Path file, DoubleSupplier clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * A new file in {@code folder}, which is made if need be; files that are there stay.
     *
     * @throws UnusableFileException if the folder cannot be written to
     * @throws IOException if writing fails
     */
    public static EventFile create(Path folder) throws IOException {
        return create(folder, () -> System.currentTimeMillis() / 1e3);
    }

    /** The same with a clock that tells seconds since 1970. */
    static EventFile create(Path folder, DoubleSupplier clock) throws IOException {
        OutputFolder.prepare(folder);
        EventFile events = new EventFile(newFile(folder, (long) clock.getAsDouble()), clock);
        events.append(0, FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
        return events;
    }

    /** TensorBoard reads the files of a folder in the order of their names, so that a later one goes on. */
    private static Path newFile(Path folder, long seconds) throws IOException {
        for (int i = 0; i < MOST_NAMES; i++) {
            Path file = folder.resolve(String.format(
                    Locale.ROOT,
                    "events.out.tfevents.%010d.seli.%d.%d",
                    seconds,
                    ProcessHandle.current().pid(),
                    i));
            if (isMade(file)) {
                return file;
            }
        }
        throw new IOException("cannot make an event file in " + folder + ": " + MOST_NAMES + " of this second exist");
    }

    /** Makes an empty file; false if it is there already, made in the same second. */
    private static boolean isMade(Path file) throws IOException {
        try {
            Files.createFile(file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * Says that what follows begins at {@code step}: values of this and later steps in older files of the folder, which
     * a killed run may have left, are void.
     *
     * @throws IOException if writing fails
     */
    public void begin(long step) throws IOException {
        append(step, SESSION_LOG, new byte[] {SESSION_STATUS, SESSION_START});
    }

    /**
     * Appends scalars of one step, rounded to float; a value that is NaN does not exist and is left out. The record is
     * with the operating system when this returns.
     *
     * @param step at least 0
     * @param values by their tags, in whose order they are written
     * @throws IOException if writing fails
     */
    public void scalars(long step, Map<String, Double> values) throws IOException {
        ByteArrayOutputStream summary = new ByteArrayOutputStream();
        for (Map.Entry<String, Double> entry : values.entrySet()) {
            if (!Double.isNaN(entry.getValue())) {
                ByteArrayOutputStream value = new ByteArrayOutputStream();
                writeBytes(value, VALUE_TAG, entry.getKey().getBytes(StandardCharsets.UTF_8));
                value.write(VALUE_SIMPLE);
                value.writeBytes(
                        littleEndian(4).putFloat(entry.getValue().floatValue()).array());
                writeBytes(summary, SUMMARY_VALUE, value.toByteArray());
            }
        }
        append(step, SUMMARY, summary.toByteArray());
    }

    private void append(long step, int field, byte[] content) throws IOException {
        if (step < 0) {
            throw new IllegalArgumentException("step " + step + "; expected at least 0");
        }
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        event.write(WALL_TIME);
        event.writeBytes(littleEndian(8).putDouble(clock.getAsDouble()).array());
        event.write(STEP);
        writeVarint(event, step);
        writeBytes(event, field, content);
        byte[] record = framed(event.toByteArray());
        if (!Files.exists(file)) {
            throw new IOException("cannot append to " + file + ": the file is gone");
        }
        try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
            out.write(record);
        } catch (IOException e) {
            throw new IOException("cannot append to " + file + ": " + InputFile.reason(e), e);
        }
    }

    private static byte[] framed(byte[] data) {
        byte[] length = littleEndian(8).putLong(data.length).array();
        return littleEndian(16 + data.length)
                .put(length)
                .putInt(maskedCrc(length))
                .put(data)
                .putInt(maskedCrc(data))
                .array();
    }

    private static int maskedCrc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeBytes(ByteArrayOutputStream out, int field, byte[] content) {
        out.write(field);
        writeVarint(out, content.length);
        out.writeBytes(content);
    }

    /** Seven bits a byte, the least first; the eighth says that more follow. */
    private static void writeVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
