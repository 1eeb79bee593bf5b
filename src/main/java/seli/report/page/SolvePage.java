package seli.report.page;

import java.util.List;
import java.util.Locale;
import seli.certificate.OptimalityCertificate;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.SingularValue;
import seli.report.HtmlReport;
import seli.report.NumberText;
import seli.report.Provenance;
import seli.solver.SolverStatus;

/**
 * The page of a certified optimum.
 *
 * @param problem what was solved, in words
 * @param status how the run ended
 * @param certificate of the final factors
 * @param geometry measured at the solution
 * @param spectrum singular values of W'M N^(1/2) that are not 0, decreasing
 * @param steps what the solver told on its way
 * @param facts further names and values, such as the method and its effort
 */
public record SolvePage(
        String problem,
        SolverStatus status,
        OptimalityCertificate certificate,
        MeasuredGeometry geometry,
        List<SingularValue> spectrum,
        List<Step> steps,
        List<List<String>> facts) {
    /** Copies the lists. */
    public SolvePage {
        spectrum = List.copyOf(spectrum);
        steps = List.copyOf(steps);
        facts = List.copyOf(facts);
    }

    /**
     * One step of the solver.
     *
     * @param iteration its number
     * @param gradientNorm norm of the gradient
     * @param relativeGap certified gap, NaN where it was not asked for
     */
    public record Step(long iteration, double gradientNorm, double relativeGap) {}

    /** The page. */
    public HtmlReport report(Provenance provenance) {
        HtmlReport page = HtmlReport.titled("Optimum of the unconstrained-features model")
                .sentence(sentence())
                .text(problem);
        new GeometrySections(page, geometry).add();
        page.section("Spectrum beside the SEL matrix's");
        if (spectrum.isEmpty()) {
            page.text("All logits are zero: there is no singular value above 0.");
        } else {
            page.figure(
                    SpectrumFigure.of(spectrum, geometry.seli().singularValues()),
                    "Singular values of the logits, weighted by samples (k x k), in decreasing order, in units of their"
                            + " sum; dashed: those of the SEL matrix.");
        }
        CertificateSection.add(page, certificate, facts);
        if (steps.size() > 1) {
            page.figure(convergence(), "How the solver came there.");
        }
        return page.provenance(provenance).command(provenance.commandLine());
    }

    private String sentence() {
        String proof = status == SolverStatus.OPTIMAL
                ? "Certified global optimum, relative gap %s".formatted(NumberText.rough(certificate.relativeGap()))
                : "Not certified optimal: %s; relative gap %s"
                        .formatted(status.sentence(), NumberText.rough(certificate.relativeGap()));
        return String.format(Locale.ROOT, "%s: %s.", proof, GeometrySections.verdict(geometry.distances()));
    }

    private LineChart convergence() {
        double[] iterations = steps.stream().mapToDouble(Step::iteration).toArray();
        return LineChart.named("convergence", "Convergence of the solver")
                .xAxis("iteration", Scale.LINEAR)
                .yAxis("relative gap, gradient norm", Scale.LOG)
                .line(
                        "relative gap",
                        iterations,
                        steps.stream().mapToDouble(Step::relativeGap).toArray())
                .line(
                        "norm of the gradient",
                        iterations,
                        steps.stream().mapToDouble(Step::gradientNorm).toArray())
                .build();
    }
}
