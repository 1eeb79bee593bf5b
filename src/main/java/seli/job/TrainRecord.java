package seli.job;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What training measured after some number of steps. Losses are in the reduction of the run.
 *
 * @param step steps taken
 * @param loss the loss without ridge
 * @param logLoss its natural logarithm, finite where the loss underflows
 * @param objective loss plus the ridge of that step
 * @param gradientNorm norm of the gradient of that objective over all samples
 * @param distances distances to SELI and ETF
 * @param nc1 tr(Sigma_W Sigma_B^+), NaN where it does not exist
 * @param logTime natural logarithm of the sum of the rates so far, NaN before the first step
 * @param logGradientNorm natural logarithm of the gradient's norm, finite where the norm underflows without a ridge
 */
public record TrainRecord(
        long step,
        double loss,
        double logLoss,
        double objective,
        double gradientNorm,
        Distances distances,
        double nc1,
        double logTime,
        double logGradientNorm) {
    /** Columns of a history of the time before effective times were told: the first ones of {@link #COLUMNS}. */
    static final int FIRST_COLUMNS = 11;

    /** Names of {@link #cells}, in order. */
    public static final List<String> COLUMNS = List.of(
            "step",
            "loss",
            "logLoss",
            "objective",
            "gradientNorm",
            "classifierSeli",
            "classifierEtf",
            "embeddingSeli",
            "embeddingEtf",
            "logitsSeli",
            "nc1",
            "logTime",
            "logGradientNorm");

    /**
     * Distances of the normalised Grams; NaN where one does not exist.
     *
     * @param classifierSeli of W'W to SELI
     * @param classifierEtf of W'W to the simplex ETF
     * @param embeddingSeli of M'M (centred means) to SELI
     * @param embeddingEtf of M'M (centred means) to the simplex ETF
     * @param logitsSeli of W'M to SELI
     */
    public record Distances(
            double classifierSeli,
            double classifierEtf,
            double embeddingSeli,
            double embeddingEtf,
            double logitsSeli) {}

    /** The numbers after the step, in the order of {@link #COLUMNS}; empty where one does not exist. */
    public List<OptionalDouble> cells() {
        return List.of(
                cell(loss),
                cell(logLoss),
                cell(objective),
                cell(gradientNorm),
                cell(distances.classifierSeli),
                cell(distances.classifierEtf),
                cell(distances.embeddingSeli),
                cell(distances.embeddingEtf),
                cell(distances.logitsSeli),
                cell(nc1),
                cell(logTime),
                cell(logGradientNorm));
    }

    /**
     * A record from the texts of a row, the step first; the last may be missing.
     *
     * @throws NumberFormatException if a cell is neither a number nor empty
     */
    static TrainRecord ofCells(String... cells) {
        double[] values = new double[COLUMNS.size()];
        Arrays.fill(values, cells.length, values.length, Double.NaN);
        for (int i = 1; i < cells.length; i++) {
            values[i] = cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]);
        }
        Distances distances = new Distances(values[5], values[6], values[7], values[8], values[9]);
        return new TrainRecord(
                Long.parseLong(cells[0]),
                values[1],
                values[2],
                values[3],
                values[4],
                distances,
                values[10],
                values[11],
                values[12]);
    }

    private static OptionalDouble cell(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
