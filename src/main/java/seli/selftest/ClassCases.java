package seli.selftest;

import java.util.List;
import seli.linalg.HostMatrix;

/** Class means, within-class scatter, and the moving of columns. */
final class ClassCases {
    /**
     * Feature dimension, classes, samples; the last class has a single sample, and with few samples others have none.
     */
    private static final int[][] SIZES = {
        {1, 2, 3}, {2, 3, 31}, {9, 10, 257}, {31, 33, 129}, {33, 2, 65}, {65, 10, 1021}, {129, 127, 63}, {257, 3, 33}
    };

    private ClassCases() {}

    static void addTo(List<OpCase> cases) {
        for (int[] size : SIZES) {
            add(cases, size[0], size[1], size[2], Regime.UNIFORM);
        }
        for (Regime regime : List.of(Regime.LARGE, Regime.EQUAL, Regime.DENORMAL, Regime.NEGATIVE_ZERO)) {
            add(cases, 17, 5, 40, regime);
        }
    }

    private static void add(List<OpCase> cases, int d, int k, int n, Regime regime) {
        String parameters = "d=%d,k=%d,n=%d,regime=%s".formatted(d, k, n, OpCase.word(regime));
        cases.add(new OpCase("classMeans", parameters, trial -> means(trial, d, k, n, regime)));
        cases.add(new OpCase("withinClassScatter", parameters, trial -> scatter(trial, d, k, n, regime)));
        cases.add(new OpCase("gatherColumns", parameters, trial -> gather(trial, d, k, n, regime)));
        cases.add(new OpCase("scatterColumns", parameters, trial -> scatterColumns(trial, d, k, n, regime)));
    }

    private static void means(Trial trial, int d, int k, int n, Regime regime) {
        int[] y = trial.drawLabels(n, k);
        HostMatrix values = trial.numbers(d, n, regime);
        Trial.Pair h = trial.upload(values);
        Trial.Pair means = trial.poison(d, k);
        Trial.Pair sizes = trial.poison(d, k);
        Trial.Labels labels = trial.labels(y, k);
        trial.subject().kernels().classMeans(h.tested(), labels.tested(), means.tested());
        trial.truth().kernels().classMeans(h.trusted(), labels.trusted(), means.trusted());
        HostMatrix right = means.trusted().download();
        h.trusted().upload(HostMatrix.generate(d, n, (i, j) -> Math.abs(values.get(i, j))));
        trial.truth().kernels().classMeans(h.trusted(), labels.trusted(), sizes.trusted());
        HostMatrix magnitudes = sizes.trusted().download();
        // A sum of n_c terms and a division, on either side.
        trial.verdict()
                .matrix(
                        "mean",
                        means.tested().download(),
                        right,
                        (i, c) -> 2 * trial.gamma(labels.trusted().count(c) + 1L) * magnitudes.get(i, c)
                                + 2 * trial.smallest());
    }

    private static void scatter(Trial trial, int d, int k, int n, Regime regime) {
        int[] y = trial.drawLabels(n, k);
        HostMatrix values = trial.numbers(d, n, regime);
        HostMatrix centres = trial.numbers(d, k, regime);
        Trial.Pair h = trial.upload(values);
        Trial.Pair means = trial.upload(centres);
        Trial.Pair scatter = trial.poison(d, d);
        Trial.Labels labels = trial.labels(y, k);
        trial.subject().kernels().withinClassScatter(h.tested(), labels.tested(), means.tested(), scatter.tested());
        trial.truth().kernels().withinClassScatter(h.trusted(), labels.trusted(), means.trusted(), scatter.trusted());
        HostMatrix distance = HostMatrix.generate(d, n, (i, j) -> Math.abs(values.get(i, j) - centres.get(i, y[j])));
        HostMatrix sizes = distance.times(distance.transpose()).times(1.0 / n);
        HostMatrix found = scatter.tested().download();
        // Two differences, a product and a sum of n, a division: on either side. Products of denormals vanish.
        trial.verdict()
                .matrix(
                        "scatter",
                        found,
                        scatter.trusted().download(),
                        (i, j) -> 2 * trial.gamma(n + 4L) * sizes.get(i, j) + 4 * trial.smallest());
        trial.verdict().bits("transposed scatter", found.transpose(), found);
    }

    private static void gather(Trial trial, int d, int k, int n, Regime regime) {
        HostMatrix values = trial.numbers(d, n, regime);
        int[] columns = trial.drawLabels(k, n);
        Trial.Pair source = trial.uploadView(values);
        Trial.Pair target = trial.poison(d, k);
        trial.subject().kernels().gatherColumns(source.tested(), columns, target.tested());
        HostMatrix expected = HostMatrix.generate(d, k, (i, j) -> values.get(i, columns[j]));
        trial.verdict().bits("target", target.tested().download(), expected);
    }

    private static void scatterColumns(Trial trial, int d, int k, int n, Regime regime) {
        HostMatrix before = trial.numbers(d, n, regime);
        int count = Math.min(k, n);
        HostMatrix values = trial.numbers(d, count, regime);
        int step = Math.max(1, n / count);
        int[] columns = new int[count];
        for (int j = 0; j < count; j++) {
            columns[j] = (count - 1 - j) * step;
        }
        Trial.Pair source = trial.upload(values);
        Trial.Pair target = trial.uploadView(before);
        trial.subject().kernels().scatterColumns(source.tested(), columns, target.tested());
        HostMatrix expected = HostMatrix.generate(d, n, (i, j) -> {
            boolean moved = j % step == 0 && j / step < count;
            return moved ? values.get(i, count - 1 - j / step) : before.get(i, j);
        });
        trial.verdict().bits("target", target.tested().download(), expected);
    }
}
