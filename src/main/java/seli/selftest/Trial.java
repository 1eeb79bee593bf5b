package seli.selftest;

import java.util.SplittableRandom;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.Precision;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;

/** One run of a case: two backends with a workspace each, the numbers that both get, and the verdict. */
final class Trial {
    /** The same matrix on both backends. */
    record Pair(DenseMatrix tested, DenseMatrix trusted) {}

    /** The same labels on both backends. */
    record Labels(LabelVector tested, LabelVector trusted) {}

    private final Backend subject;
    private final Workspace tested;
    private final Backend truth;
    private final Workspace trusted;
    private final Precision precision;
    private final SplittableRandom random;
    private final Verdict verdict = new Verdict();

    Trial(String name, Backend subject, Workspace tested, Backend truth, Workspace trusted) {
        this.subject = subject;
        this.tested = tested;
        this.truth = truth;
        this.trusted = trusted;
        this.precision = subject.info().precision();
        this.random = new SplittableRandom(name.hashCode()); // String's hash is fixed by its specification
    }

    Backend subject() {
        return subject;
    }

    Backend truth() {
        return truth;
    }

    Verdict verdict() {
        return verdict;
    }

    Precision precision() {
        return precision;
    }

    /** Unit roundoff of the tested backend. */
    double roundoff() {
        return precision.roundoff();
    }

    /** The tested backend's smallest positive number. */
    double smallest() {
        return precision == Precision.FLOAT64 ? Double.MIN_VALUE : Float.MIN_VALUE;
    }

    /** {@code m u / (1 - m u)}, the relative error that m roundings can add up to. */
    double gamma(long m) {
        return gamma(m, roundoff());
    }

    static double gamma(long m, double roundoff) {
        return m * roundoff / (1 - m * roundoff);
    }

    /** A uniform number in [-1, 1). */
    double uniform() {
        return random.nextDouble(-1, 1);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** {@code value} rounded to the tested precision, so that both backends start from the same number. */
    double round(double value) {
        return precision == Precision.FLOAT64 ? value : (double) (float) value;
    }

    /** A matrix of the regime, rounded to the tested precision. */
    HostMatrix numbers(int rows, int cols, Regime regime) {
        return HostMatrix.generate(rows, cols, (i, j) -> round(regime.number(this)));
    }

    /** {@code values} on both backends; it must be representable in the tested precision. */
    Pair upload(HostMatrix values) {
        return new Pair(tested.upload(values), trusted.upload(values));
    }

    /** The same as a view of the middle columns of a wider matrix of NaN. */
    Pair uploadView(HostMatrix values) {
        HostMatrix wide = HostMatrix.generate(values.rows(), values.cols() + 2, (i, j) -> Double.NaN);
        Pair pair = upload(wide);
        Pair view =
                new Pair(pair.tested().columns(1, values.cols()), pair.trusted().columns(1, values.cols()));
        view.tested().upload(values);
        view.trusted().upload(values);
        return view;
    }

    /** A matrix of NaN on both backends: whoever reads it before writing fails. */
    Pair poison(int rows, int cols) {
        return upload(HostMatrix.generate(rows, cols, (i, j) -> Double.NaN));
    }

    Labels labels(int[] labels, int classes) {
        return new Labels(tested.labels(labels, classes), trusted.labels(labels, classes));
    }

    /** Labels of n samples of which the last class has exactly one where n allows it, and others are drawn. */
    int[] drawLabels(int n, int classes) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i == n / 2 ? classes - 1 : below(Math.max(1, classes - 1));
        }
        return labels;
    }
}
