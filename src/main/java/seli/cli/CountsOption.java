package seli.cli;

import java.io.IOException;
import picocli.CommandLine.Option;
import seli.io.ArraySource;
import seli.io.LabelFile;
import seli.label.ClassCounts;
import seli.label.ImbalanceProfile;

/** {@code --counts}: how many samples each class has. */
final class CountsOption {
    @Option(
            names = "--counts",
            paramLabel = "SPEC",
            description = {
                "Samples of each class, as one of",
                "  10,10,1,1",
                "  balanced:k=10,n=50",
                "  step:k=10,R=10,rho=0.5,nmin=5",
                "  longtail:k=100,R=100,nmax=500",
                "  zipf:k=1000,s=1.1,nmax=1000000",
                "  @FILE with labels 0..k-1 to count (.npy, .csv, or .npz:MEMBER)"
            })
    private String spec = ""; // not given

    /** Whether the option is there. */
    boolean isGiven() {
        return !spec.isEmpty();
    }

    /**
     * The counts.
     *
     * @throws IllegalArgumentException if the option is missing, cannot be read, or describes impossible counts
     * @throws IOException if a file of labels cannot be read
     */
    ClassCounts counts() throws IOException {
        if (spec.isBlank()) {
            throw new IllegalArgumentException("--counts is missing; expected such as --counts 10,10,1,1 or "
                    + "--counts step:k=10,R=10,rho=0.5,nmin=5");
        }
        return read(spec);
    }

    /**
     * The counts that a text describes, in one of the forms of the option.
     *
     * @throws IllegalArgumentException if it cannot be read, or describes impossible counts
     * @throws IOException if a file of labels cannot be read
     */
    static ClassCounts read(String spec) throws IOException {
        return spec.startsWith("@")
                ? ofLabels(ArraySource.parse(spec.substring(1)))
                : ImbalanceProfile.parse(spec).counts();
    }

    private static ClassCounts ofLabels(ArraySource source) throws IOException {
        int[] labels = LabelFile.read(source);
        try {
            return LabelFile.counts(labels);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
        }
    }
}
