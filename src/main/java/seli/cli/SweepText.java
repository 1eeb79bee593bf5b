package seli.cli;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.TypeConversionException;
import seli.label.ClassCounts;

/**
 * A value of a sweep as the user wrote it.
 *
 * @param origin where, to put before what is said about it: {@code FILE: line 3, column 9: }, or nothing for an option
 * @param name the key or option
 * @param text what was written
 */
record SweepText(String origin, String name, String text) {
    /**
     * The values that it stands for.
     *
     * @throws IllegalArgumentException if it cannot be read, or stands for more than {@code most}
     */
    List<String> values(SweepForm form, long most) {
        try {
            return form.values(text, most);
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException(origin + name + ": " + e.getMessage(), e);
        }
    }

    /** The counts that it describes; refusals as of {@link CountsOption#read}, with the origin. */
    ClassCounts counts() throws IOException {
        try {
            return CountsOption.read(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(origin + e.getMessage(), e);
        }
    }
}
