package seli.label;

import java.util.List;

/**
 * A short description of a label distribution, from which {@link #counts} makes the numbers of samples. {@link #parse}
 * reads one from text:
 *
 * <pre>
 *   10,10,1,1                          explicit, class by class
 *   balanced:k=10,n=50                 n samples in each of k classes
 *   step:k=10,R=10,rho=0.5,nmin=5      (1 - rho) k majority classes with R nmin samples, then rho k with nmin [TKVB22]
 *   longtail:k=100,R=100,nmax=500      n_c = round(nmax R^(-c/(k-1))), c = 0 .. k-1, at least 1
 *   zipf:k=1000,s=1.1,nmax=1000000     n_c = max(1, round(nmax / c^s)), c = 1 .. k
 * </pre>
 *
 * <p>Halves are rounded up. All are immutable and validated when made; only the limit on the sum of the counts of the
 * last two is checked by {@link #counts}.
 */
public sealed interface ImbalanceProfile {
    /** Largest ratio of counts that a profile may ask for, that of 2^53 samples to one. */
    double MAX_RATIO = 0x1p53;

    /**
     * The counts that this profile describes. Cost: a few numbers for each run of equal counts.
     *
     * @throws IllegalArgumentException if they add up to more than 2^53
     */
    ClassCounts counts();

    /**
     * Reads a profile from text, in one of the forms above; blanks around commas, colons and equals signs are allowed,
     * and whole numbers may be written like {@code 1e6}.
     *
     * @throws IllegalArgumentException if the text is none of these; the message is one line that names the fault
     */
    static ImbalanceProfile parse(String text) {
        return ProfileText.parse(text);
    }

    /**
     * The same number of samples in every class.
     *
     * @param k number of classes, at least 2
     * @param n samples of each class, at least 1
     */
    record Balanced(int k, long n) implements ImbalanceProfile {
        /** Checks the ranges and that there are at most 2^53 samples. */
        public Balanced {
            Checks.whole("k", k, 2, Integer.MAX_VALUE);
            Checks.whole("n", n, 1, ClassCounts.MAX_SAMPLES);
            counts(k, n);
        }

        private static ClassCounts counts(int k, long n) {
            return ClassCounts.ofRuns(List.of(new CountGroup(n, k)));
        }

        @Override
        public ClassCounts counts() {
            return counts(k, n);
        }
    }

    /**
     * The (R, rho)-STEP distribution [TKVB22]: majorities first, minorities last.
     *
     * @param k number of classes, at least 2
     * @param ratio R, majority count over minority count, at least 1; {@code R nmin} is whole
     * @param rho fraction of minority classes, strictly between 0 and 1; {@code rho k} is whole
     * @param nmin samples of each minority class, at least 1
     */
    record Step(int k, double ratio, double rho, long nmin) implements ImbalanceProfile {
        /** Checks the ranges, that both products are whole, and that there are at most 2^53 samples. */
        public Step {
            Checks.whole("k", k, 2, Integer.MAX_VALUE);
            Checks.ratio(ratio);
            Checks.whole("nmin", nmin, 1, ClassCounts.MAX_SAMPLES);
            counts(Checks.minorities(k, rho), k, Checks.majorityCount(ratio, nmin), nmin);
        }

        private static ClassCounts counts(int minorities, int k, long nmax, long nmin) {
            return ClassCounts.ofRuns(List.of(new CountGroup(nmax, k - minorities), new CountGroup(nmin, minorities)));
        }

        @Override
        public ClassCounts counts() {
            return counts(Checks.minorities(k, rho), k, Checks.majorityCount(ratio, nmin), nmin);
        }
    }

    /**
     * The exponential long tail: {@code n_c = round(nmax R^(-c/(k-1)))} for c = 0 .. k-1, at least 1.
     *
     * @param k number of classes, at least 2
     * @param ratio R, first count over last count before rounding, at least 1
     * @param nmax samples of the first class, at least 1
     */
    record LongTail(int k, double ratio, long nmax) implements ImbalanceProfile {
        /** Checks the ranges. */
        public LongTail {
            Checks.whole("k", k, 2, Integer.MAX_VALUE);
            Checks.ratio(ratio);
            Checks.whole("nmax", nmax, 1, ClassCounts.MAX_SAMPLES);
        }

        @Override
        public ClassCounts counts() {
            double last = k - 1;
            RunList runs = new RunList();
            // Division, not a negative power: the last count is then nmax / R to the last bit, and its half is rounded
            // up.
            runs.addNonIncreasing(k, c -> Checks.roundedCount(nmax / StrictMath.pow(ratio, c / last)));
            return ClassCounts.ofRuns(runs);
        }
    }

    /**
     * Zipf's law: {@code n_c = max(1, round(nmax / c^s))} for c = 1 .. k.
     *
     * @param k number of classes, at least 2
     * @param s exponent, positive and finite
     * @param nmax samples of the first class, at least 1
     */
    record Zipf(int k, double s, long nmax) implements ImbalanceProfile {
        /** Checks the ranges. */
        public Zipf {
            Checks.whole("k", k, 2, Integer.MAX_VALUE);
            if (!(s > 0) || Double.isInfinite(s)) {
                throw new IllegalArgumentException(
                        "s is " + s + "; expected a finite number above 0; for equal counts use balanced");
            }
            Checks.whole("nmax", nmax, 1, ClassCounts.MAX_SAMPLES);
        }

        @Override
        public ClassCounts counts() {
            RunList runs = new RunList();
            runs.addNonIncreasing(k, c -> Checks.roundedCount(nmax / StrictMath.pow(c + 1.0, s)));
            return ClassCounts.ofRuns(runs);
        }
    }

    /**
     * Counts that were listed class by class.
     *
     * @param counts the counts
     */
    record Explicit(ClassCounts counts) implements ImbalanceProfile {}
}
