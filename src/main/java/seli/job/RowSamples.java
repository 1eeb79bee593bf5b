package seli.job;

import java.io.UncheckedIOException;
import seli.io.UnusableFileException;
import seli.metric.SampleStream;

/** The vectors of a file as samples; a file that cannot be read is an UncheckedIOException. */
record RowSamples(NetworkMatrix file, int featureDim, int samples) implements SampleStream {
    @Override
    public void forEach(int most, Sink sink) {
        try {
            file.read(most, (first, block) -> sink.accept((int) first, block));
        } catch (UnusableFileException e) {
            throw new UncheckedIOException(e);
        }
    }
}
