import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import seli.backend.Backend;
import seli.backend.Backends;
import seli.backend.Precision;
import seli.job.LossReduction;
import seli.job.SolveJob;
import seli.job.SolveMethod;
import seli.job.SolveOutcome;
import seli.job.SolveSettings;
import seli.label.ClassCounts;
import seli.problem.UfmProblem;
import seli.solver.IterationListener;
import seli.solver.SolverSettings;
import seli.solver.SolverStatus;

/**
 * Compares a backend with stored numbers, where no test framework is: on a machine with a GPU.
 *
 * <pre>
 *   java -cp target/seli.jar ci/Golden.java solve BACKEND PRECISION ridge.csv
 *   java -cp target/seli.jar ci/Golden.java train PRECISION got/history.csv stored.csv
 * </pre>
 *
 * <p>Prints a line for each case that is wrong, then {@code N passed, M failed}; exit code 1 if any failed.
 */
final class Golden {
    /** Where single precision can reach the optimum at all. */
    private static final double LARGE_LAMBDA = 0.1;

    private final List<String> wrong = new ArrayList<>();
    private int cases;

    private Golden() {}

    public static void main(String[] args) throws IOException {
        Golden golden = new Golden();
        if (args.length == 4 && args[0].equals("solve")) {
            golden.solve(Backends.Choice.of(args[1]), precision(args[2]), Path.of(args[3]));
        } else if (args.length == 4 && args[0].equals("train")) {
            golden.train(precision(args[1]), Path.of(args[2]), Path.of(args[3]));
        } else {
            System.err.println("expected: solve BACKEND PRECISION FILE, or train PRECISION FILE STORED");
            System.exit(64);
        }
        golden.wrong.forEach(System.out::println);
        System.out.println(golden.cases - golden.wrong.size() + " passed, " + golden.wrong.size() + " failed");
        System.exit(golden.wrong.isEmpty() ? 0 : 1);
    }

    private static Precision precision(String name) {
        return Precision.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private void solve(Backends.Choice choice, Precision precision, Path file) throws IOException {
        boolean isDouble = precision == Precision.FLOAT64;
        double tolerance = isDouble ? 1e-10 : 1e-2;
        double agreement = isDouble ? 1e-9 : precision == Precision.FLOAT32 ? 1e-4 : 3e-2;
        SolverSettings limits = SolverSettings.certified(tolerance, 20_000, 60);
        try (Backend backend = Backends.open(choice, precision, 1)) {
            for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
                String[] cells = line.split(";");
                double lambda = Double.parseDouble(cells[1]);
                if (isDouble || lambda >= LARGE_LAMBDA) {
                    SolveOutcome outcome = SolveJob.run(backend, settings(cells[0], lambda, limits), IterationListener.NONE);
                    check(cells, outcome, agreement, isDouble);
                }
            }
            if (backend.liveBytes() != 0) {
                wrong.add(backend.liveBytes() + " bytes are still live");
            }
        }
    }

    private static SolveSettings settings(String counts, double lambda, SolverSettings limits) {
        ClassCounts n =
                ClassCounts.of(Stream.of(counts.split(",")).mapToLong(Long::parseLong).toArray());
        return new SolveSettings(
                UfmProblem.crossEntropy(n, n.classes(), lambda),
                limits,
                new SolveSettings.SeliStart(),
                SolveMethod.COLLAPSED,
                LossReduction.SUM,
                SolveSettings.Variant.PLAIN);
    }

    private void check(String[] cells, SolveOutcome outcome, double agreement, boolean isDouble) {
        cases++;
        double objective = Double.parseDouble(cells[2]);
        double nuclear = Double.parseDouble(cells[4]);
        double found = outcome.certificate().primal();
        boolean value = Math.abs(found - objective) <= agreement * objective;
        boolean rest = !isDouble
                || outcome.status() == SolverStatus.OPTIMAL
                        && outcome.solution().rank() == Integer.parseInt(cells[3])
                        && Math.abs(outcome.solution().nuclearNorm() - nuclear) <= 1e-6 * nuclear;
        if (!value || !rest) {
            wrong.add("solve --counts %s --lambda %s: %s, objective %s, expected %s, %s"
                    .formatted(cells[0], cells[1], outcome.status(), found, objective, outcome.certificate()));
        }
    }

    /** Every column in double; the loss alone in single, whose small distances are rounding. */
    private void train(Precision precision, Path got, Path stored) throws IOException {
        double tolerance = precision == Precision.FLOAT64 ? 1e-8 : precision == Precision.FLOAT32 ? 1e-3 : 5e-2;
        int columns = precision == Precision.FLOAT64 ? Integer.MAX_VALUE : 2;
        List<String> found = Files.readAllLines(got);
        List<String> expected = Files.readAllLines(stored);
        if (found.size() != expected.size()) {
            wrong.add("%s has %d lines, expected %d".formatted(got, found.size(), expected.size()));
        }
        for (int i = 1; i < Math.min(found.size(), expected.size()); i++) {
            cases++;
            String[] left = found.get(i).split(",", -1);
            String[] right = expected.get(i).split(",", -1);
            boolean near = left.length == right.length;
            for (int j = 0; near && j < Math.min(columns, left.length); j++) {
                double truth = Double.parseDouble(right[j]);
                near = Math.abs(Double.parseDouble(left[j]) - truth) <= tolerance * Math.abs(truth);
            }
            if (!near) {
                wrong.add("%s, line %d: %s, expected %s".formatted(got, i, found.get(i), expected.get(i)));
            }
        }
    }
}
