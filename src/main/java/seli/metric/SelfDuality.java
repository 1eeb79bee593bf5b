package seli.metric;

import java.util.OptionalDouble;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * NC3: how far a classifier W and its class means M (both d x k) are from being multiples of each other, | W/|W|_F -
 * M/|M|_F |_F, in [0, 2], for the choices of centring that published codes make. Zero only in the balanced case; SELI
 * itself is not self-dual. By columns: nothing of the size of W is formed.
 */
public final class SelfDuality {
    private final double nc3;
    private final double centred;
    private final double uncentred;
    private final double sampleCentred;
    private final double cosine;

    private SelfDuality(HostMatrix w, ClassMeans m, double[] sampleShift) {
        double[] meanW = Columns.mean(w);
        ColumnStream.Source plain = (c, target) -> w.copyColumn(c, target, 0);
        ColumnStream.Source ownMean = (c, target) -> {
            w.copyColumn(c, target, 0);
            for (int l = 0; l < target.length; l++) {
                target[l] -= meanW[l];
            }
        };
        this.nc3 = distance(w, plain, m::copyCentred);
        this.centred = distance(w, ownMean, m::copyCentred);
        this.uncentred = distance(w, plain, m::copy);
        this.sampleCentred = distance(w, plain, (c, target) -> m.copyShifted(c, sampleShift, target));
        this.cosine = meanCosine(w, m);
    }

    /** The variants; reads W and M (both d x k, the means not centred). */
    static SelfDuality of(HostMatrix classifier, HostMatrix classMeans) {
        ClassMeans means = ClassMeans.of(Columns.tamed(classMeans));
        return new SelfDuality(Columns.tamed(classifier), means, new double[means.rows()]);
    }

    /** The variants; reads W (d x k). */
    static SelfDuality of(HostMatrix classifier, ClassMeans classMeans, ClassCounts counts) {
        ClassMeans means = classMeans.tamed();
        return new SelfDuality(Columns.tamed(classifier), means, means.sampleShift(counts));
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

    /** W as it is, class means less the mean of all samples; empty if either is zero. */
    public OptionalDouble nc3SampleCentred() {
        return GeometryDistances.optional(sampleCentred);
    }

    /** Mean over the classes of cos(w_c, m_c - mu_G); empty if one of these vectors is zero. */
    public OptionalDouble nc3Cosine() {
        return GeometryDistances.optional(cosine);
    }

    /** NaN, from 0/0, where a or b is zero. */
    private static double distance(HostMatrix shape, ColumnStream.Source a, ColumnStream.Source b) {
        double[] x = new double[shape.rows()];
        double[] y = new double[shape.rows()];
        double squaresA = 0;
        double squaresB = 0;
        for (int c = 0; c < shape.cols(); c++) {
            a.copy(c, x);
            b.copy(c, y);
            squaresA += Columns.dot(x, x);
            squaresB += Columns.dot(y, y);
        }
        double normA = Math.sqrt(squaresA);
        double normB = Math.sqrt(squaresB);
        double sum = 0;
        for (int c = 0; c < shape.cols(); c++) {
            a.copy(c, x);
            b.copy(c, y);
            double column = 0;
            for (int l = 0; l < x.length; l++) {
                double difference = x[l] / normA - y[l] / normB;
                column += difference * difference;
            }
            sum += column;
        }
        return Math.sqrt(sum);
    }

    private static double meanCosine(HostMatrix w, ClassMeans m) {
        double[] x = new double[w.rows()];
        double[] y = new double[w.rows()];
        double sum = 0;
        for (int c = 0; c < w.cols(); c++) {
            w.copyColumn(c, x, 0);
            m.copyCentred(c, y);
            sum += Columns.dot(x, y) / (Math.sqrt(Columns.dot(x, x)) * Math.sqrt(Columns.dot(y, y)));
        }
        return sum / w.cols();
    }
}
