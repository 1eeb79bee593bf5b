package seli.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import seli.backend.Backend;
import seli.io.ArraySource;
import seli.io.UnusableFileException;
import seli.label.ClassCounts;

/**
 * One network, or the same network at several times: each is an {@link AnalyzeJob}. Checkpoints are in natural order of
 * their names. Immutable.
 */
public final class AnalyzeSeries {
    private final List<Checkpoint> checkpoints;
    private final boolean isSingle;

    private AnalyzeSeries(List<Checkpoint> checkpoints, boolean isSingle) {
        this.checkpoints = checkpoints;
        this.isSingle = isSingle;
    }

    /** A network at some time. */
    private record Checkpoint(String name, AnalyzeJob job) {}

    /** A single network. */
    public static AnalyzeSeries of(AnalyzeJob job) {
        return new AnalyzeSeries(List.of(new Checkpoint("", job)), true);
    }

    /**
     * Of archives as {@link AnalyzeJob#ofArchive} takes them.
     *
     * @param arguments names of files, folders of {@code .npz} files, and patterns with {@code *} and {@code ?} in the
     *     last part; one name of a file is a single network
     * @throws UnusableFileException if a folder or pattern has no archive
     */
    public static AnalyzeSeries ofArchives(List<String> arguments, AnalyzeOptions options)
            throws UnusableFileException {
        Set<Path> files = new HashSet<>();
        boolean isExpanded = arguments.size() > 1;
        for (String argument : arguments) {
            List<Path> found = FilePattern.archives(argument);
            files.addAll(found);
            isExpanded |= found.size() > 1 || !found.get(0).equals(Path.of(argument));
        }
        if (!isExpanded) {
            return of(AnalyzeJob.ofArchive(Path.of(arguments.get(0))).with(options));
        }
        List<Path> sorted = new ArrayList<>(files);
        NaturalOrder order = new NaturalOrder();
        sorted.sort(Comparator.comparing(AnalyzeSeries::stem, order).thenComparing(Path::toString, order));
        boolean hasTwins = sorted.stream().map(AnalyzeSeries::stem).distinct().count() < sorted.size();
        List<Checkpoint> checkpoints = sorted.stream()
                .map(file -> new Checkpoint(
                        hasTwins ? file.toString() : stem(file),
                        AnalyzeJob.ofArchive(file).with(options)))
                .toList();
        return new AnalyzeSeries(checkpoints, false);
    }

    /** The name of a file without folder and ending. */
    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.toLowerCase(Locale.ROOT).endsWith(".npz") ? name.substring(0, name.length() - 4) : name;
    }

    /** Makes the job of one checkpoint from the names of its files. */
    @FunctionalInterface
    private interface Maker {
        AnalyzeJob of(Map<String, String> files);
    }

    /**
     * Of weights, features and labels as {@link AnalyzeJob#ofSamples} takes them; weights, features and the bias may
     * each have one {@code *}, and then the files are paired by the text that it stands for.
     *
     * @param bias may be empty
     * @throws UnusableFileException if a pattern matches nothing, or a file has no partner
     */
    public static AnalyzeSeries ofSamples(
            String weights, String features, String labels, String bias, AnalyzeOptions options)
            throws UnusableFileException {
        Map<String, String> named = named("--weights", weights, "--features", features, bias);
        return paired(
                named,
                files -> withBias(
                        AnalyzeJob.ofSamples(
                                source(files, "--weights"), source(files, "--features"), ArraySource.parse(labels)),
                        files,
                        options));
    }

    /** Of weights, class means and counts as {@link AnalyzeJob#ofMeans} takes them; otherwise as {@link #ofSamples}. */
    public static AnalyzeSeries ofMeans(
            String weights, String means, ClassCounts counts, String bias, AnalyzeOptions options)
            throws UnusableFileException {
        Map<String, String> named = named("--weights", weights, "--means", means, bias);
        return paired(
                named,
                files -> withBias(
                        AnalyzeJob.ofMeans(source(files, "--weights"), source(files, "--means"), counts),
                        files,
                        options));
    }

    private static Map<String, String> named(
            String option, String value, String secondOption, String secondValue, String bias) {
        Map<String, String> named = new TreeMap<>(Map.of(option, value, secondOption, secondValue));
        if (!bias.isEmpty()) {
            named.put("--bias", bias);
        }
        return named;
    }

    private static ArraySource source(Map<String, String> files, String option) {
        return ArraySource.parse(files.getOrDefault(option, ""));
    }

    private static AnalyzeJob withBias(AnalyzeJob job, Map<String, String> files, AnalyzeOptions options) {
        String bias = files.getOrDefault("--bias", "");
        return job.with(bias.isEmpty() ? options : options.withBias(ArraySource.parse(bias)));
    }

    private static AnalyzeSeries paired(Map<String, String> named, Maker maker) throws UnusableFileException {
        Map<String, Map<String, String>> patterns = new TreeMap<>();
        for (Map.Entry<String, String> file : named.entrySet()) {
            if (FilePattern.isPattern(file.getValue())) {
                patterns.put(file.getKey(), FilePattern.sources(file.getValue()));
            }
        }
        if (patterns.isEmpty()) {
            return of(maker.of(named));
        }
        Set<String> keys = patterns.values().stream()
                .flatMap(found -> found.keySet().stream())
                .collect(Collectors.toSet());
        List<String> sorted = keys.stream().sorted(new NaturalOrder()).toList();
        List<Checkpoint> checkpoints = new ArrayList<>();
        for (String key : sorted) {
            Map<String, String> files = new TreeMap<>(named);
            for (Map.Entry<String, Map<String, String>> pattern : patterns.entrySet()) {
                if (!pattern.getValue().containsKey(key)) {
                    throw new UnusableFileException(
                            "%s '%s' has no file for '%s', which another option's * stands for; expected one for each"
                                    .formatted(pattern.getKey(), named.get(pattern.getKey()), key));
                }
                files.put(pattern.getKey(), pattern.getValue().get(key));
            }
            checkpoints.add(new Checkpoint(key, maker.of(files)));
        }
        return new AnalyzeSeries(checkpoints, false);
    }

    /** Number of networks. */
    public int size() {
        return checkpoints.size();
    }

    /**
     * Measures all, one after the other.
     *
     * @param progress is told how many are done
     * @throws UnusableFileException as {@link AnalyzeJob#run}
     * @throws IllegalArgumentException as {@link AnalyzeJob#run}; the message names the checkpoint
     */
    public AnalyzeOutcome run(Backend backend, IntConsumer progress) throws UnusableFileException {
        List<Long> steps = steps();
        List<TrajectoryPoint> points = new ArrayList<>();
        AnalyzeResult last = measured(0, backend);
        for (int i = 0; i < checkpoints.size(); i++) {
            AnalyzeResult result = i == 0 ? last : measured(i, backend);
            requireSameNetwork(i, last, result);
            points.add(TrajectoryPoint.of(checkpoints.get(i).name(), steps.get(i), result));
            last = result;
            progress.accept(i + 1);
        }
        return new AnalyzeOutcome(isSingle ? List.of() : points, last);
    }

    private void requireSameNetwork(int i, AnalyzeResult before, AnalyzeResult result) {
        if (before.featureDim() != result.featureDim() || !before.counts().equals(result.counts())) {
            throw new IllegalArgumentException("checkpoint %s has %s and %d features but %s has %s and %d; expected"
                            .formatted(
                                    checkpoints.get(i).name(),
                                    result.counts(),
                                    result.featureDim(),
                                    checkpoints.get(i - 1).name(),
                                    before.counts(),
                                    before.featureDim())
                    + " checkpoints of one network");
        }
    }

    private AnalyzeResult measured(int i, Backend backend) throws UnusableFileException {
        Checkpoint checkpoint = checkpoints.get(i);
        try {
            return checkpoint.job().run(backend);
        } catch (IllegalArgumentException e) {
            if (isSingle || String.valueOf(e.getMessage()).contains(checkpoint.name())) {
                throw e;
            }
            throw new IllegalArgumentException("checkpoint " + checkpoint.name() + ": " + e.getMessage(), e);
        }
    }

    /** The last number in each name, or the places in the order where two are equal or one has none. */
    private List<Long> steps() {
        List<Long> numbers = new ArrayList<>();
        for (Checkpoint checkpoint : checkpoints) {
            NaturalOrder.lastNumber(checkpoint.name()).ifPresent(numbers::add);
        }
        boolean tells = new HashSet<>(numbers).size() == checkpoints.size();
        return tells ? numbers : LongStream.range(0, checkpoints.size()).boxed().toList();
    }
}
