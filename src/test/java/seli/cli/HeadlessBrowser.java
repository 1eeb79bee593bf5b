package seli.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A browser of this machine without a window. It may reach nothing but files. */
final class HeadlessBrowser {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    private final Path program;
    private final Path profile;

    private HeadlessBrowser(Path program, Path profile) {
        this.program = program;
        this.profile = profile;
    }

    /** The first of the known ones that is on the path, with a profile of its own in {@code profile}. */
    static Optional<HeadlessBrowser> find(Path profile) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String name : NAMES) {
                Path program = Path.of(folder).resolve(name);
                if (!folder.isEmpty() && Files.isExecutable(program)) {
                    return Optional.of(new HeadlessBrowser(program, profile));
                }
            }
        }
        return Optional.empty();
    }

    /** Names that were looked for. */
    static List<String> names() {
        return NAMES;
    }

    /** What one run gave. */
    record Run(String out, String err) {}

    /** Opens a page in light or dark, with more options of the browser. */
    Run open(Path page, boolean dark, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + profile,
                "--enable-logging=stderr",
                "--hide-scrollbars",
                "--window-size=1280,1000",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--virtual-time-budget=5000"));
        command.addAll(List.of(options));
        command.add(page.toUri().toString());
        Path out = Files.createTempFile(profile, "out", ".txt");
        Path err = Files.createTempFile(profile, "err", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("the browser did not end: " + command);
        }
        return new Run(Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }
}
