package seli.exact;

import seli.geometry.GroupGeometry;
import seli.label.ClassCounts;
import seli.problem.Ridge;

/** Related models whose optimum at a ridge beside the sum of the losses has a closed form; cost m^2 for m groups. */
public final class ClosedFormUfm {
    private ClosedFormUfm() {}

    /**
     * Cross-entropy with embeddings of at least 0, as after a ReLU (UFM+) [Dang24]; without singular values. Needs
     * feature dimension k.
     *
     * @throws IllegalArgumentException if the ridge is 0
     */
    public static GroupGeometry rectified(ClassCounts counts, Ridge ridge) {
        return RectifiedUfm.of(counts, ridge).geometry();
    }

    /**
     * Squared loss {@code |W'H - Y|^2/2} without bias [Dang23]. Needs feature dimension k.
     *
     * @throws IllegalArgumentException if the ridge is 0
     */
    public static GroupGeometry squaredLoss(ClassCounts counts, Ridge ridge) {
        return SquaredLossUfm.of(counts, ridge);
    }
}
