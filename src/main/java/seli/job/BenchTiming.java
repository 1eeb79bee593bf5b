package seli.job;

import java.util.List;

/**
 * Repeated measurements of one duration.
 *
 * @param status whether there are any, and whether the result was right
 * @param samples seconds of one call, each the mean over calls made in a row; in the order of measurement
 * @param note why there are none, or what is particular about them; empty in general
 */
public record BenchTiming(Status status, List<Double> samples, String note) {
    /** What became of a measurement. */
    public enum Status {
        /** There are samples. */
        MEASURED,
        /** It does not fit the memory, the time or the libraries' limits; the note says which. */
        SKIPPED,
        /** The operation failed or its result was wrong; the note says how. */
        FAILED
    }

    /** Copies the list. */
    public BenchTiming {
        samples = List.copyOf(samples);
    }

    static BenchTiming measured(List<Double> samples) {
        return new BenchTiming(
                Status.MEASURED, samples, samples.size() == 1 ? "one call, after one that warms up" : "");
    }

    static BenchTiming skipped(String reason) {
        return new BenchTiming(Status.SKIPPED, List.of(), reason);
    }

    static BenchTiming failed(String reason) {
        return new BenchTiming(Status.FAILED, List.of(), reason);
    }

    /** The same with a remark added. */
    BenchTiming withNote(String remark) {
        return remark.isEmpty()
                ? this
                : new BenchTiming(status, samples, note.isEmpty() ? remark : note + "; " + remark);
    }

    /** The median in seconds; NaN without samples. */
    public double median() {
        return quantile(0.5);
    }

    /** The distance between the quartiles in seconds; NaN without samples. */
    public double spread() {
        return quantile(0.75) - quantile(0.25);
    }

    private double quantile(double share) {
        if (samples.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = samples.stream().sorted().toList();
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }
}
