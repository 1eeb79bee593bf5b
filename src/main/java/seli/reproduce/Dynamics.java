package seli.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import seli.exact.AsymptoticSlope;
import seli.geometry.GeometryModel;
import seli.job.LogSchedule;
import seli.job.LossReduction;
import seli.job.TrainMethod;
import seli.job.TrainSettings;
import seli.label.ClassCounts;
import seli.metric.GeometryDistances;
import seli.problem.Ridge;
import seli.problem.UfmProblem;
import seli.problem.VectorScalingLoss;
import seli.solver.DescentSettings;
import seli.solver.LearningRate;

/** E1: gradient descent on the unconstrained-features model, without ridge, with fixed ridges and a falling one. */
final class Dynamics implements Experiment {
    private static final int CLASSES = 10;
    private static final int DIM = 20;
    private static final double RATE = 0.1;
    private static final double SCALE = 0.1;
    private static final double SMALL_SCALE = 1e-3;
    private static final long SLOPE_SEED = 1;
    private static final long PUBLISHED_STEPS = 6_000;
    private static final String SOURCE = "an independent run from another random start";
    static final List<Integer> RATIOS = List.of(1, 10, 100);

    /** Distances of W, M and Z to SELI after 6,000 steps, NaN where none is known. */
    private record Known(int ratio, String regime, double w, double m, double z) {
        static List<Known> all() {
            double none = Double.NaN;
            return List.of(
                    new Known(1, "none", .289, .278, .284),
                    new Known(10, "none", .268, .255, .295),
                    new Known(100, "none", .363, .303, .486),
                    new Known(10, "ridge-1e-2", .086, .104, none),
                    new Known(100, "ridge-1e-2", .135, .124, none),
                    new Known(10, "falling", .082, .097, none),
                    new Known(100, "falling", .126, .113, none));
        }
    }

    @Override
    public String name() {
        return "dynamics";
    }

    @Override
    public String title() {
        return "Gradient descent on the unconstrained-features model: distances to SELI and ETF against iterations";
    }

    @Override
    public String shows() {
        return "Gradient descent takes the factors towards SELI, more slowly as R grows; a ridge hurries it but, under"
                + " imbalance, to a geometry beside SELI; a falling ridge does both. Without ridge the approach is only"
                + " logarithmic in the number of steps.";
    }

    @Override
    public String cost(Preset preset) {
        return preset == Preset.QUICK
                ? "about 20 s: 15 runs of 6,000 steps, full batch, and one of 12,000"
                : "about an hour: 600,000 steps, full batch, and 6,000 epochs in mini-batches of 5";
    }

    /** Five samples in a minority class, but one for R = 100: with more, steps of this size would be too long. */
    static ClassCounts counts(int ratio) {
        return StepProfile.half(CLASSES, ratio, ratio < 100 ? 5 : 1);
    }

    private static long steps(Plan plan) {
        return plan.steps(PUBLISHED_STEPS, 100 * PUBLISHED_STEPS);
    }

    @Override
    public List<Part> parts(Plan plan) {
        List<Part> parts = new ArrayList<>();
        for (int ratio : RATIOS) {
            for (Regime regime : Regime.all()) {
                DescentSettings descent =
                        new DescentSettings(new LearningRate.Constant(RATE), 0, regime.halving(), 0, plan.seed());
                parts.add(part("R%d-%s".formatted(ratio, regime.name()), ratio, regime.lambda(), descent, steps(plan)));
            }
        }
        for (int ratio : RATIOS) {
            String settings = "%s %s steps=%d".formatted(counts(ratio), Regime.all(), steps(plan));
            parts.add(Part.of("optima-R" + ratio, settings, 100, () -> optima(counts(ratio), steps(plan))));
        }
        parts.add(flow(plan));
        if (plan.isFull()) {
            for (int ratio : RATIOS) {
                parts.add(epochs(plan, ratio));
            }
        }
        return parts;
    }

    /** Certified optima at the ridges of every regime: at its end, and on the way where the ridge falls. */
    private static PartNumbers optima(ClassCounts counts, long steps) {
        NumberTable.Builder table =
                NumberTable.builder("regime", "step", "classifierSeli", "embeddingSeli", "logitsSeli");
        for (int i = 0; i < Regime.all().size(); i++) {
            Regime regime = Regime.all().get(i);
            if (regime.lambda() > 0) {
                for (double step : StepProfile.logarithmic(1, Math.max(2, steps), regime.isFalling() ? 40 : 2)) {
                    GeometryDistances d = Optimum.of(counts, regime.after(step)).distances();
                    table.add(
                            i,
                            step,
                            Shape.orNaN(d.classifierSeli()),
                            Shape.orNaN(d.embeddingSeli()),
                            Shape.orNaN(d.logitsSeli()));
                }
            }
        }
        return PartNumbers.of("optima", table.build());
    }

    /** The optima of one regime, in the order of the steps. */
    static NumberTable along(Regime regime, NumberTable optima) {
        int number = Regime.all().indexOf(regime);
        NumberTable.Builder some = NumberTable.builder(optima.columns());
        for (int i = 0; i < optima.rows(); i++) {
            if (optima.at(i, "regime") == number) {
                some.add(optima.row(i));
            }
        }
        return some.build();
    }

    /** Descent without ridge at rates that grow as the loss falls, from a small start. */
    private static Part flow(Plan plan) {
        ClassCounts counts = StepProfile.half(CLASSES, 10, 10);
        long steps = plan.steps(12_000, 60_000);
        TrainSettings settings = new TrainSettings(
                new UfmProblem(counts, DIM, VectorScalingLoss.crossEntropy(CLASSES), Ridge.NONE),
                LossReduction.SUM,
                TrainMethod.NGD,
                new DescentSettings(new LearningRate.Constant(1), 0, Double.POSITIVE_INFINITY, 0, plan.seed()),
                steps,
                LogSchedule.parse("log:300", steps),
                Math.max(1, steps / 20),
                0.01);
        return new TrainPart("flow", settings, SMALL_SCALE, GeometryModel.crossEntropy(counts));
    }

    private static NumberTable kappa() {
        ClassCounts counts = StepProfile.half(CLASSES, 10, 10);
        AsymptoticSlope slope = AsymptoticSlope.of(counts, VectorScalingLoss.crossEntropy(CLASSES))
                .orElseThrow();
        return NumberTable.builder("classifier", "embedding", "logits")
                .add(slope.classifier(), slope.embedding(), slope.logits())
                .build();
    }

    private static Part part(String name, int ratio, double lambda, DescentSettings descent, long steps) {
        ClassCounts counts = counts(ratio);
        VectorScalingLoss loss = VectorScalingLoss.crossEntropy(CLASSES);
        boolean batches = descent.batch() > 0;
        String log = batches ? "log:100" : "log:150,0:1:20,20:20:200," + PUBLISHED_STEPS;
        TrainSettings settings = new TrainSettings(
                new UfmProblem(counts, DIM, loss, Ridge.of(lambda)),
                batches ? LossReduction.MEAN : LossReduction.SUM,
                TrainMethod.GD,
                descent,
                steps,
                LogSchedule.parse(log, steps),
                Math.max(1, steps / 20),
                0.01);
        return new TrainPart(name, settings, SCALE, GeometryModel.crossEntropy(counts));
    }

    /** The protocol of the follow-up: mini-batches of 5, constant rate, 6,000 epochs, no ridge. */
    private static Part epochs(Plan plan, int ratio) {
        long n = counts(ratio).samples();
        DescentSettings descent =
                new DescentSettings(new LearningRate.Constant(RATE), 0, Double.POSITIVE_INFINITY, 5, plan.seed());
        long steps = plan.steps(1, 6_000 * (n / 5));
        return part("R%d-epochs".formatted(ratio), ratio, 0, descent, steps);
    }

    @Override
    public Findings present(Plan plan, List<PartNumbers> numbers) {
        int runs = RATIOS.size() * Regime.all().size();
        List<NumberTable> optima = new ArrayList<>();
        numbers.subList(runs, runs + RATIOS.size()).forEach(part -> optima.add(part.table("optima")));
        NumberTable flow = numbers.get(runs + RATIOS.size()).table("history");
        List<Comparison> comparisons = new ArrayList<>();
        for (int part = 0; part < runs; part++) {
            Regime regime = Regime.all().get(part % Regime.all().size());
            int ratio = part / Regime.all().size();
            NumberTable history = numbers.get(part).table("history");
            compare(new Run(plan, RATIOS.get(ratio), regime, history), along(regime, optima.get(ratio)), comparisons);
        }
        compareSlope(plan, flow, comparisons);
        String remark =
                "k = 10 classes, d = 20, n_min = 5 (1 for R = 100), full batch, the sum of the losses, rate 0.1, %d steps from normal"
                                .formatted(steps(plan))
                        + " factors of standard deviation 0.1. Theory, where there is a ridge, is the certified optimum at that ridge;"
                        + " without ridge it is SELI itself, at distance 0, which no run of this length is near.";
        String far =
                "For the slope: n = (100 x5, 10 x5), factors of standard deviation 0.001, and rates that grow as the"
                        + " loss falls, so that the run is as far as gradient flow at a time of about 1/loss.";
        return new Findings(List.of(remark, far), comparisons, pictures(plan, numbers, optima));
    }

    /** The end of a run, by what it was made with. */
    private record Run(Plan plan, int ratio, Regime regime, NumberTable history) {
        double lambda() {
            return regime.after(steps(plan));
        }

        /** Beside the optimum at its ridge, else SELI; and beside an independent run of as many steps. */
        Comparison compared(String what, String column, NumberTable optima) {
            String where = ", R = %d, %s".formatted(ratio, regime.words());
            Comparison end = Comparison.of(what + where, history.last(column));
            if (optima.rows() == 0) {
                return end.besideTheory(0);
            }
            String reason = "optimum at lambda = %s".formatted(rounded(lambda()));
            return toOptimum(end, optima.last(column), lambda(), reason);
        }

        /** Without ridge the start is not forgotten: the other run is shown. */
        Comparison beside(Comparison end, ToDoubleFunction<Known> number) {
            if (steps(plan) != PUBLISHED_STEPS) {
                return end;
            }
            return Known.all().stream()
                    .filter(known -> known.ratio == ratio && known.regime.equals(regime.name()))
                    .mapToDouble(number)
                    .filter(value -> !Double.isNaN(value))
                    .mapToObj(value -> regime.lambda() > 0
                            ? end.nearReference(value, 0.005, SOURCE)
                            : end.besideReference(value, SOURCE))
                    .findFirst()
                    .orElse(end);
        }
    }

    private static void compare(Run run, NumberTable optima, List<Comparison> comparisons) {
        comparisons.add(run.beside(run.compared("D(W'W, SELI)", "classifierSeli", optima), Known::w));
        comparisons.add(run.beside(run.compared("D(M'M, SELI), centred", "embeddingSeli", optima), Known::m));
        comparisons.add(run.beside(run.compared("D(W'M, SELI)", "logitsSeli", optima), Known::z));
        if (run.ratio > 1) {
            comparisons.add(Comparison.of(
                            "D(W'W, ETF) - D(W'W, SELI), R = %d, %s".formatted(run.ratio, run.regime.words()),
                            run.history.last("classifierEtf") - run.history.last("classifierSeli"))
                    .atLeast(0, "classifiers are closer to SELI than to the ETF"));
        }
    }

    /**
     * Distances times log(1/loss) at the end of the long run; judged for the start that is known to be there by then.
     */
    private static void compareSlope(Plan plan, NumberTable flow, List<Comparison> comparisons) {
        NumberTable kappa = kappa();
        String[] columns = {"classifier", "embedding", "logits"};
        String[] labels = {"W'W", "M'M", "W'M"};
        for (int i = 0; i < columns.length; i++) {
            double slope = kappa.at(0, columns[i]);
            Comparison end = Comparison.of(
                    "D(%s, SELI) log(1/loss), no ridge, end of the long run".formatted(labels[i]),
                    -flow.last("logLoss") * flow.last(columns[i] + "Seli"));
            comparisons.add(
                    plan.seed() == SLOPE_SEED
                            ? end.nearTheory(slope, 0.02 * slope, "kappa, the slope; for seed 1")
                            : end.besideTheory(slope));
        }
    }

    private static Comparison toOptimum(Comparison comparison, double optimum, double lambda, String reason) {
        return lambda >= 4e-3 ? comparison.nearTheory(optimum, 0.01, reason) : comparison.besideTheory(optimum);
    }

    private static String rounded(double lambda) {
        return String.format(Locale.ROOT, "%.3g", lambda);
    }

    private static List<Findings.Picture> pictures(Plan plan, List<PartNumbers> numbers, List<NumberTable> optima) {
        List<Regime> regimes = Regime.all();
        int runs = RATIOS.size() * regimes.size();
        List<Findings.Picture> pictures = new ArrayList<>();
        for (int at = 0; at < regimes.size(); at++) {
            if (List.of("none", "ridge-1e-2", "falling")
                    .contains(regimes.get(at).name())) {
                List<PartNumbers> some = new ArrayList<>();
                for (int i = 0; i < RATIOS.size(); i++) {
                    some.add(numbers.get(i * regimes.size() + at));
                }
                pictures.addAll(DynamicsFigures.regime(regimes.get(at), DynamicsFigures.histories(some), optima));
            }
        }
        for (int i = 1; i < RATIOS.size(); i++) {
            List<PartNumbers> some = numbers.subList(i * regimes.size(), (i + 1) * regimes.size());
            pictures.add(DynamicsFigures.ridges(RATIOS.get(i), DynamicsFigures.histories(some), optima.get(i)));
        }
        pictures.add(DynamicsFigures.slope(numbers.get(runs + RATIOS.size()).table("history"), kappa()));
        if (plan.isFull()) {
            List<PartNumbers> some = numbers.subList(runs + RATIOS.size() + 1, numbers.size());
            pictures.add(DynamicsFigures.epochs(DynamicsFigures.histories(some)));
        }
        return pictures;
    }
}
