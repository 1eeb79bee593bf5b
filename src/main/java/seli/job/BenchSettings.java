package seli.job;

import java.util.List;

/**
 * What to measure, and for how long.
 *
 * @param op which operations
 * @param sizes problems whose products and steps are measured
 * @param orders orders of the matrices that are decomposed, ascending
 * @param small problems whose steps are measured as a user runs them
 * @param seconds duration of one measurement, in seconds
 * @param budget duration of the whole run in seconds, possibly infinite: what is foreseen to exceed it is left out
 */
// waiver(parameters): the lists of sizes of three kinds of measurements
public record BenchSettings(
        BenchOp op, List<BenchSize> sizes, List<Integer> orders, List<BenchSize> small, double seconds, double budget) {
    private static final List<BenchSize> SMALL =
            List.of(new BenchSize(10, 100, 10), new BenchSize(10, 275, 20), new BenchSize(100, 1000, 100));

    /** Copies the lists and checks the ranges. */
    public BenchSettings {
        sizes = List.copyOf(sizes);
        orders = List.copyOf(orders);
        small = List.copyOf(small);
        if (!(seconds > 0) || Double.isInfinite(seconds) || !(budget > 0)) {
            throw new IllegalArgumentException(
                    "%s seconds a measurement, %s in all; expected positive numbers".formatted(seconds, budget));
        }
        for (BenchSize size : small) {
            if (size.featureDim() < size.classes() - 1) {
                throw new IllegalArgumentException(
                        "small problem %s: expected d of at least k - 1 = %d, which the solver needs"
                                .formatted(size, size.classes() - 1));
            }
        }
        if (orders.stream().anyMatch(order -> order < 2)) {
            throw new IllegalArgumentException("matrices of the orders " + orders + "; expected at least 2");
        }
    }

    /** The usual problems for a backend of this name: large ones for a GPU. */
    public static List<BenchSize> usualSizes(String backend) {
        if (backend.equals("cuda")) {
            return List.of(
                    new BenchSize(1024, 16384, 1024),
                    new BenchSize(8192, 8192, 8192),
                    new BenchSize(32768, 32768, 4096),
                    new BenchSize(131072, 131072, 1024));
        }
        return backend.equals("cpu")
                ? List.of(new BenchSize(10, 1000, 64), new BenchSize(100, 1000, 100), new BenchSize(1000, 10000, 512))
                : List.of(new BenchSize(10, 200, 16), new BenchSize(50, 500, 64));
    }

    /** The usual orders of decompositions for a backend of this name. */
    public static List<Integer> usualOrders(String backend) {
        if (backend.equals("cuda")) {
            return List.of(1024, 2048, 4096, 8192, 16384);
        }
        return backend.equals("cpu") ? List.of(256, 512, 1024, 2048) : List.of(32, 64);
    }

    /** How many small problems stand side by side on a backend of this name. */
    public static int usualTogether(String backend) {
        return backend.equals("cuda") ? 4096 : 1000;
    }

    /** The usual small problems, the same everywhere. */
    public static List<BenchSize> usualSmall() {
        return SMALL;
    }
}
