package seli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import seli.figure.FigureSvg;
import seli.figure.Markup;

/**
 * What stands before the content of a page. A policy in it forbids scripts and every request, so that words from
 * elsewhere could do nothing even if they were not escaped.
 */
final class HtmlHead {
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

    private HtmlHead() {}

    /** From the first byte to the start of the body. */
    static String of(String title) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta http-equiv="Content-Security-Policy" content="%s"/>
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                """.formatted(POLICY, Markup.escape(title), style());
    }

    private static String style() {
        try (InputStream in = HtmlHead.class.getResourceAsStream("/seli/report.css")) {
            if (in == null) {
                throw new IllegalStateException("bug: the style sheet is not on the class path");
            }
            String sheet = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return sheet.replace("/* dark drawings */", FigureSvg.darkRules(".drawing"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the style sheet", e);
        }
    }
}
