package seli.cli;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import seli.exact.UfSvm;
import seli.exact.UfSvmCertificate;
import seli.geometry.GeometryModel;
import seli.report.GeometryTables;
import seli.report.JsonFields;
import seli.report.JsonReport;
import seli.report.NumberText;
import seli.report.TextTable;

/** {@code seli svm}: the UF-SVM of a label distribution in closed form, and the proof that it is optimal. */
@Command(
        name = "svm",
        sortOptions = false,
        description = "UF-SVM: the closed-form solution and its primal/dual certificate.",
        footer = {
            "",
            "Exit code 2 if a residual exceeds 1e-10.",
            "Example: seli svm --counts zipf:k=5000,s=1.1,nmax=100000"
        })
final class SvmCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Mixin
    private final CountsOption counts = new CountsOption();

    @Mixin
    private final GeometryLossOptions loss = new GeometryLossOptions();

    @Mixin
    private final ReportOptions report = new ReportOptions();

    SvmCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        GeometryModel model = loss.model(counts.counts(), EnumSet.of(LossName.CE, LossName.CDT));
        report.prepare();
        UfSvm svm = UfSvm.of(model);
        report.print(invocation, text(svm));
        report.write(
                invocation, JsonReport.of("svm", invocation.provenance(), model.counts(), json -> writeTo(json, svm)));
        return svm.certificate().certified() ? ExitCode.SUCCESS : ExitCode.NOT_MET;
    }

    private static String text(UfSvm svm) {
        UfSvmCertificate certificate = svm.certificate();
        GeometryModel model = svm.solution().model();
        TextTable table = TextTable.ofPairs()
                .row("certified", certificate.certified() ? "yes" : "no: a residual exceeds 1e-10")
                .row("optimal value", digits(certificate.optimalValue()))
                .row("upper bound", digits(certificate.primalValue()))
                .row("lower bound", digits(certificate.dualValue()))
                .row("margins from 1", NumberText.rough(certificate.margin()))
                .row("singular values of B from 1", NumberText.rough(certificate.spectralNorm()))
                .row(
                        "sign of multipliers",
                        "%s (smallest over largest: %s)"
                                .formatted(NumberText.rough(certificate.sign()), NumberText.rough(certificate.slack())))
                .row("complementarity and gap", NumberText.rough(certificate.complementarity()));
        return "UF-SVM of " + model.counts() + ", loss " + model.name() + "\n\n" + table + "\n"
                + GeometryTables.ofGroups(
                        svm.solution().classifier(),
                        svm.solution().embedding(),
                        svm.solution().alignment());
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.14g", value);
    }

    private static void writeTo(JsonFields json, UfSvm svm) throws IOException {
        UfSvmCertificate certificate = svm.certificate();
        GeometryModel model = svm.solution().model();
        json.text("loss", model.name());
        json.numbers("temperatures", model.counts().groups().size(), model::temperature);
        json.number("optimalValue", certificate.optimalValue());
        json.number("primalValue", certificate.primalValue());
        json.number("dualValue", certificate.dualValue());
        json.number("relativeGap", certificate.relativeGap());
        json.inlineObject("residuals", residuals -> {
            residuals.number("margin", certificate.margin());
            residuals.number("spectralNorm", certificate.spectralNorm());
            residuals.number("sign", certificate.sign());
            residuals.number("complementarity", certificate.complementarity());
        });
        json.number("smallestMultiplierRatio", certificate.slack());
        json.number("tolerance", UfSvmCertificate.TOLERANCE);
        json.flag("certified", certificate.certified());
    }
}
