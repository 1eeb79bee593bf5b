package seli.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import seli.job.LossReduction;
import seli.job.TrainMethod;
import seli.problem.Ridge;
import seli.solver.DescentSettings;
import seli.solver.LearningRate;

/** How training steps: learning rate, momentum, ridge, batches. */
final class DescentOptions {
    private static final long GD_STEPS = 1000;
    private static final long NGD_STEPS = 20_000;
    private static final double GD_RATE = 0.1;
    private static final double NGD_RATE = 1;

    @Option(
            names = "--method",
            paramLabel = "HOW",
            description = "gd, or ngd: descent whose rate grows as the loss falls, without ridge, momentum and"
                    + " mini-batches (default: gd).")
    private TrainMethod method = TrainMethod.GD;

    @Option(
            names = "--steps",
            paramLabel = "N",
            converter = StepCount.class,
            description = "Number of steps (default: " + GD_STEPS + ", for ngd " + NGD_STEPS + ").")
    private long steps; // 0: not given

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            converter = Numbers.Positive.class,
            description = "Learning rate; for ngd times the curvature, at which 1 is safe (default: " + GD_RATE
                    + ", for ngd " + NGD_RATE + ").")
    private double rate = Double.NaN; // not given

    @Option(
            names = "--lr-drops",
            paramLabel = "STEPS:FACTOR",
            description = "Multiply the rate by FACTOR after these steps, such as 2000,4000:0.1 or 2000:0.1,4000:0.5.")
    private String drops = ""; // not given

    @Option(names = "--lr-cosine", description = "Let the rate fall to 0 at the last step along half a cosine.")
    private boolean cosine;

    @Option(
            names = "--momentum",
            paramLabel = "M",
            converter = Numbers.Fraction.class,
            description = "Heavy-ball momentum (default: 0).")
    private double momentum;

    @Option(
            names = "--weight-decay",
            paramLabel = "WD",
            converter = Numbers.NotNegative.class,
            description =
                    "Add WD W and WD H to the gradients, beside the sum or mean of the losses as --loss-reduction says.")
    private double weightDecay = Double.NaN; // not given

    @Option(
            names = "--lambda",
            paramLabel = "L",
            converter = Numbers.NotNegative.class,
            description = "Ridge beside the sum of the losses, as in solve; with the mean it is divided by n.")
    private double lambda = Double.NaN; // not given

    @Option(
            names = "--lambda-decay",
            paramLabel = "T",
            converter = Numbers.Positive.class,
            description = "Let the ridge fall as 1 / (1 + step/T).")
    private double ridgeHalving = Double.POSITIVE_INFINITY; // not given

    @Option(
            names = "--batch",
            paramLabel = "B",
            converter = Numbers.CountOrZero.class,
            description = "Samples in a mini-batch; 0 for all (default: 0).")
    private int batch;

    @Option(
            names = "--loss-reduction",
            paramLabel = "HOW",
            description = "sum or mean of the losses over the samples (default: mean).")
    private LossReduction reduction = LossReduction.MEAN;

    long steps() {
        long preset = method == TrainMethod.NGD ? NGD_STEPS : GD_STEPS;
        return steps == 0 ? preset : steps;
    }

    TrainMethod method() {
        return method;
    }

    LossReduction reduction() {
        return reduction;
    }

    /**
     * The ridge beside the sum of {@code samples} losses.
     *
     * @throws IllegalArgumentException if both --weight-decay and --lambda are given, or a decay without a ridge
     */
    Ridge ridge(long samples) {
        if (!Double.isNaN(weightDecay) && !Double.isNaN(lambda)) {
            throw new IllegalArgumentException(
                    "--weight-decay and --lambda say the same twice; expected one of them (lambda = n times the weight decay of the"
                            + " mean loss)");
        }
        if (Double.isNaN(weightDecay) && Double.isNaN(lambda)) {
            if (Double.isFinite(ridgeHalving)) {
                throw new IllegalArgumentException(
                        "--lambda-decay needs a ridge; expected --lambda or --weight-decay with it");
            }
            return Ridge.NONE;
        }
        return Ridge.of(Double.isNaN(lambda) ? weightDecay / reduction.scale(samples) : lambda);
    }

    /**
     * The settings of the descent.
     *
     * @throws IllegalArgumentException if the drops cannot be read, or stand beside --lr-cosine
     */
    DescentSettings settings(long seed) {
        return new DescentSettings(learningRate(), momentum, ridgeHalving, batch, seed);
    }

    private LearningRate learningRate() {
        if (cosine && !drops.isEmpty()) {
            throw new IllegalArgumentException("--lr-drops and --lr-cosine exclude each other; expected one of them");
        }
        double preset = method == TrainMethod.NGD ? NGD_RATE : GD_RATE;
        double first = Double.isNaN(rate) ? preset : rate;
        if (cosine) {
            return new LearningRate.Cosine(first, Math.max(1, steps()));
        }
        return drops.isEmpty() ? new LearningRate.Constant(first) : new LearningRate.Steps(first, parseDrops());
    }

    /** Steps without a factor of their own take the next factor to their right. */
    private List<LearningRate.Drop> parseDrops() {
        String[] parts = drops.split(",", -1);
        List<LearningRate.Drop> parsed = new ArrayList<>();
        double factor = Double.NaN;
        for (int i = parts.length - 1; i >= 0; i--) {
            String[] pair = parts[i].strip().split(":", -1);
            try {
                factor = pair.length == 2 ? new Numbers.Positive().convert(pair[1]) : factor;
                long step = new StepCount().convert(pair[0]);
                if (pair.length > 2 || Double.isNaN(factor)) {
                    throw refusal();
                }
                parsed.add(0, new LearningRate.Drop(step, factor));
            } catch (TypeConversionException e) {
                throw refusal();
            }
        }
        return parsed;
    }

    private IllegalArgumentException refusal() {
        return new IllegalArgumentException(
                "--lr-drops: got '%s'; expected steps and factors such as 2000,4000:0.1 or 2000:0.1,4000:0.5"
                        .formatted(drops));
    }
}
