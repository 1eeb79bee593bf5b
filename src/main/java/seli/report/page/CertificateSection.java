package seli.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import seli.certificate.OptimalityCertificate;
import seli.report.HtmlReport;
import seli.report.NumberText;

/** The section that proves how far a result is from the global optimum. */
final class CertificateSection {
    private CertificateSection() {}

    /** Adds the section, with further facts at its end. */
    static void add(HtmlReport page, OptimalityCertificate certificate, List<List<String>> facts) {
        List<List<String>> rows = new ArrayList<>(List.of(
                List.of("objective", digits(certificate.primal())),
                List.of("dual bound: no point has a smaller objective", digits(certificate.dual())),
                List.of("gap", NumberText.rough(certificate.gap())),
                List.of("relative gap", NumberText.rough(certificate.relativeGap())),
                List.of(
                        "spectral norm of the loss's gradient / lambda",
                        String.format(Locale.ROOT, "%.12f", certificate.spectralNormRatio()))));
        rows.addAll(facts);
        page.section("Certificate")
                .text(
                        "The objective is an upper bound on the global optimum, the dual bound a lower one; they are computed"
                                + " from the problem and the factors alone.")
                .facts("Certificate of the factors", rows);
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, "%.12g", value);
    }
}
