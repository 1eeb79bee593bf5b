package seli.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import seli.backend.BackendInfo;
import seli.report.JsonFields;
import seli.selftest.CaseResult;

/**
 * What selftest found, as text, as JSON and as an exit code.
 *
 * @param backend the backend that was tested
 * @param results the outcomes of all cases, in order
 */
record SelftestReport(BackendInfo backend, List<CaseResult> results) {
    /** Copies the list. */
    SelftestReport {
        results = List.copyOf(results);
    }

    /** One line for each failure, then the sums. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (CaseResult result : results) {
            if (!result.passed()) {
                text.append("failed ").append(result.name()).append(": ").append(result.message());
                text.append('\n');
            }
        }
        return text.append("%s backend, %s: %d passed, %d failed\n"
                        .formatted(backend.name(), precision(), results.size() - failures(), failures()))
                .toString();
    }

    int exitCode() {
        return failures() == 0 ? ExitCode.SUCCESS : ExitCode.NOT_MET;
    }

    void writeTo(JsonFields json) throws IOException {
        json.text("backend", backend.name());
        json.text("precision", precision());
        json.integer("passed", results.size() - failures());
        json.integer("failed", failures());
        json.list("cases", results.size(), (item, i) -> {
            item.text("name", results.get(i).name());
            item.flag("passed", results.get(i).passed());
            item.number("worst", results.get(i).worst());
            item.text("message", results.get(i).message());
        });
    }

    private long failures() {
        return results.stream().filter(result -> !result.passed()).count();
    }

    private String precision() {
        return backend.precision().name().toLowerCase(Locale.ROOT);
    }
}
