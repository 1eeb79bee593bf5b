package seli.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.report.GeometryBlocks;
import seli.report.GeometryTables;
import seli.report.JsonFields;
import seli.report.JsonReport;
import seli.report.NumberText;

/** {@code seli geometry}: the SELI geometry of a label distribution, by groups of equal counts. */
@Command(
        name = "geometry",
        sortOptions = false,
        description = "SELI geometry of any label distribution, for any number of classes.",
        footer = {"", "Example: seli geometry --counts step:k=10,R=10,rho=0.5,nmin=1"})
final class GeometryCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private final CountsOption counts = new CountsOption();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    GeometryCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        SeliGeometry geometry = SeliGeometry.of(counts.counts());
        report.prepare();
        if (report.showsText()) {
            report.print(invocation, text(geometry));
        }
        ClassCounts labels = geometry.counts();
        report.write(
                invocation,
                JsonReport.of("geometry", invocation.provenance(), labels, json -> writeTo(json, geometry)));
        return ExitCode.SUCCESS;
    }

    private static String text(SeliGeometry geometry) {
        ClassCounts counts = geometry.counts();
        StringBuilder text = new StringBuilder("SELI geometry of " + counts + "\n\n");
        text.append(GeometryTables.ofGroups(geometry.classifier(), geometry.embedding(), geometry.alignment()));
        text.append("\nmajority to minority: |w|^2 ratio ").append(NumberText.of(ratio(geometry.classifier())));
        text.append(", |h|^2 ratio ")
                .append(NumberText.of(ratio(geometry.embedding())))
                .append("\n\n");
        text.append(GeometryTables.ofPairs(geometry.classifier(), geometry.embedding(), geometry.alignment()));
        text.append('\n').append(GeometryTables.ofSingularValues(geometry.singularValues()));
        text.append("\nnuclear norm ")
                .append(NumberText.of(geometry.nuclearNorm()))
                .append('\n');
        text.append("w: classifiers, h: embeddings, primes: another class; groups by decreasing count");
        return text.append(GeometryTables.isAbridged(counts) ? "; all groups with --json\n" : "\n")
                .toString();
    }

    /** Squared norm of the group of the largest count over that of the smallest. */
    private static double ratio(GramGeometry gram) {
        return gram.squaredNorm(0) / gram.squaredNorm(gram.counts().groups().size() - 1);
    }

    private static void writeTo(JsonFields json, SeliGeometry geometry) throws IOException {
        GeometryBlocks.writeSingularValues(json, geometry.singularValues());
        json.number("nuclearNorm", geometry.nuclearNorm());
        json.inlineObject("squaredNormRatio", ratios -> {
            ratios.number("classifier", ratio(geometry.classifier()));
            ratios.number("embedding", ratio(geometry.embedding()));
        });
        GeometryBlocks.writeGram(json, "classifier", geometry.classifier());
        GeometryBlocks.writeGram(json, "embedding", geometry.embedding());
        GeometryBlocks.writeAlignment(json, geometry.counts().groups().size(), geometry.alignment());
    }
}
