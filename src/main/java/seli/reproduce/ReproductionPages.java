package seli.reproduce;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import seli.figure.Figure;
import seli.figure.FigureFiles;
import seli.figure.FigureTable;
import seli.io.AtomicFile;
import seli.io.CsvTable;
import seli.report.HtmlReport;
import seli.report.JsonFields;
import seli.report.Provenance;

/** What is written of an experiment: its page, figures, table of numbers and JSON; and the page of all of them. */
final class ReproductionPages {
    private static final List<String> HEAD =
            List.of("quantity", "theory", "run", "published", "reference", "difference", "verdict", "agrees if");
    private static final List<String> CSV_HEAD = List.of(
            "quantity",
            "theory",
            "run",
            "published",
            "reference",
            "fromTheory",
            "fromPublished",
            "fromReference",
            "low",
            "high",
            "rule",
            "verdict");

    private ReproductionPages() {}

    /** An experiment with what it shows. */
    record Shown(Experiment experiment, ExperimentOutcome outcome, Findings findings) {}

    /** Writes figures, comparisons.csv and index.html of one experiment; returns remarks for the user. */
    static List<String> write(Path folder, Shown shown, Provenance provenance) throws IOException {
        List<String> remarks = new ArrayList<>();
        for (Findings.Picture picture : shown.findings().pictures()) {
            remarks.addAll(FigureFiles.write(folder, picture.figure()));
        }
        AtomicFile.writeText(
                folder.resolve("comparisons.csv"),
                new FigureTable(CSV_HEAD, csvRows(shown.findings().comparisons())).csv());
        HtmlReport page = HtmlReport.titled(shown.experiment().title())
                .sentence(shown.outcome().sentence())
                .section("What the paper shows")
                .text(shown.experiment().shows());
        shown.findings().remarks().forEach(page::text);
        page.section("Figures");
        figures(page, shown.findings());
        page.section("Theory, run and published numbers");
        table(page, shown.findings().comparisons(), shown.experiment().title());
        page.provenance(provenance).command(provenance.commandLine()).writeTo(folder.resolve("index.html"));
        return remarks;
    }

    /** Writes the page of all experiments that are there, and of those that are not. */
    static void writeAll(Path file, List<Shown> all, List<ExperimentOutcome> others, Provenance provenance)
            throws IOException {
        HtmlReport page = HtmlReport.titled("The paper's experiments: theory, run and published numbers")
                .sentence(summary(all))
                .section("Overview")
                .table(
                        "Numbers of each experiment",
                        List.of("experiment", "agree", "deviate", "not judged"),
                        overview(all));
        for (ExperimentOutcome other : others) {
            page.text(other.title() + ". " + other.sentence());
        }
        for (Shown shown : all) {
            page.section(shown.experiment().title())
                    .text(shown.outcome().sentence())
                    .text(shown.experiment().shows());
            shown.findings().remarks().forEach(page::text);
            figures(page, shown.findings());
            table(page, shown.findings().comparisons(), shown.experiment().title());
        }
        page.provenance(provenance).command(provenance.commandLine()).writeTo(file);
    }

    private static String summary(List<Shown> all) {
        long agree = 0;
        long deviate = 0;
        for (Shown shown : all) {
            agree += shown.outcome().count(Comparison.Verdict.AGREES);
            deviate += shown.outcome().count(Comparison.Verdict.DEVIATES);
        }
        return deviate == 0
                ? "All %d numbers of %d experiments agree with theory and with what was published."
                        .formatted(agree, all.size())
                : "%d of %d numbers of %d experiments deviate from theory or from what was published."
                        .formatted(deviate, agree + deviate, all.size());
    }

    private static List<List<String>> overview(List<Shown> all) {
        List<List<String>> rows = new ArrayList<>();
        for (Shown shown : all) {
            ExperimentOutcome outcome = shown.outcome();
            rows.add(List.of(
                    outcome.name(),
                    Long.toString(outcome.count(Comparison.Verdict.AGREES)),
                    Long.toString(outcome.count(Comparison.Verdict.DEVIATES)),
                    Long.toString(outcome.count(Comparison.Verdict.SHOWN))));
        }
        return rows;
    }

    private static void figures(HtmlReport page, Findings findings) {
        Map<String, List<Figure>> groups = new LinkedHashMap<>();
        for (Findings.Picture picture : findings.pictures()) {
            groups.computeIfAbsent(picture.caption(), caption -> new ArrayList<>())
                    .add(picture.figure());
        }
        groups.forEach((caption, group) -> page.figures(group, caption));
    }

    private static void table(HtmlReport page, List<Comparison> comparisons, String title) {
        List<List<String>> rows = new ArrayList<>();
        for (Comparison one : comparisons) {
            rows.add(List.of(
                    one.quantity(),
                    number(one.theory()),
                    number(one.run()),
                    number(one.published()),
                    number(one.reference()),
                    difference(one),
                    verdict(one),
                    Comparison.withoutReasons(one.rule())));
        }
        List<Integer> filled = IntStream.range(0, HEAD.size())
                .filter(column -> rows.stream().anyMatch(row -> !row.get(column).isEmpty()))
                .boxed()
                .toList();
        page.table(
                title,
                picked(HEAD, filled),
                rows.stream().map(row -> picked(row, filled)).toList());
        page.text("Difference: run less theory, else less the published number, else less the reference.");
        List<String> reasons = comparisons.stream()
                .flatMap(one -> Comparison.reasons(one.rule()).stream())
                .distinct()
                .toList();
        if (!reasons.isEmpty()) {
            page.text("Sources and bands: " + String.join("; ", reasons) + ".");
        }
    }

    /** The cells of these columns. */
    private static List<String> picked(List<String> row, List<Integer> columns) {
        return columns.stream().map(row::get).toList();
    }

    private static String verdict(Comparison one) {
        return one.verdict() == Comparison.Verdict.SHOWN
                ? "not judged"
                : one.verdict().toString();
    }

    /** Six significant digits; empty where there is none. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e9) {
            return Long.toString((long) value);
        }
        boolean plain = size >= 1e-4 && size < 1e6;
        return String.format(Locale.ROOT, plain ? "%." + decimals(size) + "f" : "%.5e", value);
    }

    private static int decimals(double size) {
        return Math.max(0, Math.min(9, 5 - (int) Math.floor(Math.log10(size))));
    }

    /** From the first of theory, published number and reference that there is. */
    private static String difference(Comparison one) {
        return DoubleStream.of(one.fromTheory(), one.fromPublished(), one.fromReference())
                .filter(value -> !Double.isNaN(value))
                .mapToObj(value -> value == 0 ? "0" : String.format(Locale.ROOT, "%.1e", value))
                .findFirst()
                .orElse("");
    }

    private static List<List<String>> csvRows(List<Comparison> comparisons) {
        List<List<String>> rows = new ArrayList<>();
        for (Comparison one : comparisons) {
            rows.add(List.of(
                    one.quantity(),
                    cell(one.theory()),
                    cell(one.run()),
                    cell(one.published()),
                    cell(one.reference()),
                    cell(one.fromTheory()),
                    cell(one.fromPublished()),
                    cell(one.fromReference()),
                    cell(one.low()),
                    cell(one.high()),
                    one.rule(),
                    one.verdict().toString()));
        }
        return rows;
    }

    private static String cell(double value) {
        return Double.isFinite(value) ? CsvTable.cell(value) : "";
    }

    /** The members of the JSON report of an experiment after its settings. */
    static void writeTo(JsonFields json, Shown shown, Plan plan, List<Part> parts) throws IOException {
        ExperimentOutcome outcome = shown.outcome();
        json.text("experiment", outcome.name());
        json.text("title", outcome.title());
        json.text("shows", shown.experiment().shows());
        json.text("preset", plan.preset().toString());
        json.text("verdict", outcome.verdict().toString());
        json.integer("agree", outcome.count(Comparison.Verdict.AGREES));
        json.integer("deviate", outcome.count(Comparison.Verdict.DEVIATES));
        json.integer("shown", outcome.count(Comparison.Verdict.SHOWN));
        List<Comparison> comparisons = outcome.comparisons();
        json.list("comparisons", comparisons.size(), (item, i) -> write(item, comparisons.get(i)));
        json.texts(
                "figures",
                shown.findings().pictures().stream()
                        .map(picture -> picture.figure().name())
                        .toList());
        json.texts("remarks", shown.findings().remarks());
        json.list("parts", parts.size(), (item, i) -> {
            item.text("name", parts.get(i).name());
            item.text("file", "parts/" + parts.get(i).name() + ".json");
            item.text("settingsHash", ExperimentFolder.hash(parts.get(i)));
        });
    }

    private static void write(JsonFields json, Comparison one) throws IOException {
        json.text("quantity", one.quantity());
        json.number("theory", one.theory());
        json.number("run", one.run());
        json.number("published", one.published());
        json.number("reference", one.reference());
        json.number("fromTheory", one.fromTheory());
        json.number("fromPublished", one.fromPublished());
        json.number("fromReference", one.fromReference());
        json.number("low", one.low());
        json.number("high", one.high());
        json.text("rule", one.rule());
        json.text("verdict", one.verdict().toString());
    }
}
