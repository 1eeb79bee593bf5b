package seli.geometry;

import java.util.List;

/**
 * A geometry in closed form, by groups of classes with equal counts.
 *
 * @param singularValues of the matrix that the logits tend to, decreasing; empty where there is no closed form for them
 * @param classifier W'W
 * @param embedding M'M of the class means
 * @param alignment cosines of classifiers with class means
 */
public record GroupGeometry(
        List<SingularValue> singularValues, GramGeometry classifier, GramGeometry embedding, Alignment alignment) {
    /** Copies the list. */
    public GroupGeometry {
        singularValues = List.copyOf(singularValues);
    }

    /** Sum of the singular values. */
    public double nuclearNorm() {
        return SpectrumList.sum(singularValues);
    }
}
