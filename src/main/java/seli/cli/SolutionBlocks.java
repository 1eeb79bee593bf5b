package seli.cli;

import java.io.IOException;
import seli.exact.GroupedSolution;
import seli.report.GeometryBlocks;
import seli.report.JsonFields;
import seli.report.TabulatedGroups;

/** The blocks of a solution by groups: logits, probabilities, margins and bias, whatever the number of classes. */
final class SolutionBlocks {
    private SolutionBlocks() {}

    /**
     * {@code "classLogits": {"matched": [g], "unmatched": [g][h]}}, the same of {@code "probabilities"}, where row g is
     * the class of the logit and column h that of the sample, {@code "margins": [h]} and {@code "biasByGroup": [g]};
     * tables over the tabulated groups.
     */
    static void writeTo(JsonFields json, GroupedSolution solution) throws IOException {
        int m = solution.problem().size();
        TabulatedGroups shown = TabulatedGroups.of(m);
        json.object("classLogits", block -> {
            block.numbers("matched", m, solution::matchedLogit);
            GeometryBlocks.writePairs(
                    block, "unmatched", shown, (g, h) -> isPair(solution, g, h) ? solution.logit(g, h) : Double.NaN);
        });
        json.object("probabilities", block -> {
            block.numbers("matched", m, solution::targetProbability);
            GeometryBlocks.writePairs(
                    block,
                    "unmatched",
                    shown,
                    (g, h) -> isPair(solution, g, h) ? solution.probability(g, h) : Double.NaN);
        });
        json.numbers("margins", m, solution::leastMargin);
        if (solution.problem().bias().isPresent()) {
            json.numbers("biasByGroup", m, solution::bias);
        }
    }

    private static boolean isPair(GroupedSolution solution, int g, int h) {
        return g != h || solution.problem().classes(g) > 1;
    }
}
