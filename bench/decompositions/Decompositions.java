import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * The drivers of LAPACK that could serve a decomposition, one beside the other on the same matrix in interleaved
 * rounds: seconds of each sample, and the largest error of a value in units of (m + n) u |A|_F, of which the contract of
 * seli.backend.DenseAlgebra allows 4. Run from the repository's root:
 *
 * <pre>java -cp target/seli.jar bench/decompositions/Decompositions.java RESULT.json [THREADS [ROUNDS [LARGEST]]]</pre>
 *
 * <p>LARGEST bounds the orders and min(m, n). "gram" takes the eigenvalues of the smaller of A'A and AA', in the
 * matrix's own precision; with vectors it forms the other side by a product; "cholesky" is what it costs to see that the
 * accuracy does not allow it.
 */
public final class Decompositions {
    private static final int COLUMN_MAJOR = 102;
    private static final int[] ORDERS = {16, 64, 128, 256, 512, 1024, 2048, 4096};
    private static final int[][] SHAPES = {
        {16, 16}, {64, 64}, {128, 128}, {256, 256}, {512, 512}, {1024, 1024}, {2048, 2048},
        {512, 256}, {1024, 256}, {2048, 256}, {8192, 256}, {256, 1024}, {256, 8192}, {4096, 1024}, {1024, 4096},
        {100, 5000}, {10000, 10}
    };

    private final boolean wide;
    private final int m;
    private final int n;
    private final Pointer a;
    private final Pointer copy;
    private final Pointer u;
    private final Pointer vt;
    private final Pointer values;
    private final Pointer gram;
    private final double norm;

    private Decompositions(boolean wide, int m, int n, double[] entries) {
        this.wide = wide;
        this.m = m;
        this.n = n;
        int r = Math.min(m, n);
        this.a = numbers((long) m * n);
        this.copy = numbers((long) m * n);
        this.u = numbers((long) m * r);
        this.vt = numbers((long) r * n);
        this.values = numbers(r);
        this.gram = numbers((long) r * r);
        double squares = 0;
        for (int i = 0; i < entries.length; i++) {
            put(a, i, entries[i]);
            squares += entries[i] * entries[i];
        }
        this.norm = Math.sqrt(squares);
    }

    private Pointer numbers(long count) {
        return wide ? new DoublePointer(count) : new FloatPointer(count);
    }

    private void put(Pointer p, long i, double value) {
        if (wide) {
            ((DoublePointer) p).put(i, value);
        } else {
            ((FloatPointer) p).put(i, (float) value);
        }
    }

    private double get(Pointer p, long i) {
        return wide ? ((DoublePointer) p).get(i) : ((FloatPointer) p).get(i);
    }

    private static DoublePointer d(Pointer p) {
        return (DoublePointer) p;
    }

    private static FloatPointer f(Pointer p) {
        return (FloatPointer) p;
    }

    private void load() {
        Pointer.memcpy(copy, a, (wide ? 8L : 4L) * m * n);
    }

    private int syevd(char job, Pointer matrix, int order) {
        return wide
                ? openblas.LAPACKE_dsyevd(COLUMN_MAJOR, (byte) job, (byte) 'U', order, d(matrix), order, d(values))
                : openblas.LAPACKE_ssyevd(COLUMN_MAJOR, (byte) job, (byte) 'U', order, f(matrix), order, f(values));
    }

    private int syevdTwoStage() {
        return wide
                ? openblas.LAPACKE_dsyevd_2stage(COLUMN_MAJOR, (byte) 'N', (byte) 'U', m, d(copy), m, d(values))
                : openblas.LAPACKE_ssyevd_2stage(COLUMN_MAJOR, (byte) 'N', (byte) 'U', m, f(copy), m, f(values));
    }

    private int syevr(char job) {
        try (IntPointer found = new IntPointer(1); IntPointer support = new IntPointer(2L * m)) {
            byte all = 'A';
            byte upper = 'U';
            return wide
                    ? openblas.LAPACKE_dsyevr(COLUMN_MAJOR, (byte) job, all, upper, m, d(copy), m, 0, 0, 0, 0, 0,
                            found, d(values), d(u), m, support)
                    : openblas.LAPACKE_ssyevr(COLUMN_MAJOR, (byte) job, all, upper, m, f(copy), m, 0, 0, 0, 0, 0,
                            found, f(values), f(u), m, support);
        }
    }

    private int gesdd(char job) {
        int r = Math.min(m, n);
        return wide
                ? openblas.LAPACKE_dgesdd(
                        COLUMN_MAJOR, (byte) job, m, n, d(copy), m, d(values), d(u), m, d(vt), job == 'N' ? n : r)
                : openblas.LAPACKE_sgesdd(
                        COLUMN_MAJOR, (byte) job, m, n, f(copy), m, f(values), f(u), m, f(vt), job == 'N' ? n : r);
    }

    /** gesdd of the transpose: the factorisation that begins with a wide matrix is the slower one. */
    private int transposed(char job) {
        int r = Math.min(m, n);
        transpose(a, copy, m, n);
        int info = wide
                ? openblas.LAPACKE_dgesdd(
                        COLUMN_MAJOR, (byte) job, n, m, d(copy), n, d(values), d(vt), n, d(u), job == 'N' ? m : r)
                : openblas.LAPACKE_sgesdd(
                        COLUMN_MAJOR, (byte) job, n, m, f(copy), n, f(values), f(vt), n, f(u), job == 'N' ? m : r);
        if (job != 'N') { // both sides come out transposed
            transpose(vt, copy, n, r);
            transpose(u, gram, r, m);
        }
        return info;
    }

    private void transpose(Pointer from, Pointer to, int rows, int cols) {
        for (int j = 0; j < cols; j++) {
            long first = (long) j * rows;
            if (wide) {
                openblas_nolapack.cblas_dcopy(rows, d(from).getPointer(first), 1, d(to).getPointer(j), cols);
            } else {
                openblas_nolapack.cblas_scopy(rows, f(from).getPointer(first), 1, f(to).getPointer(j), cols);
            }
        }
    }

    /** The Gram matrix and its Cholesky factor: what it costs to see that the accuracy does not allow "gram". */
    private int cholesky() {
        int r = Math.min(m, n);
        product(r);
        int info = wide
                ? openblas.LAPACKE_dpotrf(COLUMN_MAJOR, (byte) 'U', r, d(gram), r)
                : openblas.LAPACKE_spotrf(COLUMN_MAJOR, (byte) 'U', r, f(gram), r);
        return Math.min(info, 0);
    }

    /** Values only: without vectors gesvd has no slow part. */
    private int gesvd() {
        byte none = 'N';
        try (Pointer rest = numbers(Math.max(m, n))) {
            return wide
                    ? openblas.LAPACKE_dgesvd(
                            COLUMN_MAJOR, none, none, m, n, d(copy), m, d(values), d(u), m, d(vt), n, d(rest))
                    : openblas.LAPACKE_sgesvd(
                            COLUMN_MAJOR, none, none, m, n, f(copy), m, f(values), f(u), m, f(vt), n, f(rest));
        }
    }

    private int gram(boolean vectors) {
        int r = Math.min(m, n);
        product(r);
        int info = syevd(vectors ? 'V' : 'N', gram, r);
        if (vectors) {
            otherSide(r);
        }
        for (int i = 0, j = r - 1; i <= j; i++, j--) {
            double low = Math.sqrt(Math.max(0, get(values, i)));
            put(values, i, Math.sqrt(Math.max(0, get(values, j))));
            put(values, j, low);
        }
        return info;
    }

    /** The upper triangle of the smaller of A'A and AA'. */
    private void product(int r) {
        int trans = m >= n ? 112 : 111;
        if (wide) {
            openblas_nolapack.cblas_dsyrk(
                    COLUMN_MAJOR, 121, trans, r, Math.max(m, n), 1, d(a), m, 0, d(gram), r);
        } else {
            openblas_nolapack.cblas_ssyrk(
                    COLUMN_MAJOR, 121, trans, r, Math.max(m, n), 1, f(a), m, 0, f(gram), r);
        }
    }

    /** A V or V'A of the other side, unscaled: the scaling is one pass. */
    private void otherSide(int r) {
        if (m >= n) {
            multiply(111, 111, new int[] {m, r, n}, new Pointer[] {a, gram, u});
        } else {
            multiply(112, 111, new int[] {r, n, m}, new Pointer[] {gram, a, vt});
        }
    }

    private void multiply(int transA, int transB, int[] shape, Pointer[] p) {
        int lda = transA == 111 ? shape[0] : shape[2];
        int ldb = shape[2];
        if (wide) {
            openblas_nolapack.cblas_dgemm(COLUMN_MAJOR, transA, transB, shape[0], shape[1], shape[2], 1, d(p[0]), lda,
                    d(p[1]), ldb, 0, d(p[2]), shape[0]);
        } else {
            openblas_nolapack.cblas_sgemm(COLUMN_MAJOR, transA, transB, shape[0], shape[1], shape[2], 1, f(p[0]), lda,
                    f(p[1]), ldb, 0, f(p[2]), shape[0]);
        }
    }

    private interface Driver {
        int run();
    }

    private double[] valuesNow() {
        double[] found = new double[Math.min(m, n)];
        for (int i = 0; i < found.length; i++) {
            found[i] = get(values, i);
        }
        return found;
    }

    private void close() {
        for (Pointer p : List.of(a, copy, u, vt, values, gram)) {
            p.close();
        }
    }

    private static double[] random(int m, int n, boolean symmetric) {
        SplittableRandom random = new SplittableRandom(31L * m + n);
        double[] entries = new double[m * n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                boolean mirrored = symmetric && i < j;
                entries[j * m + i] = mirrored ? entries[i * m + j] : (float) random.nextDouble(-1, 1);
            }
        }
        return entries;
    }

    /** The drivers of one operation, the one whose values the others' are compared with first. */
    private Map<String, Driver> drivers(String op) {
        Map<String, Driver> drivers = new LinkedHashMap<>();
        switch (op) {
            case "eigenvalues" -> {
                drivers.put("syevd", () -> syevd('N', copy, m));
                drivers.put("syevr", () -> syevr('N'));
                drivers.put("syevd_2stage", this::syevdTwoStage);
            }
            case "eigenvectors" -> {
                drivers.put("syevd", () -> syevd('V', copy, m));
                drivers.put("syevr", () -> syevr('V'));
            }
            default -> {
                boolean vectors = !op.equals("singular values");
                char job = vectors ? 'S' : 'N';
                drivers.put("gesdd", () -> gesdd(job));
                if (!vectors) {
                    drivers.put("gesvd", this::gesvd);
                }
                if (n > m) {
                    drivers.put("gesdd of A'", () -> transposed(job));
                }
                drivers.put("gram", () -> gram(vectors));
            }
        }
        if (m >= 2 * n || n >= 2 * m) {
            drivers.put("cholesky", this::cholesky);
        }
        return drivers;
    }

    private static void measure(String op, boolean wide, int[] shape, int rounds, List<String> lines) {
        boolean symmetric = op.startsWith("eigen");
        double[] entries = random(shape[0], shape[1], symmetric);
        Decompositions truth = new Decompositions(true, shape[0], shape[1], entries);
        truth.load();
        truth.drivers(op).values().iterator().next().run();
        double[] exact = truth.valuesNow();
        truth.close();
        Decompositions at = new Decompositions(wide, shape[0], shape[1], entries);
        Map<String, Driver> drivers = at.drivers(op);
        Map<String, double[]> samples = new LinkedHashMap<>();
        Map<String, Double> errors = new LinkedHashMap<>();
        int repeats = 1;
        for (int round = -1; round < rounds; round++) { // the first warms up
            for (Map.Entry<String, Driver> driver : drivers.entrySet()) {
                long start = System.nanoTime();
                for (int i = 0; i < repeats; i++) {
                    at.load();
                    int info = driver.getValue().run();
                    if (info != 0) {
                        throw new ArithmeticException(driver.getKey() + " info " + info);
                    }
                }
                double seconds = (System.nanoTime() - start) * 1e-9 / repeats;
                if (round < 0) {
                    errors.put(driver.getKey(), at.error(exact));
                    samples.put(driver.getKey(), new double[rounds]);
                } else {
                    samples.get(driver.getKey())[round] = seconds;
                }
                if (round < 0 && driver.getKey().startsWith("syevd") || round < 0 && driver.getKey().equals("gesdd")) {
                    repeats = (int) Math.max(1, Math.min(2000, 0.02 / seconds));
                }
            }
        }
        at.close();
        String precision = wide ? "float64" : "float32";
        for (String name : drivers.keySet()) {
            double[] sorted = samples.get(name).clone();
            Arrays.sort(sorted);
            double error = name.equals("cholesky") ? 0 : errors.get(name);
            double median = (sorted[(rounds - 1) / 2] + sorted[rounds / 2]) / 2;
            lines.add(String.format(Locale.ROOT,
                    "{\"op\": \"%s\", \"driver\": \"%s\", \"precision\": \"%s\", \"m\": %d, \"n\": %d, \"seconds\": %.6e, "
                            + "\"error\": %.3e, \"samples\": %s}",
                    op, name, precision, shape[0], shape[1], median, error,
                    Arrays.toString(samples.get(name))));
            System.out.printf(Locale.ROOT, "%-16s %-13s %s %5d x %-5d %.3e s  error %.2g%n",
                    op, name, precision, shape[0], shape[1], median, error);
        }
    }

    private double error(double[] exact) {
        double[] found = valuesNow();
        double worst = 0;
        for (int i = 0; i < exact.length; i++) {
            worst = Math.max(worst, Math.abs(found[i] - exact[i]));
        }
        return worst / (((double) m + n) * (wide ? 0x1p-53 : 0x1p-24) * norm);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1) {
            System.err.println("Decompositions.java RESULT.json [THREADS [ROUNDS [LARGEST]]]");
            System.exit(64);
        }
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : Runtime.getRuntime().availableProcessors();
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        int largest = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 4096;
        Loader.load(openblas.class);
        openblas_nolapack.blas_set_num_threads(threads);
        String start = Instant.now().toString();
        List<String> lines = new ArrayList<>();
        for (boolean wide : new boolean[] {true, false}) {
            for (String op : List.of("eigenvalues", "eigenvectors")) {
                for (int order : ORDERS) {
                    if (order <= largest) {
                        measure(op, wide, new int[] {order, order}, order > 2048 ? Math.min(3, rounds) : rounds, lines);
                    }
                }
            }
            for (String op : List.of("singular values", "singular vectors")) {
                for (int[] shape : SHAPES) {
                    if (Math.min(shape[0], shape[1]) <= largest) {
                        measure(op, wide, shape, rounds, lines);
                    }
                }
            }
        }
        Files.writeString(Path.of(arguments[0]), document(threads, rounds, start, lines));
    }

    private static String document(int threads, int rounds, String start, List<String> lines) throws IOException {
        String cpu = Files.lines(Path.of("/proc/cpuinfo"))
                .filter(line -> line.startsWith("model name"))
                .findFirst().orElse(":unknown");
        List<String> set = System.getenv().keySet().stream().filter(name -> name.startsWith("OPENBLAS")).sorted().toList();
        return String.format(Locale.ROOT,
                "{\n  \"schema\": \"seli.bench.decompositions/1\",\n  \"machine\": {\"cpu\": \"%s\", \"processors\": %d},\n"
                        + "  \"openblas\": \"%s\",\n  \"environment\": \"%s\",\n  \"java\": \"%s\",\n  \"commit\": \"%s\",\n"
                        + "  \"start\": \"%s\",\n  \"threads\": %d,\n  \"rounds\": %d,\n  \"results\": [\n    %s\n  ]\n}\n",
                cpu.substring(cpu.indexOf(':') + 1).strip(), Runtime.getRuntime().availableProcessors(),
                openblas.OPENBLAS_VERSION.strip(), String.join(" ", set), System.getProperty("java.version"),
                commit(), start, threads, rounds, String.join(",\n    ", lines));
    }

    private static String commit() throws IOException {
        ProcessBuilder git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD");
        return new String(git.start().getInputStream().readAllBytes()).strip();
    }
}
