import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whole-process times of the exact layer against the number of classes k and of distinct counts m, the JVM's start
 * included, and the ratio of the methods collapsed and grouped on the same problems in the same run. Run from the
 * repository's root: {@code java bench/exact/ExactScaling.java RESULT.json [REPETITIONS]}. It runs {@code ./seli}, which
 * must be built, and stores every sample.
 */
public final class ExactScaling {
    private record Case(String name, String arguments) {}

    private static final List<Case> CASES = List.of(
            new Case("start of the JVM", "--version"),
            new Case("k=10, m=2", "solve --counts step:k=10,R=100,rho=0.5,nmin=10 --lambda 1"),
            new Case("k=1000, m=2", "solve --counts step:k=1000,R=100,rho=0.5,nmin=10 --lambda 1"),
            new Case("k=10^5, m=2", "solve --counts step:k=100000,R=100,rho=0.5,nmin=10 --lambda 1"),
            new Case("k=10^6, m=2", "solve --counts step:k=1000000,R=100,rho=0.5,nmin=10 --lambda 1"),
            new Case("k=10^7, m=2", "solve --counts step:k=10000000,R=100,rho=0.5,nmin=10 --lambda 1"),
            new Case("k=16, m=16", "solve --counts longtail:k=16,R=100,nmax=100000 --lambda 1"),
            new Case("k=32, m=32", "solve --counts longtail:k=32,R=100,nmax=100000 --lambda 1"),
            new Case("k=64, m=64", "solve --counts longtail:k=64,R=100,nmax=100000 --lambda 1"),
            new Case("k=128, m=128", "solve --counts longtail:k=128,R=100,nmax=100000 --lambda 1"),
            new Case("k=256, m=256", "solve --counts longtail:k=256,R=100,nmax=100000 --lambda 1 --method grouped"),
            new Case("k=64, collapsed", "solve --counts longtail:k=64,R=100,nmax=100000 --lambda 1 --method collapsed"),
            new Case("k=128, collapsed", "solve --counts longtail:k=128,R=100,nmax=100000 --lambda 1 --method collapsed"),
            new Case("k=256, collapsed", "solve --counts longtail:k=256,R=100,nmax=100000 --lambda 1 --method collapsed"),
            new Case("Zipf k=2000, m=158", "solve --counts zipf:k=2000,s=1.1,nmax=10000 --lambda 0.5"),
            new Case("path of 1000, k=10^6", "path --counts step:k=1000000,R=100,rho=0.5,nmin=10 --points 1000"),
            new Case("path of 1000, k=10", "path --counts 10,10,1,1 --points 1000 --to 1e-250"),
            new Case("svm, Zipf k=5000", "svm --counts zipf:k=5000,s=1.1,nmax=100000"),
            new Case("geometry, k=10^6, m=2", "geometry --counts step:k=1000000,R=100,rho=0.5,nmin=10"));

    private ExactScaling() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 1) {
            System.err.println("java bench/exact/ExactScaling.java RESULT.json [REPETITIONS]");
            System.exit(64);
        }
        int repetitions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
        Path json = Files.createTempFile("seli-exact", ".json");
        List<String> results = new ArrayList<>();
        for (Case measured : CASES) {
            double[] samples = new double[repetitions];
            for (int i = 0; i < repetitions; i++) {
                samples[i] = seconds(measured, json);
            }
            results.add(result(measured, samples, Files.readString(json)));
        }
        Files.deleteIfExists(json);
        Files.writeString(Path.of(arguments[0]), document(results));
    }

    private static double seconds(Case measured, Path json) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("./seli"));
        command.addAll(Arrays.asList(measured.arguments.split(" ")));
        Files.writeString(json, "");
        if (!measured.arguments.startsWith("--")) {
            command.addAll(List.of("--quiet", "--json", json.toString()));
        }
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IllegalStateException(measured.arguments + " ended with exit code " + exit);
        }
        return (System.nanoTime() - start) * 1e-9;
    }

    private static String result(Case measured, double[] samples, String json) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        System.out.printf(Locale.ROOT, "%-24s %8.3f s  gap %s%n", measured.name, median, last("relativeGap", json));
        return String.format(
                Locale.ROOT,
                "    {\"name\": \"%s\", \"arguments\": \"%s\", \"medianSeconds\": %.4f, \"samples\": %s, \"relativeGap\": %s}",
                measured.name,
                measured.arguments,
                median,
                Arrays.toString(samples),
                last("relativeGap", json));
    }

    /** The number of the last member of this name, or null. */
    private static String last(String name, String json) {
        Matcher matcher = Pattern.compile("\"" + name + "\": ([-+.0-9Ee]+)").matcher(json);
        String found = "null";
        while (matcher.find()) {
            found = matcher.group(1);
        }
        return found;
    }

    private static String document(List<String> results) throws IOException, InterruptedException {
        return "{\n  \"schema\": \"seli.bench.exact/1\",\n  \"machine\": {\"cpu\": \"" + cpu() + "\", \"processors\": "
                + Runtime.getRuntime().availableProcessors() + "},\n  \"java\": \"" + System.getProperty("java.version")
                + "\",\n  \"commit\": \"" + commit() + "\",\n  \"start\": \"" + Instant.now() + "\",\n  \"results\": [\n"
                + String.join(",\n", results) + "\n  ]\n}\n";
    }

    private static String cpu() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.exists(info)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(info).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String commit() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
        String text = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return text;
    }
}
