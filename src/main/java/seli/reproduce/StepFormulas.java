package seli.reproduce;

import java.util.EnumMap;
import java.util.Map;

/**
 * SELI under (R, rho)-STEP imbalance with n_min = 1, in the closed forms of norms and angles (derived in docs;
 * [Behnia23, Cor. 1.5] for rho = 1/2): independent of the spectral route of the program.
 */
final class StepFormulas {
    private final double k;
    private final double rho;
    private final double ratio;

    /** k classes of which {@code rho k} have 1 sample and the others {@code ratio}. */
    StepFormulas(int classes, double rho, double ratio) {
        this.k = classes;
        this.rho = rho;
        this.ratio = ratio;
    }

    /** All ten numbers. */
    ShapeNumbers shape() {
        double across = Math.sqrt(1 - rho + rho * ratio); // of the direction between majorities and minorities
        Frame w = new Frame(Math.sqrt(ratio), across);
        Frame h = new Frame(1 / Math.sqrt(ratio), 1 / across);
        Map<Shape, Double> values = new EnumMap<>(Shape.class);
        values.put(Shape.CLASSIFIER_RATIO, w.majority() / w.minority());
        values.put(Shape.EMBEDDING_RATIO, h.majority() / h.minority());
        values.put(Shape.CLASSIFIER_MAJORITY, w.amongMajorities() / w.majority());
        values.put(Shape.CLASSIFIER_MINORITY, w.amongMinorities() / w.minority());
        values.put(Shape.CLASSIFIER_BETWEEN, w.between() / Math.sqrt(w.majority() * w.minority()));
        values.put(Shape.EMBEDDING_MAJORITY, h.amongMajorities() / h.majority());
        values.put(Shape.EMBEDDING_MINORITY, h.amongMinorities() / h.minority());
        values.put(Shape.EMBEDDING_BETWEEN, h.between() / Math.sqrt(h.majority() * h.minority()));
        values.put(Shape.ALIGNED_MAJORITY, (1 - 1 / k) / Math.sqrt(w.majority() * h.majority()));
        values.put(Shape.ALIGNED_MINORITY, (1 - 1 / k) / Math.sqrt(w.minority() * h.minority()));
        return new ShapeNumbers(values);
    }

    /** Nuclear norm of the SEL matrix: {@code sqrt(R) ((1 - rho) k - 1) + sqrt(mu) + rho k - 1}. */
    double nuclearNorm() {
        return Math.sqrt(ratio) * ((1 - rho) * k - 1) + Math.sqrt(1 - rho + rho * ratio) + rho * k - 1;
    }

    /** Distance of W'W to the simplex ETF: {@code sqrt(2 - 2 |Z|_* / (sqrt(n (k-1) / k) sqrt(k-1)))}. */
    double classifierToEtf() {
        double n = k * (1 - rho) * ratio + k * rho;
        return Math.sqrt(Math.max(0, 2 - 2 * nuclearNorm() / (Math.sqrt(n / k) * (k - 1))));
    }

    /**
     * A Gram matrix with eigenvalue {@code within} for differences of majorities, {@code across} for majorities against
     * minorities and 1 for differences of minorities.
     */
    private final class Frame {
        private final double within;
        private final double across;
        private final double majorities = (1 - rho) * k;
        private final double minorities = rho * k;

        Frame(double within, double across) {
            this.within = within;
            this.across = across;
        }

        double majority() {
            return within * (1 - 1 / majorities) + across * rho / majorities;
        }

        double minority() {
            return 1 - 1 / minorities + across * (1 - rho) / minorities;
        }

        double amongMajorities() {
            return -within / majorities + across * rho / majorities;
        }

        double amongMinorities() {
            return -1 / minorities + across * (1 - rho) / minorities;
        }

        double between() {
            return -across / k;
        }
    }
}
