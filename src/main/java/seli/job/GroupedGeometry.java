package seli.job;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import seli.exact.BlockMatrix;
import seli.exact.GroupedSolution;
import seli.geometry.Alignment;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.GeometryDistances;
import seli.problem.Ridge;

/** Norms, angles and distances of solutions by groups for one label distribution; nothing of k x k is formed. */
final class GroupedGeometry {
    private final ClassCounts counts;
    private final BlockMatrix seliClassifier;
    private final BlockMatrix seliEmbedding;
    private final BlockMatrix simplex;

    GroupedGeometry(ClassCounts counts) {
        this.counts = counts;
        SeliGeometry seli = SeliGeometry.of(counts);
        this.seliClassifier = BlockMatrix.of(seli.classifier());
        this.seliEmbedding = BlockMatrix.of(seli.embedding());
        this.simplex = BlockMatrix.projection(counts);
    }

    /** The geometry of a solution under a ridge. */
    SolveOutcome.Geometry of(GroupedSolution solution, Ridge ridge) {
        BlockMatrix classifier = solution.classifierGram(counts, ridge);
        BlockMatrix embedding = solution.embeddingGram(counts, ridge);
        BlockMatrix logits = solution.logits(counts);
        return new SolveOutcome.Geometry(
                distances(solution),
                classifier.gram(counts),
                embedding.gram(counts),
                Alignment.of(
                        classifier.gram(counts),
                        embedding.gram(counts),
                        (g, h, isSame) -> isSame ? logits.diagonal(g) : logits.entry(g, h)));
    }

    /** The distances of a solution; they do not depend on the ridge's shares. */
    GeometryDistances distances(GroupedSolution solution) {
        BlockMatrix classifier = solution.classifierGram(counts, Ridge.of(1));
        BlockMatrix centred = solution.embeddingGram(counts, Ridge.of(1)).centred();
        return GeometryDistances.of(
                new GeometryDistances.Pair(classifier.distance(seliClassifier), classifier.distance(simplex)),
                new GeometryDistances.Pair(centred.distance(seliEmbedding), centred.distance(simplex)),
                solution.logits(counts).distance(simplex));
    }

    /** Distances to SELI of M'M as it is, of H'H (n x n) and of W'H (k x n). */
    PathPoint.SampleDistances sampleDistances(GroupedSolution solution) {
        BlockMatrix embedding = solution.embeddingGram(counts, Ridge.of(1));
        return new PathPoint.SampleDistances(
                orNaN(embedding.distance(seliEmbedding)),
                orNaN(weighted(embedding, true).distance(weighted(seliEmbedding, true))),
                orNaN(weighted(solution.logits(counts), false).distance(weighted(simplex, false))));
    }

    private static double orNaN(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }

    /** X N^(1/2), or N^(1/2) X N^(1/2): norms then run over samples in the place of classes. */
    private BlockMatrix weighted(BlockMatrix x, boolean bothSides) {
        int m = counts.groups().size();
        double[] roots = new double[m];
        for (int a = 0; a < m; a++) {
            roots[a] = Math.sqrt(counts.groups().get(a).count());
        }
        return BlockMatrix.of(
                counts,
                HostMatrix.generate(
                        m, m, (a, b) -> (bothSides ? roots[a] : 1) * x.between().get(a, b) * roots[b]),
                a -> (bothSides ? roots[a] : 1) * x.spread(a) * roots[a]);
    }

    /** The groups of at least two classes that share one classifier and one class mean. */
    static List<Integer> collapsedGroups(GroupedSolution solution) {
        List<Integer> collapsed = new ArrayList<>();
        for (int g = 0; g < solution.problem().size(); g++) {
            if (solution.problem().classes(g) > 1 && solution.spread(g) == 0) { // exact: collapsed groups are zero
                collapsed.add(g);
            }
        }
        return collapsed;
    }
}
