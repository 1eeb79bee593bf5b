package seli.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import seli.io.JobFile;
import seli.io.UnusableFileException;

/**
 * A sweep's job as a file: read from JSON or YAML by hand, and frozen as {@code job.json}, which can be read again. Its
 * keys are those of {@link SweepKey}, {@code kind}, and {@code schema} and {@code sha256}, which a frozen job has.
 *
 * @param kind what is done with each problem
 * @param given the values as written
 * @param digest the digest that a frozen job has; empty if there is none
 */
record SweepJobText(SweepKind kind, Map<SweepKey, List<SweepText>> given, String digest) {
    private static final String SCHEMA = "seli.sweep-job/1";
    private static final Pattern COUNT = Pattern.compile("\\d+");
    private static final String KIND = "kind";
    private static final String DIGEST = "sha256";
    private static final String SCHEMA_KEY = "schema";

    /**
     * Reads a job.
     *
     * @throws UnusableFileException if the file cannot be read, a key is unknown, or a value is of a wrong shape; with
     *     its line and column
     */
    static SweepJobText read(Path file) throws UnusableFileException {
        JobFile job = JobFile.read(file);
        Map<String, JobFile.Field> fields = job.root().byName();
        requireSchema(job);
        SweepKind kind = kind(job);
        SweepKind other = kind == SweepKind.SOLVE ? SweepKind.TRAIN : SweepKind.SOLVE;
        for (Map.Entry<String, JobFile.Field> entry : fields.entrySet()) {
            Optional<SweepKey> key = SweepKey.named(entry.getKey());
            if (key.isPresent() && !key.get().fits(kind)) {
                throw job.refusal(
                        entry.getValue().place(),
                        "%s belongs to kind %s; got kind %s".formatted(key.get(), other, kind));
            }
        }
        List<String> known = new ArrayList<>(List.of(KIND));
        known.addAll(SweepKey.names(kind));
        known.addAll(List.of(SCHEMA_KEY, DIGEST));
        job.requireKeys(job.root(), known);
        Map<SweepKey, List<SweepText>> given = new EnumMap<>(SweepKey.class);
        for (Map.Entry<String, JobFile.Field> entry : fields.entrySet()) {
            Optional<SweepKey> key = SweepKey.named(entry.getKey());
            if (key.isPresent()) {
                given.put(key.get(), texts(job, key.get(), entry.getValue().value()));
            }
        }
        return new SweepJobText(
                kind, given, single(job, DIGEST).map(JobFile.Scalar::text).orElse(""));
    }

    private static void requireSchema(JobFile job) throws UnusableFileException {
        Optional<JobFile.Scalar> schema = single(job, SCHEMA_KEY);
        if (schema.isPresent() && !schema.get().text().equals(SCHEMA)) {
            throw job.refusal(
                    schema.get().place(),
                    "schema is '%s'; expected '%s', or none"
                            .formatted(schema.get().text(), SCHEMA));
        }
    }

    private static SweepKind kind(JobFile job) throws UnusableFileException {
        Optional<JobFile.Scalar> kind = single(job, KIND);
        if (kind.isEmpty()) {
            return SweepKind.SOLVE;
        }
        for (SweepKind known : SweepKind.values()) {
            if (known.toString().equals(kind.get().text())) {
                return known;
            }
        }
        throw job.refusal(
                kind.get().place(),
                "kind is '%s'; expected solve or train".formatted(kind.get().text()));
    }

    private static Optional<JobFile.Scalar> single(JobFile job, String key) throws UnusableFileException {
        JobFile.Field field = job.root().byName().get(key);
        if (field == null) {
            return Optional.empty();
        }
        List<JobFile.Scalar> scalars = job.scalars(key, field.value());
        if (scalars.size() != 1) {
            throw job.refusal(field.place(), key + " has " + scalars.size() + " values; expected one");
        }
        return Optional.of(scalars.get(0));
    }

    private static List<SweepText> texts(JobFile job, SweepKey key, JobFile.Value value) throws UnusableFileException {
        if (key == SweepKey.COUNTS && value instanceof JobFile.Items items && isNested(items)) {
            List<SweepText> texts = new ArrayList<>();
            for (JobFile.Value each : items.values()) {
                texts.add(joined(job, job.scalars("counts", each), each.place()));
            }
            return texts;
        }
        List<JobFile.Scalar> scalars = job.scalars(key.toString(), value);
        boolean isOneList = key == SweepKey.COUNTS
                && scalars.size() > 1
                && scalars.stream().allMatch(each -> COUNT.matcher(each.text()).matches());
        return isOneList
                ? List.of(joined(job, scalars, value.place()))
                : scalars.stream().map(each -> text(job, key, each)).toList();
    }

    private static boolean isNested(JobFile.Items items) {
        return items.values().stream().anyMatch(JobFile.Items.class::isInstance);
    }

    /** Counts class by class, from a list of numbers. */
    private static SweepText joined(JobFile job, List<JobFile.Scalar> numbers, JobFile.Place place) {
        String text = numbers.stream().map(JobFile.Scalar::text).collect(Collectors.joining(","));
        return new SweepText(job.origin(place), SweepKey.COUNTS.toString(), text);
    }

    private static SweepText text(JobFile job, SweepKey key, JobFile.Scalar scalar) {
        return new SweepText(job.origin(scalar.place()), key.toString(), scalar.text());
    }

    /**
     * Writes a grid as a job that gives the same grid when it is read.
     *
     * @throws IOException if writing fails
     */
    static void freeze(SweepGrid grid, Path file) throws IOException {
        Map<String, List<String>> entries = new LinkedHashMap<>();
        entries.put(SCHEMA_KEY, List.of(SCHEMA));
        entries.put(KIND, List.of(grid.kind().toString()));
        grid.values().forEach((key, values) -> entries.put(key.toString(), values));
        entries.put(DIGEST, List.of(digest(grid)));
        JobFile.write(file, entries);
    }

    /** SHA-256 of all that decides what the problems are, the counts of label files among it. */
    static String digest(SweepGrid grid) {
        StringBuilder text = new StringBuilder(grid.kind() + "\n");
        grid.values().forEach((key, values) -> text.append(key).append(values).append('\n'));
        grid.counts().values().forEach(counts -> text.append(counts.runs()).append('\n'));
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("bug: every Java has SHA-256", e);
        }
    }
}
