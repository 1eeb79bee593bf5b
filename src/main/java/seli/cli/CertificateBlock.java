package seli.cli;

import java.io.IOException;
import seli.certificate.OptimalityCertificate;
import seli.report.JsonFields;

/** The members of a report that state a certificate. */
final class CertificateBlock {
    private CertificateBlock() {}

    /** {@code "objective", "dualBound", "gap", "relativeGap", "spectralNormRatio"}. */
    static void writeTo(JsonFields json, OptimalityCertificate certificate) throws IOException {
        json.number("objective", certificate.primal());
        json.number("dualBound", certificate.dual());
        json.number("gap", certificate.gap());
        json.number("relativeGap", certificate.relativeGap());
        json.number("spectralNormRatio", certificate.spectralNormRatio());
    }
}
