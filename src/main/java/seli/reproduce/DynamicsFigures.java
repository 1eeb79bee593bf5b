package seli.reproduce;

import java.util.ArrayList;
import java.util.List;
import seli.figure.LineChart;
import seli.figure.Scale;

/** The figures of {@link Dynamics}. */
final class DynamicsFigures {
    private static final String DISTANCE = "distance of Gram matrices";
    private static final List<String> OBJECTS = List.of("classifier", "embedding", "logits");
    private static final List<String> WORDS = List.of("classifiers", "class means", "logits");

    private DynamicsFigures() {}

    /** Classifiers, class means and logits against iterations under one regime: histories and optima for each R. */
    static List<Findings.Picture> regime(Regime regime, List<NumberTable> runs, List<NumberTable> optima) {
        String caption = capitalized(regime.words())
                + ". Solid: distance to SELI; dashed: to the ETF, which for R = 1 is SELI. The limit of the logits is the same"
                + " for every R"
                + (regime.lambda() > 0
                        ? "; dashed there: the certified optimum at the ridge of that iteration, which descent reaches."
                        : ".");
        return List.of(
                new Findings.Picture(distances(regime, "classifier", "Classifiers", runs), caption),
                new Findings.Picture(distances(regime, "embedding", "Class means", runs), caption),
                new Findings.Picture(logits(regime, runs, optima), caption));
    }

    private static LineChart.Builder chart(String name, String title, String x) {
        return LineChart.named("dynamics-" + name, title).xAxis(x, Scale.LOG).yAxis(DISTANCE, Scale.LINEAR);
    }

    private static LineChart distances(Regime regime, String what, String words, List<NumberTable> runs) {
        LineChart.Builder chart = chart(regime.name() + "-" + what, words + ", " + regime.words(), "iterations");
        for (int i = 0; i < runs.size(); i++) {
            double[] x = steps(runs.get(i));
            chart.line("to SELI, R = " + Dynamics.RATIOS.get(i), x, runs.get(i).column(what + "Seli"));
            if (i > 0) { // for R = 1 the same
                chart.theory(
                        "to ETF, R = " + Dynamics.RATIOS.get(i), x, runs.get(i).column(what + "Etf"));
            }
        }
        return chart.build();
    }

    private static LineChart logits(Regime regime, List<NumberTable> runs, List<NumberTable> optima) {
        LineChart.Builder chart = chart(regime.name() + "-logits", "Logits, " + regime.words(), "iterations");
        for (int i = 0; i < runs.size(); i++) {
            String ratio = "R = " + Dynamics.RATIOS.get(i);
            chart.line(ratio, steps(runs.get(i)), runs.get(i).column("logitsSeli"));
            NumberTable optimum = Dynamics.along(regime, optima.get(i));
            if (optimum.rows() > 0) {
                chart.theory("optimum, " + ratio, optimum.column("step"), optimum.column("logitsSeli"));
            }
        }
        return chart.build();
    }

    private static String capitalized(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** All regimes at one R, and where each fixed ridge ends. */
    static Findings.Picture ridges(int ratio, List<NumberTable> runs, NumberTable optima) {
        LineChart.Builder chart =
                chart("ridges-R" + ratio, "Classifiers to SELI under several ridges, R = " + ratio, "iterations");
        for (int i = 0; i < runs.size(); i++) {
            Regime regime = Regime.all().get(i);
            chart.line(regime.words(), steps(runs.get(i)), runs.get(i).column("classifierSeli"));
            NumberTable optimum = Dynamics.along(regime, optima);
            if (optimum.rows() > 0 && !regime.isFalling()) {
                chart.theory("optimum, " + regime.words(), optimum.column("step"), optimum.column("classifierSeli"));
            }
        }
        return new Findings.Picture(
                chart.build(), "Each fixed ridge ends at the distance of its certified optimum (dashed), not at SELI.");
    }

    /** Distances against the logarithm of the loss without ridge, and their slopes. */
    static Findings.Picture slope(NumberTable flow, NumberTable kappa) {
        LineChart.Builder chart = LineChart.named("dynamics-slope", "Without ridge: distances to SELI and their slope")
                .xAxis("log(1/loss)", Scale.LOG)
                .yAxis(DISTANCE, Scale.LOG);
        double[] log = StepProfile.map(flow.column("logLoss"), loss -> loss < 0 ? -loss : Double.NaN);
        for (int i = 0; i < OBJECTS.size(); i++) {
            double slope = kappa.at(0, OBJECTS.get(i));
            chart.line(WORDS.get(i) + " to SELI", log, flow.column(OBJECTS.get(i) + "Seli"))
                    .theory("kappa / log(1/loss), " + WORDS.get(i), log, StepProfile.map(log, at -> slope / at));
        }
        return new Findings.Picture(
                chart.build(),
                "From a small start, at rates that grow as the loss falls, R = 10: once the slow directions have grown,"
                        + " the distances follow kappa / log(1/loss), with the kappa of the ridge path (dashed).");
    }

    /** The follow-up's protocol. */
    static Findings.Picture epochs(List<NumberTable> runs) {
        LineChart.Builder chart = chart("epochs", "Classifiers, mini-batches of 5", "epochs");
        for (int i = 0; i < runs.size(); i++) {
            int ratio = Dynamics.RATIOS.get(i);
            double batches = Dynamics.counts(ratio).samples() / 5.;
            double[] x = StepProfile.map(steps(runs.get(i)), step -> step / batches);
            chart.line("to SELI, R = " + ratio, x, runs.get(i).column("classifierSeli"))
                    .theory("to ETF, R = " + ratio, x, runs.get(i).column("classifierEtf"));
        }
        return new Findings.Picture(chart.build(), "The follow-up's protocol: mini-batches of 5, no ridge.");
    }

    /** The histories of some parts. */
    static List<NumberTable> histories(List<PartNumbers> parts) {
        List<NumberTable> tables = new ArrayList<>();
        parts.forEach(part -> tables.add(part.table("history")));
        return tables;
    }

    /** Numbers of steps; the start, which has no place on a logarithmic axis, is NaN. */
    private static double[] steps(NumberTable history) {
        return StepProfile.map(history.column("step"), step -> step > 0 ? step : Double.NaN);
    }
}
