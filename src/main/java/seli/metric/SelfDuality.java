package seli.metric;

import java.util.OptionalDouble;
import seli.linalg.HostMatrix;

/**
 * NC3: how far a classifier W and its class means M (both d x k) are from being multiples of each other, | W/|W|_F -
 * M/|M|_F |_F, in [0, 2], for three choices of centring that published codes make. Zero only in the balanced case; SELI
 * itself is not self-dual.
 */
public final class SelfDuality {
    private final double nc3;
    private final double centred;
    private final double uncentred;

    private SelfDuality(double nc3, double centred, double uncentred) {
        this.nc3 = nc3;
        this.centred = centred;
        this.uncentred = uncentred;
    }

    /** The three variants; reads W and M (both d x k, the means not centred). */
    static SelfDuality of(HostMatrix classifier, HostMatrix classMeans) {
        HostMatrix w = Columns.tamed(classifier);
        HostMatrix m = Columns.tamed(classMeans);
        HostMatrix centredMeans = Columns.centred(m);
        return new SelfDuality(distance(w, centredMeans), distance(Columns.centred(w), centredMeans), distance(w, m));
    }

    /** W as it is, class means centred by their unweighted mean; empty if either is zero. */
    public OptionalDouble nc3() {
        return GeometryDistances.optional(nc3);
    }

    /** The square of {@link #nc3}, which some codes report. */
    public OptionalDouble nc3Squared() {
        return GeometryDistances.optional(nc3 * nc3);
    }

    /** Both centred by the unweighted mean of their columns; empty if either is then zero. */
    public OptionalDouble nc3Centred() {
        return GeometryDistances.optional(centred);
    }

    /** Both as they are; empty if either is zero. */
    public OptionalDouble nc3Uncentred() {
        return GeometryDistances.optional(uncentred);
    }

    /** NaN, from 0/0, where a or b is zero. */
    private static double distance(HostMatrix a, HostMatrix b) {
        double normA = a.norm();
        double normB = b.norm();
        return HostMatrix.generate(a.rows(), a.cols(), (i, j) -> a.get(i, j) / normA - b.get(i, j) / normB)
                .norm();
    }
}
