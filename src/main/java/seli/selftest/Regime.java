package seli.selftest;

import seli.linalg.HostMatrix;

/** Ranges of numbers that break careless code. */
enum Regime {
    /** Uniform in [-1, 1). */
    UNIFORM,
    /** Uniform in [-10^4, 10^4): a softmax without shift overflows. */
    LARGE,
    /** All equal. */
    EQUAL,
    /** One logit of a column, the label's or another, above the rest by 20 to 120: p - 1 cancels. */
    ONE_DOMINATING,
    /** The label's logit so far above the rest that their exponentials are denormal or zero. */
    UNDERFLOW,
    /** Denormal numbers. */
    DENORMAL,
    /** Zeros of both signs. */
    NEGATIVE_ZERO;

    /** One number for a matrix without structure. */
    double number(Trial trial) {
        return switch (this) {
            case UNIFORM, ONE_DOMINATING, UNDERFLOW -> trial.uniform();
            case LARGE -> 1e4 * trial.uniform();
            case EQUAL -> 0.75;
            case DENORMAL -> trial.smallest() * (trial.below(200) - 100);
            case NEGATIVE_ZERO -> trial.below(2) == 0 ? 0.0 : -0.0;
        };
    }

    /** Logits k x n for samples with the given labels, rounded to the tested precision. */
    HostMatrix logits(Trial trial, int k, int[] labels) {
        int[] above = new int[labels.length];
        double[] margin = new double[labels.length];
        double bottom = trial.precision().bytes() == Double.BYTES ? 700 : 85;
        for (int i = 0; i < labels.length; i++) {
            boolean labelWins = this == UNDERFLOW || i % 2 == 0;
            above[i] = labelWins ? labels[i] : (labels[i] + 1 + trial.below(k - 1)) % k;
            margin[i] = this == UNDERFLOW ? bottom + 60 * (1 + trial.uniform()) : 70 + 50 * trial.uniform();
        }
        boolean structured = this == UNDERFLOW || this == ONE_DOMINATING;
        return HostMatrix.generate(
                k, labels.length, (c, i) -> trial.round(number(trial) + (structured && c == above[i] ? margin[i] : 0)));
    }
}
