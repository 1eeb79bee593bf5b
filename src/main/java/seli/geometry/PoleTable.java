package seli.geometry;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The distinct poles of the secular equation in decreasing order, each with its weight, the sum of q_c^2 over its
 * classes, and the number of its classes. Groups of classes whose poles round to the same number share one. Immutable
 * by agreement: the arrays are never written after construction.
 */
final class PoleTable {
    private final double[] values;
    private final double[] weights;
    private final int[] classes;
    private final int[] poleOfGroup;
    private final double totalWeight;

    /** From the pole, the factor q and the number of classes of each group; read only. */
    PoleTable(double[] pole, double[] q, int[] classesOfGroup) {
        int groups = pole.length;
        int[] order = order(pole);
        double[] distinct = new double[groups];
        double[] weight = new double[groups];
        int[] size = new int[groups];
        poleOfGroup = new int[groups];
        int last = -1;
        CompensatedSum total = new CompensatedSum();
        for (int g : order) {
            if (last < 0 || distinct[last] != pole[g]) { // exact: only poles that are the same number are merged
                distinct[++last] = pole[g];
            }
            weight[last] += classesOfGroup[g] * q[g] * q[g];
            size[last] += classesOfGroup[g];
            poleOfGroup[g] = last;
            total.add(classesOfGroup[g] * q[g] * q[g]);
        }
        values = Arrays.copyOf(distinct, last + 1);
        weights = Arrays.copyOf(weight, last + 1);
        classes = Arrays.copyOf(size, last + 1);
        totalWeight = total.value();
    }

    /** Groups by decreasing pole; ties keep the order of the groups. */
    private static int[] order(double[] pole) {
        IntStream all = IntStream.range(0, pole.length);
        boolean sorted = IntStream.range(1, pole.length).allMatch(g -> pole[g - 1] >= pole[g]);
        return sorted // nothing is boxed where there may be millions
                ? all.toArray()
                : all.boxed()
                        .sorted((a, b) -> Double.compare(pole[b], pole[a]))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    /** Number of distinct poles. */
    int size() {
        return values.length;
    }

    double value(int p) {
        return values[p];
    }

    double weight(int p) {
        return weights[p];
    }

    int classes(int p) {
        return classes[p];
    }

    int ofGroup(int g) {
        return poleOfGroup[g];
    }

    /** |q|^2. */
    double totalWeight() {
        return totalWeight;
    }

    /** The roots between the poles; cost of m^2. */
    SecularSpectrum spectrum() {
        return SecularSpectrum.of(values.clone(), weights.clone());
    }

    /** Root j between poles j + 1 and j alone; cost of m. */
    double root(int j) {
        SecularRoot root = SecularRoot.solve(values, weights, j);
        return values[root.nearest()] + root.offset();
    }
}
