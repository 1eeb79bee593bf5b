package seli.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import seli.report.HtmlReport;

/** {@code --no-figures}: what the page in the folder of --out has. */
final class PageOptions {
    @Option(
            names = "--no-figures",
            description = "Leave pictures out: no folder figures, and tables alone in report.html (with --out).")
    private boolean noFigures;

    /**
     * Writes report.html and its figures into a folder that exists, and tells the user what was left out.
     *
     * @throws IOException if writing fails; every file is whole or not there
     */
    void write(Invocation invocation, ReportOptions report, Path folder, HtmlReport page) throws IOException {
        for (String remark : page.writeInto(folder, !noFigures)) {
            report.remark(invocation, remark);
        }
    }
}
