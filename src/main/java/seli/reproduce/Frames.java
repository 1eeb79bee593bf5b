package seli.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/** E3: pictures of the ETF beside SELI, three classes in the plane and four in space. */
final class Frames implements Experiment {
    private static final List<Double> RATIOS = List.of(1., 10., 100.);
    private static final double AZIMUTH = Math.toRadians(28);
    private static final double ELEVATION = Math.toRadians(18);

    @Override
    public String name() {
        return "frames";
    }

    @Override
    public String title() {
        return "The simplex ETF and SELI as vectors, three classes in the plane and four in space";
    }

    @Override
    public String shows() {
        return "With balanced counts classifiers and class means are the same regular simplex. As R grows the"
                + " classifiers of the minorities get shorter and close up, and their class means get longer and stay apart.";
    }

    @Override
    public String cost(Preset preset) {
        return "below a second";
    }

    /** Two majorities, and one minority in the plane or two in space. */
    private static ClassCounts counts(int k, double ratio) {
        return StepProfile.of(2, k - 2, Math.round(ratio), 1);
    }

    @Override
    public List<Part> parts(Plan plan) {
        List<Part> parts = new ArrayList<>();
        for (int k : List.of(3, 4)) {
            for (double ratio : RATIOS) {
                ClassCounts counts = counts(k, ratio);
                parts.add(Part.of("k%d-R%.0f".formatted(k, ratio), "vectors of " + counts, 5, () -> vectors(counts)));
            }
        }
        return parts;
    }

    /**
     * W = Lam^(1/2) V' and M = Lam^(-1/2) V' by rows of coordinates, with P N P = V Lam^2 V': difference of the
     * majorities, majorities against minorities, difference of the minorities.
     */
    private static PartNumbers vectors(ClassCounts counts) {
        int k = counts.classes();
        double ratio = counts.maximum();
        double minorities = k - 2.0;
        double across = (2 + minorities * ratio) / k;
        double[] root = {Math.sqrt(ratio), Math.sqrt(across), 1};
        double half = Math.sqrt(0.5);
        double up = Math.sqrt(minorities / (2 * k));
        double down = -Math.sqrt(2 / (minorities * k));
        double[][] v = k == 3
                ? new double[][] {{half, -half, 0}, {up, up, down}}
                : new double[][] {{half, -half, 0, 0}, {up, up, down, down}, {0, 0, half, -half}};
        HostMatrix w = HostMatrix.generate(k - 1, k, (r, c) -> Math.sqrt(root[r]) * v[r][c]);
        HostMatrix m = HostMatrix.generate(k - 1, k, (r, c) -> v[r][c] / Math.sqrt(root[r]));
        SeliGeometry seli = SeliGeometry.of(counts);
        double error = Math.max(
                w.transpose().times(w).maxDifference(seli.classifierGram()),
                m.transpose().times(m).maxDifference(seli.embeddingGram()));
        return PartNumbers.of("classifiers", table(w))
                .plus("means", table(m))
                .plus("error", NumberTable.builder("error").add(error).build());
    }

    /** One row for each class; vectors over the longest of them. */
    private static NumberTable table(HostMatrix columns) {
        double longest = 0;
        for (int c = 0; c < columns.cols(); c++) {
            double square = 0;
            for (int r = 0; r < columns.rows(); r++) {
                square += columns.get(r, c) * columns.get(r, c);
            }
            longest = Math.max(longest, Math.sqrt(square));
        }
        NumberTable.Builder table = NumberTable.builder("x", "z", "y");
        for (int c = 0; c < columns.cols(); c++) {
            table.add(
                    columns.get(0, c) / longest,
                    columns.get(1, c) / longest,
                    columns.rows() > 2 ? columns.get(2, c) / longest : 0);
        }
        return table.build();
    }

    @Override
    public Findings present(Plan plan, List<PartNumbers> numbers) {
        List<Comparison> comparisons = new ArrayList<>();
        List<Findings.Picture> pictures = new ArrayList<>();
        int part = 0;
        for (int k : List.of(3, 4)) {
            for (double ratio : RATIOS) {
                PartNumbers at = numbers.get(part++);
                compare(k, ratio, at, comparisons);
                pictures.add(new Findings.Picture(picture(k, ratio, at), caption(k)));
            }
        }
        String remark =
                "Classifiers are drawn over the longest of them, and so are the class means; four vectors in space are"
                        + " seen from 28 degrees to the side and 18 degrees above.";
        return new Findings(List.of(remark), comparisons, pictures);
    }

    private static void compare(int k, double ratio, PartNumbers numbers, List<Comparison> comparisons) {
        String where = String.format(Locale.ROOT, ", k = %d, R = %.0f", k, ratio);
        comparisons.add(Comparison.of(
                        "largest difference of the drawn vectors' inner products from SELI's" + where,
                        numbers.table("error").at(0, "error"))
                .nearTheory(0, 1e-13 * ratio, "rounding"));
        if (k == 4) {
            double cosine = new StepFormulas(k, 0.5, ratio).shape().get(Shape.CLASSIFIER_MINORITY);
            comparisons.add(Comparison.of("angle of the minority classifiers in degrees" + where, degrees(numbers))
                    .nearTheory(Math.toDegrees(Math.acos(cosine)), 1e-6, "rounding"));
        }
    }

    /** The angle between the last two classifiers. */
    private static double degrees(PartNumbers numbers) {
        NumberTable w = numbers.table("classifiers");
        double inner = 0;
        double one = 0;
        double two = 0;
        for (int j = 0; j < 3; j++) {
            inner += w.at(2, j) * w.at(3, j);
            one += w.at(2, j) * w.at(2, j);
            two += w.at(3, j) * w.at(3, j);
        }
        return Math.toDegrees(Math.acos(inner / Math.sqrt(one * two)));
    }

    private static String caption(int k) {
        return ("%d classes: two majorities above, %s below; class means dashed."
                        + " In the ETF each class mean lies on its classifier.")
                .formatted(k, k == 3 ? "one minority" : "two minorities");
    }

    private static LineChart picture(int k, double ratio, PartNumbers numbers) {
        String name = "frames-k%d-R%.0f".formatted(k, ratio);
        String title =
                ratio == 1 ? "Simplex ETF, %d classes".formatted(k) : "SELI, %d classes, R = %.0f".formatted(k, ratio);
        String[] axes = k == 3
                ? new String[] {"difference of the majorities (longest vector = 1)", "majorities less minority"}
                : new String[] {"horizontal (longest vector = 1)", "vertical"};
        LineChart.Builder chart = LineChart.named(name, title)
                .xAxis(axes[0], Scale.LINEAR)
                .yAxis(axes[1], Scale.LINEAR)
                .equalScales();
        NumberTable w = numbers.table("classifiers");
        NumberTable m = numbers.table("means");
        chart.line("classifiers, majority", star(w, 0, 2, 0), star(w, 0, 2, 1))
                .line("classifiers, minority", star(w, 2, k, 0), star(w, 2, k, 1));
        dashed(chart, "class means, majority", m, 0, 2);
        dashed(chart, "class means, minority", m, 2, k);
        return chart.build();
    }

    /** In a colour of its own, so that it shows where it is parallel to a classifier. */
    private static void dashed(LineChart.Builder chart, String label, NumberTable vectors, int from, int to) {
        double[] x = star(vectors, from, to, 0);
        double[] y = star(vectors, from, to, 1);
        chart.points(label, ends(x), ends(y)).theory(label, x, y);
    }

    private static double[] ends(double[] path) {
        double[] ends = new double[path.length / 3];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = path[3 * i + 1];
        }
        return ends;
    }

    /** One coordinate of the lines from the origin to each vector, with gaps between them. */
    private static double[] star(NumberTable vectors, int from, int to, int axis) {
        double[] path = new double[3 * (to - from)];
        for (int c = from; c < to; c++) {
            path[3 * (c - from) + 1] = projected(vectors, c, axis);
            path[3 * (c - from) + 2] = Double.NaN;
        }
        return path;
    }

    /** In the plane as it is; in space turned about the vertical axis and tilted. The third axis goes into depth. */
    private static double projected(NumberTable vectors, int row, int axis) {
        double x = vectors.at(row, "x");
        double y = vectors.at(row, "y");
        double z = vectors.at(row, "z");
        if (vectors.rows() == 3) {
            return axis == 0 ? x : z;
        }
        return axis == 0
                ? Math.cos(AZIMUTH) * x + Math.sin(AZIMUTH) * y
                : Math.cos(ELEVATION) * z + Math.sin(ELEVATION) * (Math.cos(AZIMUTH) * y - Math.sin(AZIMUTH) * x);
    }
}
