package seli.cli;

import java.io.IOException;
import java.util.List;
import seli.report.JsonFields;
import seli.report.TextTable;
import seli.reproduce.Catalogue;
import seli.reproduce.Comparison;
import seli.reproduce.ExperimentOutcome;
import seli.reproduce.Plan;
import seli.reproduce.ReproductionOutcome;

/** What {@code seli reproduce} says. */
final class ReproduceReport {
    private static final int MOST_DEVIATIONS = 20;

    private final Plan plan;

    ReproduceReport(Plan plan) {
        this.plan = plan;
    }

    /** Names with what they show and cost. */
    String list() {
        StringBuilder text = new StringBuilder();
        for (Catalogue.Entry entry : Catalogue.entries(plan)) {
            text.append("%s: %s%n".formatted(entry.name(), entry.title()));
            text.append("    %s%n".formatted(entry.shows()));
            text.append("    cost with --preset %s: %s%n".formatted(plan.preset(), entry.cost()));
            entry.missing().ifPresent(reason -> text.append("    cannot be run here: %s%n".formatted(reason)));
        }
        return text.toString();
    }

    void writeList(JsonFields json) throws IOException {
        List<Catalogue.Entry> entries = Catalogue.entries(plan);
        json.text("preset", plan.preset().toString());
        json.list("experiments", entries.size(), (item, i) -> {
            Catalogue.Entry entry = entries.get(i);
            item.text("name", entry.name());
            item.text("title", entry.title());
            item.text("shows", entry.shows());
            item.text("cost", entry.cost());
            item.flag("available", entry.missing().isEmpty());
            writeReason(item, entry.missing().orElse(""));
        });
    }

    private static void writeReason(JsonFields json, String reason) throws IOException {
        if (reason.isEmpty()) {
            json.nothing("reason");
        } else {
            json.text("reason", reason);
        }
    }

    /** A table of the experiments, then the numbers that deviate and why an experiment was skipped. */
    String text(ReproductionOutcome outcome) {
        TextTable table = TextTable.of("experiment", "status", "agree", "deviate", "without a band");
        StringBuilder more = new StringBuilder();
        for (ExperimentOutcome one : outcome.experiments()) {
            table.row(
                    one.name(),
                    one.status().toString(),
                    Long.toString(one.count(Comparison.Verdict.AGREES)),
                    Long.toString(one.count(Comparison.Verdict.DEVIATES)),
                    Long.toString(one.count(Comparison.Verdict.SHOWN)));
            if (!one.reason().isEmpty()) {
                more.append("%s was %s: %s%n".formatted(one.name(), one.status(), one.reason()));
            }
            List<Comparison> deviating = one.deviating();
            deviating.stream()
                    .limit(MOST_DEVIATIONS)
                    .forEach(number -> more.append("%s deviates: %s is %s; expected %s%n"
                            .formatted(one.name(), number.quantity(), number.run(), number.rule())));
            if (deviating.size() > MOST_DEVIATIONS) {
                more.append("... %d more in %s/comparisons.csv%n"
                        .formatted(deviating.size() - MOST_DEVIATIONS, one.name()));
            }
        }
        return table + more.toString();
    }

    void writeTo(JsonFields json, ReproductionOutcome outcome) throws IOException {
        List<ExperimentOutcome> experiments = outcome.experiments();
        json.text("preset", plan.preset().toString());
        json.flag("agrees", outcome.agrees());
        json.list("experiments", experiments.size(), (item, i) -> {
            ExperimentOutcome one = experiments.get(i);
            item.text("name", one.name());
            item.text("title", one.title());
            item.text("status", one.status().toString());
            writeReason(item, one.reason());
            item.text("verdict", one.verdict().toString());
            item.integer("agree", one.count(Comparison.Verdict.AGREES));
            item.integer("deviate", one.count(Comparison.Verdict.DEVIATES));
            item.integer("shown", one.count(Comparison.Verdict.SHOWN));
            item.integer("partsRun", one.partsRun());
            item.text("folder", one.name());
        });
    }
}
