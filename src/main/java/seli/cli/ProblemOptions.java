package seli.cli;

import java.io.IOException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seli.label.ClassCounts;
import seli.problem.Ridge;
import seli.problem.UfmProblem;

/** Counts, feature dimension and loss: what solve and train have in common. */
final class ProblemOptions {
    @Mixin
    private final CountsOption counts = new CountsOption();

    @Mixin
    private final LossOptions loss = new LossOptions();

    @Option(
            names = "--dim",
            paramLabel = "D",
            converter = Numbers.Count.class,
            description = "Feature dimension, at least k - 1 (default: k).")
    private int dim; // 0: not given

    /** The label distribution. */
    ClassCounts counts() throws IOException {
        return counts.counts();
    }

    /** Whether --counts is there. */
    boolean isGiven() {
        return counts.isGiven();
    }

    /**
     * The problem with this ridge.
     *
     * @throws IllegalArgumentException if the dimension is too small, or a loss parameter does not fit
     */
    UfmProblem problem(ClassCounts labels, Ridge ridge) {
        int d = dim == 0 ? labels.classes() : dim;
        if (d < labels.classes() - 1) {
            throw new IllegalArgumentException("--dim %d is too small for %d classes; expected at least k - 1 = %d"
                    .formatted(d, labels.classes(), labels.classes() - 1));
        }
        return new UfmProblem(labels, d, loss.loss(labels), ridge);
    }
}
