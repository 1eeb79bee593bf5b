package seli.bench;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.backend.reference.ReferenceBackend;
import seli.selftest.CaseResult;
import seli.selftest.OpCase;
import seli.selftest.Selftest;

/**
 * The calls that a case of the self-test makes on a backend, replayed with the case's own matrices. The set-up runs the
 * case once, which checks the results against the reference, and records the calls; {@code calls} puts the matrices back
 * and makes the calls, {@code restore} only puts them back: the difference is the operations' own time. Run by {@code
 * bench/op-cases}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class OpCaseBenchmark {
    /** Where. */
    @Param({"reference", "cpu"})
    public String backend = "";

    /** A case by its name. */
    @Param("")
    public String name = "";

    private Backend device = ReferenceBackend.open();
    private RecordedCalls recorded = RecordedCalls.none();

    /** Runs the case once and records its calls. */
    @Setup(Level.Trial)
    public void record() {
        device.close();
        int threads = Runtime.getRuntime().availableProcessors();
        device = backend.equals("reference")
                ? ReferenceBackend.open()
                : Backends.open(Backends.Choice.of(backend), Precision.FLOAT64, threads);
        recorded = RecordedCalls.on(device);
        OpCase chosen = Selftest.cases().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        try (Backend truth = ReferenceBackend.open()) {
            CaseResult result = chosen.run(recorded.backend(), truth);
            if (!result.passed()) {
                throw new IllegalStateException(name + " on " + backend + ": " + result.message());
            }
        }
        recorded.stop();
    }

    /** Frees the matrices. */
    @TearDown(Level.Trial)
    public void close() {
        recorded.close();
        device.close();
    }

    /** Matrices as they were, then the calls. */
    @Benchmark
    public Object calls() throws IllegalAccessException, InvocationTargetException {
        recorded.restore();
        Object last = recorded.replay();
        device.synchronize();
        return last;
    }

    /** Matrices as they were. */
    @Benchmark
    public void restore() {
        recorded.restore();
        device.synchronize();
    }

    /**
     * Arguments: RESULT.json, part of the cases' names, backends with commas, and "quick" for one short fork each.
     */
    public static void main(String[] arguments) throws RunnerException {
        if (arguments.length < 3) {
            System.err.println("bench/op-cases RESULT.json PART-OF-NAME BACKEND[,BACKEND...] [quick]");
            System.exit(64);
        }
        boolean quick = Arrays.asList(arguments).contains("quick");
        List<OpCase> cases = Selftest.cases(arguments[1]);
        String[] backends = arguments[2].split(",");
        double seconds = (quick ? 2 : 3 * 2.6) * 2 * cases.size() * backends.length;
        System.out.printf("%d cases on %d backends, about %.0f minutes%n", cases.size(), backends.length, seconds / 60);
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(OpCaseBenchmark.class.getName())
                .param("backend", backends)
                .param("name", cases.stream().map(OpCase::name).toArray(String[]::new))
                .resultFormat(ResultFormatType.JSON)
                .result(arguments[0])
                .jvmArgsAppend("-Xmx2g", "-XX:+UseSerialGC", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
        if (quick) {
            options.forks(1).warmupIterations(1).measurementIterations(2).measurementTime(TimeValue.milliseconds(100))
                    .warmupTime(TimeValue.milliseconds(100));
        }
        new Runner(options.build()).run();
    }
}
