package seli.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import seli.backend.BackendInfo;
import seli.certificate.OptimalityCertificate;
import seli.exact.AsymptoticSlope;
import seli.job.LossReduction;
import seli.job.TrainOutcome;
import seli.job.TrainRecord;
import seli.job.TrainSettings;
import seli.problem.UfmProblem;
import seli.report.JsonFields;
import seli.report.NumberText;
import seli.report.TextTable;
import seli.report.page.Distances;
import seli.report.page.TrainPage;

/** What training measured, as a table and as JSON. */
final class TrainReport {
    private static final int MOST_ROWS = 12;

    /** The k x k Gram matrices of the last factors are measured up to this many classes. */
    private static final int MOST_CLASSES = 1_000;

    private final TrainSettings settings;
    private final TrainOutcome outcome;
    private final List<TrainRecord> history;
    private final BackendInfo backend;

    TrainReport(TrainSettings settings, TrainOutcome outcome, List<TrainRecord> history, BackendInfo backend) {
        this.settings = settings;
        this.outcome = outcome;
        this.history = List.copyOf(history);
        this.backend = backend;
    }

    String text() {
        TextTable table =
                TextTable.of("step", "loss", "|gradient|", "W: SELI", "W: ETF", "M: SELI", "M: ETF", "Z: SELI", "NC1");
        for (int i = 0; i < history.size(); i++) {
            if (isShown(i)) {
                table.row(cells(history.get(i)));
            }
        }
        return problem() + "\n\n" + table + "\n" + ending();
    }

    private String problem() {
        UfmProblem problem = settings.problem();
        return "Training of " + problem.counts() + ", d = " + problem.featureDim() + ", " + reduction() + " loss "
                + problem.loss().name() + ", lambda " + problem.ridge().lambda();
    }

    /** The same as a page. */
    TrainPage page() {
        return new TrainPage(
                problem(),
                outcome.status(),
                history.stream().map(TrainReport::point).toList(),
                outcome.certificate().isPresent() || isLarge()
                        ? Optional.empty()
                        : AsymptoticSlope.of(
                                settings.problem().counts(), settings.problem().loss()),
                isLarge()
                        ? Optional.empty()
                        : TrainGeometry.of(
                                settings.problem().counts(), outcome.state().classifier(), outcome.classMeans()),
                outcome.certificate(),
                List.of(
                        List.of(
                                "status",
                                outcome.status() + ": " + outcome.status().sentence()),
                        List.of("method", settings.method().toString()),
                        List.of("steps", Long.toString(outcome.state().step())),
                        List.of("time", NumberText.seconds(outcome.seconds())),
                        List.of("steps a second", String.format(Locale.ROOT, "%.0f", stepsPerSecond()))));
    }

    private boolean isLarge() {
        return settings.problem().classes() > MOST_CLASSES;
    }

    private static TrainPage.Point point(TrainRecord record) {
        TrainRecord.Distances d = record.distances();
        return new TrainPage.Point(
                record.step(),
                record.logLoss(),
                record.gradientNorm(),
                record.nc1(),
                new Distances(
                        d.classifierSeli(), d.classifierEtf(), d.embeddingSeli(), d.embeddingEtf(), d.logitsSeli()));
    }

    /** The first, the last and evenly spaced rows between. */
    private boolean isShown(int row) {
        int last = history.size() - 1;
        return last < MOST_ROWS
                || (long) row * (MOST_ROWS - 1) / last != (long) (row - 1) * (MOST_ROWS - 1) / last
                || row == 0;
    }

    private static List<String> cells(TrainRecord record) {
        TrainRecord.Distances d = record.distances();
        return List.of(
                Long.toString(record.step()),
                NumberText.rough(record.loss()),
                NumberText.rough(record.gradientNorm()),
                NumberText.of(d.classifierSeli()),
                NumberText.of(d.classifierEtf()),
                NumberText.of(d.embeddingSeli()),
                NumberText.of(d.embeddingEtf()),
                NumberText.of(d.logitsSeli()),
                NumberText.rough(record.nc1()));
    }

    private String ending() {
        StringBuilder text = new StringBuilder("%s after %d steps, %s, %.0f steps/s on %s%n"
                .formatted(
                        outcome.status(),
                        outcome.state().step(),
                        NumberText.seconds(outcome.seconds()),
                        stepsPerSecond(),
                        backend.name()));
        outcome.certificate().ifPresent(certificate -> text.append(sentence(certificate)));
        return text.toString();
    }

    private static String sentence(OptimalityCertificate certificate) {
        return String.format(
                Locale.ROOT,
                "at the ridge of the last step: objective %.12g (sum of losses), global optimum at least %.12g,"
                        + " relative gap %.3g%n",
                certificate.primal(),
                certificate.dual(),
                certificate.relativeGap());
    }

    private double stepsPerSecond() {
        return outcome.seconds() > 0 ? outcome.stepsThisRun() / outcome.seconds() : 0;
    }

    private String reduction() {
        return settings.reduction() == LossReduction.MEAN ? "mean" : "sum";
    }

    void writeTo(JsonFields json) throws IOException {
        json.text("status", outcome.status().name());
        json.integer("steps", outcome.state().step());
        json.number("stepsPerSecond", stepsPerSecond());
        json.number("seconds", outcome.seconds());
        json.number(
                "loss",
                history.isEmpty() ? Double.NaN : history.get(history.size() - 1).loss());
        json.number(
                "logLoss",
                history.isEmpty() ? Double.NaN : history.get(history.size() - 1).logLoss());
        json.text("method", settings.method().toString());
        json.text("lossReduction", reduction());
        json.text("lossName", settings.problem().loss().name());
        json.integer("dim", settings.problem().featureDim());
        json.number("lambda", settings.problem().ridge().lambda());
        json.text("backend", backend.name());
        json.text("precision", backend.precision().name().toLowerCase(Locale.ROOT));
        json.list("history", history.size(), (item, i) -> writeRecord(item, history.get(i)));
        if (outcome.certificate().isPresent()) {
            json.object(
                    "certificate",
                    inner -> CertificateBlock.writeTo(
                            inner, outcome.certificate().get()));
        } else {
            json.nothing("certificate");
        }
    }

    private static void writeRecord(JsonFields json, TrainRecord record) throws IOException {
        TrainRecord.Distances d = record.distances();
        json.integer("step", record.step());
        json.number("loss", record.loss());
        json.number("logLoss", record.logLoss());
        json.number("objective", record.objective());
        json.number("gradientNorm", record.gradientNorm());
        json.inlineObject("distance", distance -> {
            distance.inlineObject("classifier", pair -> {
                pair.number("seli", d.classifierSeli());
                pair.number("etf", d.classifierEtf());
            });
            distance.inlineObject("embedding", pair -> {
                pair.number("seli", d.embeddingSeli());
                pair.number("etf", d.embeddingEtf());
            });
            distance.inlineObject("logits", single -> single.number("seli", d.logitsSeli()));
        });
        json.number("nc1", record.nc1());
        json.number("logTime", record.logTime());
        json.number("logGradientNorm", record.logGradientNorm());
    }
}
