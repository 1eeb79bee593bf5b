package seli.figure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import seli.io.AtomicFile;

/** A figure as files. */
public final class FigureFiles {
    private FigureFiles() {}

    /**
     * Writes NAME.csv, NAME.svg and NAME.png into a folder that exists, each whole or not at all. On a machine that
     * cannot draw (a Java without AWT or without any font) the PNG alone is left out.
     *
     * @return why the PNG was left out, as a remark for the user; empty if all were written
     * @throws IOException if a file cannot be written
     */
    public static List<String> write(Path folder, Figure figure) throws IOException {
        AtomicFile.writeText(
                folder.resolve(figure.name() + ".csv"), figure.numbers().csv());
        String svg = FigureSvg.standalone(figure);
        AtomicFile.writeText(folder.resolve(figure.name() + ".svg"), svg);
        byte[] png;
        try {
            png = PngImage.of(svg);
        } catch (IOException | RuntimeException | LinkageError | InternalError failure) {
            return List.of("no PNG pictures: this Java cannot draw (" + reason(failure)
                    + "); install its desktop part and a font such as DejaVu Sans, or use the SVG files");
        }
        AtomicFile.write(folder.resolve(figure.name() + ".png"), out -> out.write(png));
        return List.of();
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
