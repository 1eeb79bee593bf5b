package seli.selftest;

import java.util.List;
import java.util.function.Function;
import seli.backend.LossValue;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/** Loss and gradient over all losses, ranges of logits and awkward sizes, within {@link SoftmaxBound}. */
final class LossCases {
    /** The members of the loss family. */
    private enum Kind {
        CE(counts -> VectorScalingLoss.crossEntropy(counts.classes())),
        WEIGHTED(VectorScalingLoss::weighted),
        LA(counts -> VectorScalingLoss.logitAdjustment(counts, 1)),
        CDT(counts -> VectorScalingLoss.cdt(counts, 0.3)),
        LDT(counts -> VectorScalingLoss.ldt(counts, -0.2)),
        VS(counts -> VectorScalingLoss.vectorScaling(counts, 0.15, 1.5));

        private final Function<ClassCounts, VectorScalingLoss> make;

        Kind(Function<ClassCounts, VectorScalingLoss> make) {
            this.make = make;
        }
    }

    private static final int[][] SIZES = {
        {2, 1},
        {2, 33},
        {3, 2},
        {10, 275},
        {31, 3},
        {32, 31},
        {33, 32},
        {63, 63},
        {65, 65},
        {127, 1},
        {129, 33},
        {257, 129},
        {1021, 65},
        {1500, 31},
        {5003, 3}
    };

    private LossCases() {}

    static void addTo(List<OpCase> cases) {
        for (int[] size : SIZES) {
            add(cases, size[0], size[1], Kind.CE, Regime.UNIFORM);
            add(cases, size[0], size[1], Kind.CE, Regime.ONE_DOMINATING);
            add(cases, size[0], size[1], Kind.VS, Regime.LARGE);
        }
        for (Kind kind : Kind.values()) {
            for (Regime regime : Regime.values()) {
                add(cases, 33, 65, kind, regime);
            }
            addScaled(cases, 33, 65, kind);
            addScaled(cases, 257, 3, kind);
        }
    }

    /** A scale too small for anything to leave the range of numbers, and scales that only fitting margins allow. */
    private static void addScaled(List<OpCase> cases, int k, int n, Kind kind) {
        for (Regime regime : List.of(Regime.UNIFORM, Regime.ONE_DOMINATING)) {
            String parameters =
                    "k=%d,n=%d,loss=%s,regime=%s,scale=-5".formatted(k, n, OpCase.word(kind), OpCase.word(regime));
            cases.add(new OpCase(
                    "lossAndGradient",
                    parameters,
                    trial -> gradient(
                            trial,
                            loss(kind, k),
                            trial.drawLabels(n, k),
                            labels -> regime.logits(trial, k, labels),
                            -5)));
        }
        for (double logScale : new double[] {-5, -700, -2000}) {
            String parameters = "k=%d,n=%d,loss=%s,regime=fitting,scale=%s"
                    .formatted(k, n, OpCase.word(kind), Math.round(logScale));
            VectorScalingLoss loss = loss(kind, k);
            cases.add(new OpCase(
                    "lossAndGradient",
                    parameters,
                    trial -> gradient(
                            trial,
                            loss,
                            trial.drawLabels(n, k),
                            labels -> fitting(trial, loss, labels, logScale),
                            logScale)));
        }
    }

    /** Logits whose labels lead by about the scale. */
    private static HostMatrix fitting(Trial trial, VectorScalingLoss loss, int[] labels, double logScale) {
        return HostMatrix.generate(loss.classes(), labels.length, (c, i) -> {
            double margin = 20 * trial.uniform() - logScale - loss.iota(c);
            return trial.round(c == labels[i] ? margin / (loss.tau(c) * loss.delta(c)) : trial.uniform());
        });
    }

    private static void add(List<OpCase> cases, int k, int n, Kind kind, Regime regime) {
        String parameters = "k=%d,n=%d,loss=%s,regime=%s".formatted(k, n, OpCase.word(kind), OpCase.word(regime));
        OpCase gradient = new OpCase(
                "lossAndGradient",
                parameters,
                trial -> gradient(
                        trial, loss(kind, k), trial.drawLabels(n, k), labels -> regime.logits(trial, k, labels), 0));
        if (cases.stream().noneMatch(c -> c.name().equals(gradient.name()))) {
            cases.add(gradient);
            cases.add(new OpCase("loss", parameters, trial -> value(trial, k, n, kind, regime)));
        }
    }

    private static VectorScalingLoss loss(Kind kind, int k) {
        long[] counts = new long[k];
        for (int c = 0; c < k; c++) {
            counts[c] = 1 + 9L * c % 100; // from 1 to 100, some equal
        }
        return kind.make.apply(ClassCounts.of(counts));
    }

    private static void gradient(
            Trial trial, VectorScalingLoss loss, int[] y, Function<int[], HostMatrix> numbers, double logScale) {
        HostMatrix logits = numbers.apply(y);
        Trial.Pair z = trial.uploadView(logits);
        Trial.Labels labels = trial.labels(y, loss.classes());
        double actual = trial.subject().kernels().lossAndGradient(z.tested(), labels.tested(), loss, logScale);
        double expected = trial.truth().kernels().lossAndGradient(z.trusted(), labels.trusted(), loss, logScale);
        trial.verdict().number("loss", actual, expected, sumBound(trial, loss, logits, y, logScale));
        HostMatrix found = z.tested().download();
        HostMatrix right = z.trusted().download();
        for (int i = 0; i < y.length; i++) {
            SoftmaxBound bound = new SoftmaxBound(trial, loss, logits, i, y[i], logScale);
            for (int c = 0; c < loss.classes(); c++) {
                double limit = bound.gradient(c, right.get(c, i));
                trial.verdict().number("gradient", found.get(c, i), right.get(c, i), limit);
            }
        }
    }

    private static void value(Trial trial, int k, int n, Kind kind, Regime regime) {
        VectorScalingLoss loss = loss(kind, k);
        int[] y = trial.drawLabels(n, k);
        HostMatrix logits = regime.logits(trial, k, y);
        Trial.Pair z = trial.uploadView(logits);
        Trial.Labels labels = trial.labels(y, k);
        LossValue actual = trial.subject().kernels().loss(z.tested(), labels.tested(), loss);
        LossValue expected = trial.truth().kernels().loss(z.trusted(), labels.trusted(), loss);
        trial.verdict().number("loss", actual.value(), expected.value(), sumBound(trial, loss, logits, y, 0));
        double relative = 0;
        for (int i = 0; i < n; i++) {
            relative = Math.max(relative, new SoftmaxBound(trial, loss, logits, i, y[i], 0).logLoss());
        }
        double bound = relative + 2 * trial.gamma(n) + 4 * trial.roundoff() * Math.abs(expected.log());
        trial.verdict().number("log of the loss", actual.log(), expected.log(), bound);
        trial.verdict().bits("logits", z.tested().download(), logits);
    }

    /** The columns' bounds, and the roundings of adding n terms on either side. */
    private static double sumBound(
            Trial trial, VectorScalingLoss loss, HostMatrix logits, int[] labels, double logScale) {
        double bounds = 0;
        double sizes = 0;
        for (int i = 0; i < labels.length; i++) {
            SoftmaxBound bound = new SoftmaxBound(trial, loss, logits, i, labels[i], logScale);
            double size = bound.size();
            sizes += size;
            bounds += bound.loss(size);
        }
        return bounds + 2 * trial.gamma(labels.length) * sizes;
    }
}
