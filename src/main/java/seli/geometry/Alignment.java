package seli.geometry;

import java.util.List;
import java.util.OptionalDouble;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.linalg.HostMatrix;

/**
 * Cosines of classifiers with class means of embeddings, by groups of equal counts: of w_c with m_c (matched), and of
 * w_c with m_d for two distinct classes (unmatched). Measured, they are averages of cosines over the classes or pairs.
 * Groups are numbered as in {@link ClassCounts#groups}. Immutable.
 */
public final class Alignment {
    private final double[] matched; // NaN where there is no value
    private final HostMatrix.EntryFunction unmatched; // group of the classifier, group of the class mean

    private Alignment(double[] matched, HostMatrix.EntryFunction unmatched) {
        this.matched = matched;
        this.unmatched = unmatched;
    }

    /**
     * The alignment of the SELI geometry, where {@code W'M = P}: w_c and m_c have inner product 1 - 1/k, others -1/k.
     */
    public static Alignment of(SeliGeometry seli) {
        return of(seli.classifier(), seli.embedding(), GeometryModel.crossEntropy(seli.counts())::crossEntry);
    }

    /** An entry of {@code W'M} that depends on groups alone. */
    @FunctionalInterface
    public interface CrossEntry {
        /** Inner product of w_c and m_d for classes c, d of groups g and h, the same class or two distinct ones. */
        double at(int g, int h, boolean sameClass);
    }

    /** The alignment of a geometry by groups with these Gram matrices and entries of {@code W'M}. Cost m^2. */
    public static Alignment of(GramGeometry classifier, GramGeometry embedding, CrossEntry cross) {
        List<CountGroup> groups = classifier.counts().groups();
        int m = groups.size();
        double[] w = new double[m];
        double[] h = new double[m];
        boolean[] single = new boolean[m];
        double[] matched = new double[m];
        for (int g = 0; g < m; g++) {
            w[g] = Math.sqrt(classifier.squaredNorm(g));
            h[g] = Math.sqrt(embedding.squaredNorm(g));
            single[g] = groups.get(g).classes() == 1;
            matched[g] = GramGeometry.cosine(cross.at(g, g, true), w[g], h[g]);
        }
        HostMatrix unmatched = HostMatrix.generate(m, m, (g, e) -> {
            boolean pair = g != e || !single[g];
            return pair ? GramGeometry.cosine(cross.at(g, e, false), w[g], h[e]) : Double.NaN;
        });
        return new Alignment(matched, unmatched::get);
    }

    /**
     * Group averages of the measured cosines, from {@code W'W}, {@code M'M} and {@code cross = W'M}, each k x k and
     * read only. A cosine with a zero vector does not exist, and then neither does an average that contains it. Cost
     * k^2.
     *
     * @throws IllegalArgumentException if a matrix is not k x k or not finite
     */
    public static Alignment measured(
            ClassCounts counts, HostMatrix classifierGram, HostMatrix embeddingGram, HostMatrix cross) {
        GroupAverages averages = new GroupAverages(counts);
        averages.requireFinite("classifier Gram matrix", classifierGram);
        averages.requireFinite("embedding Gram matrix", embeddingGram);
        averages.requireFinite("matrix of class logits", cross);
        double[] w = GroupAverages.norms(classifierGram);
        double[] h = GroupAverages.norms(embeddingGram);
        return new Alignment(
                averages.overClasses(c -> GramGeometry.cosine(cross.get(c, c), w[c], h[c])),
                averages.overPairs((c, d) -> GramGeometry.cosine(cross.get(c, d), w[c], h[d]))::get);
    }

    /**
     * Group averages of cosines that are known by other means than the whole matrix W'M.
     *
     * @param matched average over the classes of each group, NaN where there is none (copied)
     * @param unmatched average over pairs of distinct classes of two groups, made when it is asked for
     */
    public static Alignment ofAverages(double[] matched, HostMatrix.EntryFunction unmatched) {
        return new Alignment(matched.clone(), unmatched);
    }

    /** Cosine of w_c and m_c for a class of group g; empty if one of them is zero. */
    public OptionalDouble matched(int g) {
        return GramGeometry.present(matched[g]);
    }

    /**
     * Cosine of w_c and m_d for distinct classes c of group g and d of group h; empty if g = h has one class or a
     * vector is zero.
     */
    public OptionalDouble unmatched(int g, int h) {
        return GramGeometry.present(unmatched.at(g, h));
    }
}
