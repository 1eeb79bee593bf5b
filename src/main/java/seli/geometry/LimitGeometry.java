package seli.geometry;

import java.util.List;

/**
 * The geometry of a {@link GeometryModel}: classifiers W, class means M and singular values of the model's SEL matrix
 * Z, in the scale in which the UF-SVM of the loss has them. {@code |W|^2 = sum_i |h_i|^2 = nuclear norm}. For
 * cross-entropy this is {@link SeliGeometry}. Everything by the m groups of equal counts; cost m^3 in all when the
 * object is made, memory 6 m^2 numbers. Immutable.
 */
public final class LimitGeometry {
    /** Up to this many distinct counts all pairs of groups are tabulated. */
    public static final int MAX_TABULATED_COUNTS = 2_000;

    private static final double NUMBERS_A_PAIR = 16;

    private final GeometryModel model;
    private final List<SingularValue> singularValues;
    private final GramGeometry classifier;
    private final GramGeometry embedding;
    private final SecularSpectrum spectrum;

    private LimitGeometry(GeometryModel model) {
        this.model = model;
        this.spectrum = model.poles().spectrum();
        this.singularValues = SpectrumList.of(model.poles(), spectrum);
        this.classifier = GroupGrams.gram(spectrum, model, model.classifierKind(), model::classifierScale);
        this.embedding = GroupGrams.gram(spectrum, model, model.embeddingKind(), model::embeddingScale);
    }

    /**
     * The geometry of a model.
     *
     * @throws IllegalArgumentException if there are more than {@link #MAX_TABULATED_COUNTS} distinct counts
     */
    public static LimitGeometry of(GeometryModel model) {
        return of(model, MAX_TABULATED_COUNTS);
    }

    /**
     * The same with another limit, for what needs every pair whatever it costs: 16 m^2 numbers while it is made.
     *
     * @throws IllegalArgumentException if there are more than {@code most} distinct counts, or the tables do not fit
     *     the memory of the virtual machine
     */
    public static LimitGeometry of(GeometryModel model, int most) {
        int distinct = model.counts().groups().size();
        if (distinct > most) {
            throw new IllegalArgumentException("counts have " + distinct + " distinct values; expected at most " + most
                    + " where every pair of groups is tabulated");
        }
        double bytes = NUMBERS_A_PAIR * Double.BYTES * distinct * distinct;
        if (bytes > Runtime.getRuntime().maxMemory()) {
            throw new IllegalArgumentException(
                    "%d distinct counts need %.1f GiB for their pairs, more than the %.1f GiB that Java may use; give it more"
                            .formatted(
                                    distinct,
                                    bytes / 0x1p30,
                                    Runtime.getRuntime().maxMemory() / 0x1p30));
        }
        return new LimitGeometry(model);
    }

    /** The loss and the label counts. */
    public GeometryModel model() {
        return model;
    }

    /** The k - 1 positive singular values of the SEL matrix in decreasing order, equal ones together. */
    public List<SingularValue> singularValues() {
        return singularValues;
    }

    /** The sum of the singular values: the optimal value of the UF-SVM of the loss. */
    public double nuclearNorm() {
        return SpectrumList.sum(singularValues);
    }

    /** W'W by groups. */
    public GramGeometry classifier() {
        return classifier;
    }

    /** M'M by groups. */
    public GramGeometry embedding() {
        return embedding;
    }

    /** Cosines of classifiers with class means. */
    public Alignment alignment() {
        return Alignment.of(classifier, embedding, model::crossEntry);
    }

    /** All of it in the form that closed forms have in common. */
    public GroupGeometry byGroup() {
        return new GroupGeometry(singularValues, classifier, embedding, alignment());
    }

    /**
     * {@code V V'}, the sum of the projections on the computed left singular vectors of Z, which in exact arithmetic is
     * I - q q'/|q|^2: for certificates, which take nothing for granted. Not for a free bias. Cost m^3/2.
     *
     * @throws IllegalArgumentException if the bias is free
     */
    public GramGeometry projection() {
        if (model.hasFreeBias()) {
            throw new IllegalArgumentException("projection of a geometry with a free bias; expected one without");
        }
        return GroupGrams.gram(spectrum, model, GroupGrams.Kind.PROJECTION, g -> 1);
    }
}
