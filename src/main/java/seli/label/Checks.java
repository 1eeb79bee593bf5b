package seli.label;

/** The conditions on the parameters of profiles; every failure is an IllegalArgumentException with one line. */
final class Checks {
    /** Two roundings, of the number as typed and of the product, in units of the last place. */
    private static final double WHOLE_ULPS = 2;

    private Checks() {}

    static void whole(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; expected " + wholeRange(least, most));
        }
    }

    static String wholeRange(long least, long most) {
        return "a whole number from " + least + " to " + most;
    }

    static void ratio(double ratio) {
        if (!(ratio >= 1) || ratio > ImbalanceProfile.MAX_RATIO) {
            throw new IllegalArgumentException("R is " + ratio
                    + "; expected a number of at least 1 and at most 2^53: the largest count over the smallest");
        }
    }

    /** {@code rho k}, the number of minority classes. */
    static int minorities(int k, double rho) {
        if (!(rho > 0) || !(rho < 1)) {
            throw new IllegalArgumentException(
                    "rho is " + rho + "; expected a number strictly between 0 and 1: the fraction of minority classes");
        }
        double product = rho * k;
        double nearest = Math.rint(product);
        if (!isWhole(product) || nearest < 1 || nearest > k - 1) {
            int below = (int) Math.max(1, Math.min(k - 1, Math.floor(product)));
            int above = Math.min(k - 1, below + (product > below ? 1 : 0));
            String possible = below == above ? fraction(below, k) : fraction(below, k) + " or " + fraction(above, k);
            throw new IllegalArgumentException("rho is " + rho + " but rho k = " + product
                    + " is no whole number from 1 to " + (k - 1) + "; the nearest possible rho is " + possible);
        }
        return (int) nearest;
    }

    private static String fraction(int minorities, int k) {
        return (double) minorities / k + " (" + minorities + " of " + k + " classes)";
    }

    /** {@code R nmin}, the count of a majority class. */
    static long majorityCount(double ratio, long nmin) {
        double product = ratio * nmin;
        if (product > ClassCounts.MAX_SAMPLES) {
            throw new IllegalArgumentException("R nmin = " + product
                    + " samples in each majority class; expected at most " + ClassCounts.MAX_SAMPLES + " (2^53)");
        }
        if (!isWhole(product)) {
            throw new IllegalArgumentException("R is " + ratio + " and nmin is " + nmin + ", so R nmin = " + product
                    + "; expected a whole number of samples: change R or nmin");
        }
        return (long) Math.rint(product);
    }

    private static boolean isWhole(double product) {
        return Math.abs(product - Math.rint(product)) <= WHOLE_ULPS * Math.ulp(product);
    }

    /** The nearest whole number, halves upwards, at least 1. */
    static long roundedCount(double count) {
        return Math.max(1, Math.round(count));
    }
}
