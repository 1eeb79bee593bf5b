package seli.report;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import seli.backend.Backend;
import seli.backend.BackendInfo;

/**
 * Where a result comes from: build, machine, device, seed, start and the command line that makes it again. Immutable;
 * the {@code with} methods return changed copies that keep the start.
 */
public final class Provenance {
    private static final String DRIVER = "CUDA driver";
    private static final Pattern PLAIN_ARGUMENT = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private final BuildInfo build;
    private final Machine machine;
    private final Instant start;
    private final long startNanos;
    private final List<String> arguments;
    private final List<BackendInfo> backends; // none or one
    private final List<Backend.MemoryUse> memory; // none or one
    private final List<Long> seeds; // none or one
    private final List<String> notes;

    // waiver(parameters): what the copies change
    private Provenance(
            Provenance origin,
            List<BackendInfo> backends,
            List<Backend.MemoryUse> memory,
            List<Long> seeds,
            List<String> notes) {
        this.build = origin.build;
        this.machine = origin.machine;
        this.start = origin.start;
        this.startNanos = origin.startNanos;
        this.arguments = origin.arguments;
        this.backends = List.copyOf(backends);
        this.memory = List.copyOf(memory);
        this.seeds = List.copyOf(seeds);
        this.notes = List.copyOf(notes);
    }

    private Provenance(List<String> arguments) {
        this.build = BuildInfo.read();
        this.machine = Machine.detect();
        this.start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        this.startNanos = System.nanoTime();
        this.arguments = List.copyOf(arguments);
        this.backends = List.of();
        this.memory = List.of();
        this.seeds = List.of();
        this.notes = List.of();
    }

    /** A run that starts now with these arguments, not yet on any device and without random numbers. */
    public static Provenance startNow(List<String> arguments) {
        return new Provenance(arguments);
    }

    /** The same run, computed on this backend, which took at most so much memory; none or one element. */
    public Provenance withBackend(BackendInfo info, List<Backend.MemoryUse> use) {
        return new Provenance(this, List.of(info), use, seeds, notes);
    }

    /** The same run, computed on this backend, with the memory that it took so far. */
    public Provenance withBackend(Backend backend) {
        return withBackend(backend.info(), List.of(backend.memoryUse()));
    }

    /** The same run, with random numbers from this seed. */
    public Provenance withSeed(long seed) {
        return new Provenance(this, backends, memory, List.of(seed), notes);
    }

    /** The same run with remarks, such as why a backend was not taken. */
    public Provenance withNotes(List<String> remarks) {
        return new Provenance(this, backends, memory, seeds, remarks);
    }

    /** The program's build. */
    public BuildInfo build() {
        return build;
    }

    /** The computer. */
    public Machine machine() {
        return machine;
    }

    /** The backend in use, if any. */
    public Optional<BackendInfo> backend() {
        return backends.stream().findFirst();
    }

    /** The seed of the random numbers, if any are drawn. */
    public OptionalLong seed() {
        return seeds.stream().mapToLong(Long::longValue).findFirst();
    }

    /** Start of the run. */
    public Instant start() {
        return start;
    }

    /** Seconds since the start. */
    public double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    /** The command line, quoted so that a POSIX shell reads the same arguments. */
    public String commandLine() {
        StringBuilder line = new StringBuilder("seli");
        for (String argument : arguments) {
            line.append(' ');
            if (PLAIN_ARGUMENT.matcher(argument).matches()) {
                line.append(argument);
            } else {
                line.append('\'').append(argument.replace("'", "'\\''")).append('\'');
            }
        }
        return line.toString();
    }

    /** The same for a page: names and values, without the command line. */
    List<List<String>> facts() {
        List<List<String>> facts = new ArrayList<>();
        facts.add(List.of("version", build.version()));
        facts.add(List.of("commit", build.commit() + (build.isDirty() ? ", changed since" : "")));
        facts.add(List.of("Java", machine.java()));
        facts.add(List.of("system", machine.os()));
        facts.add(List.of("processor", machine.cpu()));
        backend().ifPresent(info -> {
            facts.add(List.of(
                    "backend", info.name() + ", " + info.precision().name().toLowerCase(Locale.ROOT)));
            facts.add(List.of("device", info.device()));
            new TreeMap<>(info.libraries()).forEach((name, version) -> facts.add(List.of(name, version)));
        });
        seeds.forEach(seed -> facts.add(List.of("seed", Long.toString(seed))));
        facts.add(List.of("start", start.toString()));
        facts.add(List.of("duration", NumberText.seconds(seconds())));
        notes.forEach(note -> facts.add(List.of("note", note)));
        return facts;
    }

    /** Writes the {@code provenance} object's members; a backend's absence is null, and seconds count to this call. */
    public void writeTo(JsonFields json) throws IOException {
        json.text("version", build.version());
        json.text("commit", build.commit());
        if (build.isDirty() || build.dirty().equals("false")) {
            json.flag("dirty", build.isDirty());
        } else {
            json.nothing("dirty");
        }
        json.text("java", machine.java());
        json.text("os", machine.os());
        json.text("cpu", machine.cpu());
        writeDevice(json);
        if (seeds.isEmpty()) {
            json.nothing("seed");
        } else {
            json.integer("seed", seeds.get(0));
        }
        json.text("start", start.toString());
        json.number("seconds", seconds());
        json.text("commandLine", commandLine());
        json.texts("notes", notes);
    }

    private void writeDevice(JsonFields json) throws IOException {
        if (backends.isEmpty()) {
            json.nothing("device");
        } else {
            json.text("device", backends.get(0).device());
        }
        Map<String, String> libraries = new TreeMap<>();
        backends.forEach(info -> libraries.putAll(info.libraries()));
        if (libraries.containsKey(DRIVER)) {
            json.text("driver", libraries.get(DRIVER));
        } else {
            json.nothing("driver");
        }
        json.object("libraries", inner -> {
            for (Map.Entry<String, String> library : libraries.entrySet()) {
                inner.text(library.getKey(), library.getValue());
            }
        });
        if (memory.isEmpty()) {
            json.nothing("memory");
        } else {
            json.inlineObject("memory", inner -> {
                inner.integer("budgetBytes", memory.get(0).budgetBytes());
                inner.integer("peakBytes", memory.get(0).peakBytes());
            });
        }
    }
}
