package seli.reproduce;

import java.util.List;

/**
 * What {@link Reproduction} came to.
 *
 * @param experiments those that were asked for, in the order of the catalogue
 * @param remarks for the user, such as that this machine cannot draw PNG
 */
public record ReproductionOutcome(List<ExperimentOutcome> experiments, List<String> remarks) {
    /** Copies the lists. */
    public ReproductionOutcome {
        experiments = List.copyOf(experiments);
        remarks = List.copyOf(remarks);
    }

    /** Whether no number deviates and nothing was interrupted; an experiment that was skipped does not count. */
    public boolean agrees() {
        return experiments.stream()
                .allMatch(one -> one.status() != ExperimentOutcome.Status.INTERRUPTED
                        && one.count(Comparison.Verdict.DEVIATES) == 0);
    }
}
