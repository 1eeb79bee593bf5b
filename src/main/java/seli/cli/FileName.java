package seli.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a file or folder: anything that the system can name. */
final class FileName implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        try {
            if (!value.isBlank() && !Path.of(value).toString().isEmpty()) {
                return value;
            }
        } catch (InvalidPathException e) {
            throw new TypeConversionException("got '%s' (%s); expected a file name".formatted(value, e.getReason()));
        }
        throw new TypeConversionException("got '%s'; expected a file name".formatted(value));
    }
}
