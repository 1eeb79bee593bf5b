package seli.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import seli.geometry.GeometryModel;
import seli.geometry.GramGeometry;
import seli.geometry.GroupGeometry;
import seli.geometry.LimitGeometry;
import seli.geometry.StreamedGeometry;
import seli.label.ClassCounts;
import seli.report.GeometryBlocks;
import seli.report.GeometryTables;
import seli.report.JsonFields;
import seli.report.JsonReport;
import seli.report.NumberText;
import seli.report.StreamedBlocks;

/** {@code seli geometry}: the SELI geometry of a label distribution, or another closed form, by groups of counts. */
@Command(
        name = "geometry",
        sortOptions = false,
        description = "SELI geometry of any label distribution, for any number of classes.",
        footer = {
            "",
            "Examples: seli geometry --counts step:k=10,R=10,rho=0.5,nmin=1",
            "          seli geometry --counts longtail:k=1000000,R=1e6,nmax=1e9 --select 0,500000,999999"
        })
final class GeometryCommand implements Callable<Integer> {
    private static final int SELECTED = 20;

    private final Invocation invocation;

    @Mixin
    private final CountsOption counts = new CountsOption();

    @Mixin
    private final GeometryModelOptions model = new GeometryModelOptions();

    @Option(
            names = "--select",
            paramLabel = "G,...",
            split = ",",
            converter = Numbers.CountOrZero.class,
            description = "Tabulate pairs of these groups only (0: largest count); for limits. With more than 2,000"
                    + " distinct counts 20 groups are taken if not given.")
    private List<Integer> select = List.of(); // not given

    @Mixin
    private final ReportOptions report = new ReportOptions();

    GeometryCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        model.check();
        ClassCounts labels = counts.counts();
        report.prepare();
        boolean many = labels.groups().size() > LimitGeometry.MAX_TABULATED_COUNTS;
        if (many && !model.isLimit()) {
            throw new IllegalArgumentException("--model %s of %d distinct counts; expected at most %d, or --model seli"
                    .formatted(model.name(), labels.groups().size(), LimitGeometry.MAX_TABULATED_COUNTS));
        }
        if (many || !select.isEmpty()) {
            tellStreamed(labels);
        } else {
            tellGroups(labels);
        }
        return ExitCode.SUCCESS;
    }

    private void tellGroups(ClassCounts labels) throws IOException {
        GroupGeometry geometry = model.byGroup(labels);
        if (report.showsText()) {
            report.print(invocation, text(labels, geometry));
        }
        report.write(
                invocation,
                JsonReport.of("geometry", invocation.provenance(), labels, json -> writeTo(json, geometry)));
    }

    private String text(ClassCounts labels, GroupGeometry geometry) {
        StringBuilder text = new StringBuilder(model.title() + " of " + labels + "\n\n");
        text.append(GeometryTables.ofGroups(geometry.classifier(), geometry.embedding(), geometry.alignment()));
        text.append("\nmajority to minority: |w|^2 ratio ").append(NumberText.of(ratio(geometry.classifier())));
        text.append(", |h|^2 ratio ")
                .append(NumberText.of(ratio(geometry.embedding())))
                .append("\n\n");
        text.append(GeometryTables.ofPairs(geometry.classifier(), geometry.embedding(), geometry.alignment()));
        if (!geometry.singularValues().isEmpty()) {
            text.append('\n').append(GeometryTables.ofSingularValues(geometry.singularValues()));
            text.append("\nnuclear norm ")
                    .append(NumberText.of(geometry.nuclearNorm()))
                    .append('\n');
        }
        text.append("w: classifiers, h: embeddings, primes: another class; groups by decreasing count");
        return text.append(GeometryTables.isAbridged(labels) ? "; all groups with --json\n" : "\n")
                .toString();
    }

    /** Squared norm of the group of the largest count over that of the smallest. */
    private static double ratio(GramGeometry gram) {
        return gram.squaredNorm(0) / gram.squaredNorm(gram.counts().groups().size() - 1);
    }

    private void writeTo(JsonFields json, GroupGeometry geometry) throws IOException {
        model.writeTo(json);
        if (!geometry.singularValues().isEmpty()) {
            GeometryBlocks.writeSingularValues(json, geometry.singularValues());
            json.number("nuclearNorm", geometry.nuclearNorm());
        }
        json.inlineObject("squaredNormRatio", ratios -> {
            ratios.number("classifier", ratio(geometry.classifier()));
            ratios.number("embedding", ratio(geometry.embedding()));
        });
        GramGeometry classifier = geometry.classifier();
        GeometryBlocks.writeGram(json, "classifier", classifier);
        GeometryBlocks.writeGram(json, "embedding", geometry.embedding());
        GeometryBlocks.writeAlignment(json, classifier.counts().groups().size(), geometry.alignment());
    }

    private void tellStreamed(ClassCounts labels) throws IOException {
        if (!model.isLimit()) {
            throw new IllegalArgumentException(
                    "--select is no option of --model " + model.name() + "; expected it with seli only");
        }
        GeometryModel limit = model.limit(labels);
        StreamedGeometry geometry = StreamedGeometry.of(limit, selected(limit));
        if (report.showsText()) {
            report.print(invocation, text(labels, geometry));
        }
        report.write(invocation, JsonReport.of("geometry", invocation.provenance(), labels, json -> {
            model.writeTo(json);
            StreamedBlocks.writeTo(json, geometry);
        }));
    }

    private List<Integer> selected(GeometryModel limit) {
        int groups = limit.counts().groups().size();
        for (int g : select) {
            if (g >= groups) {
                throw new IllegalArgumentException(
                        "--select: group %d does not exist; expected groups from 0 to %d".formatted(g, groups - 1));
            }
        }
        return select.isEmpty() ? StreamedGeometry.spread(limit, SELECTED) : select;
    }

    private String text(ClassCounts labels, StreamedGeometry geometry) {
        return model.title() + " of " + labels + "\n\n" + StreamedBlocks.groupTable(geometry) + "\n"
                + StreamedBlocks.quantileTable(geometry) + "\nnuclear norm " + NumberText.of(geometry.nuclearNorm())
                + "\nw: classifiers, h: embeddings; selected groups by decreasing count; all norms with --json\n";
    }
}
