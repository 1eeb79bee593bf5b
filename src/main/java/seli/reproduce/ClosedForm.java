package seli.reproduce;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import seli.figure.LineChart;
import seli.figure.Scale;
import seli.geometry.GeometryModel;
import seli.geometry.LimitGeometry;
import seli.geometry.SeliGeometry;
import seli.geometry.SimplexEtf;
import seli.label.ClassCounts;
import seli.metric.GeometryDistances;

/** E3: norms and angles of the SELI geometry against the imbalance ratio. */
final class ClosedForm implements Experiment {
    private static final List<Integer> CLASSES = List.of(4, 10, 100);
    private static final long NMIN = 1_000; // so that fractions of R can be drawn
    private static final double LARGEST = 1e3;
    private static final double LIMIT = 1e12;
    private static final String SOURCE = "the formulas of the paper, evaluated independently";

    /** k, minorities, R, and the ten numbers in the order of Shape. */
    private static final List<List<Double>> PUBLISHED = List.of(
            List.of(
                    4., 2., 10., 1.995247, .436390, -.458991, .079446, -.382096, -.194601, -.648532, -.266023, .990145,
                    .923921),
            List.of(
                    10., 5., 10., 2.672100, .350829, -.143953, .033369, -.138681, -.069702, -.186746, -.085434, .995584,
                    .963944),
            List.of(
                    10., 5., 100., 5.766212, .115557, -.148022, .338026, -.195903, -.063016, -.228393, -.050850,
                    .994232, .811580),
            List.of(
                    10., 3., 7., 2.213114, .433665, -.130904, .054023, -.106404, -.081191, -.240525, -.112577, .995191,
                    .974957));

    @Override
    public String name() {
        return "closed-form";
    }

    @Override
    public String title() {
        return "SELI in closed form: norms and angles against the imbalance ratio";
    }

    @Override
    public String shows() {
        return "Under (R, 1/2)-STEP imbalance the classifiers of the minorities get shorter and turn towards each"
                + " other as R grows, while the embeddings of the minorities get longer; only for R = 1 is SELI the simplex ETF.";
    }

    @Override
    public String cost(Preset preset) {
        return "below a second";
    }

    @Override
    public List<Part> parts(Plan plan) {
        List<Part> parts = new ArrayList<>();
        int points = plan.isFull() ? 241 : 61;
        for (int k : CLASSES) {
            parts.add(Part.of(
                    "k" + k, "k=%d R=1:%s points=%d".formatted(k, LARGEST, points), 20, () -> curve(k, points)));
        }
        parts.add(Part.of("published", "the tabulated numbers " + PUBLISHED, 10, ClosedForm::published));
        parts.add(Part.of("limits", "k=10 R=" + LIMIT, 10, ClosedForm::limits));
        return parts;
    }

    private static PartNumbers curve(int k, int points) {
        List<String> columns = new ArrayList<>(List.of("R", "classifierToEtf", "embeddingToEtf", "formula"));
        columns.addAll(Shape.columns());
        NumberTable.Builder table = NumberTable.builder(columns);
        for (double ratio : StepProfile.logarithmic(1, LARGEST, points)) {
            ClassCounts counts = StepProfile.half(k, ratio, NMIN);
            SeliGeometry seli = SeliGeometry.of(counts);
            GeometryDistances fromEtf = GeometryDistances.ofProducts(
                    seli, seli.classifierGram(), seli.embeddingGram(), new SimplexEtf(k).gram());
            double exact = (double) counts.maximum() / NMIN;
            double[] head = {
                exact,
                Shape.orNaN(fromEtf.classifierEtf()),
                Shape.orNaN(fromEtf.embeddingEtf()),
                new StepFormulas(k, 0.5, exact).classifierToEtf()
            };
            table.add(joined(head, Shape.row(shape(counts))));
        }
        return PartNumbers.of("curve", table.build());
    }

    private static double[] joined(double[] head, double[] tail) {
        double[] row = java.util.Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, row, head.length, tail.length);
        return row;
    }

    private static ShapeNumbers shape(ClassCounts counts) {
        return Shape.of(LimitGeometry.of(GeometryModel.crossEntropy(counts)).byGroup());
    }

    private static PartNumbers published() {
        NumberTable.Builder run = NumberTable.builder(Shape.columns());
        NumberTable.Builder theory = NumberTable.builder(Shape.columns());
        for (List<Double> row : PUBLISHED) {
            int k = row.get(0).intValue();
            int minorities = row.get(1).intValue();
            run.add(Shape.row(
                    shape(StepProfile.of(k - minorities, minorities, row.get(2).longValue(), 1))));
            theory.add(Shape.row(new StepFormulas(k, minorities / (double) k, row.get(2)).shape()));
        }
        return PartNumbers.of("run", run.build()).plus("theory", theory.build());
    }

    private static PartNumbers limits() {
        ClassCounts counts = StepProfile.of(5, 5, (long) LIMIT, 1);
        ClassCounts seven = StepProfile.of(5, 5, 7, 1);
        return PartNumbers.of(
                        "far",
                        NumberTable.builder(Shape.columns())
                                .add(Shape.row(shape(counts)))
                                .build())
                .plus(
                        "seven",
                        NumberTable.builder(Shape.columns())
                                .add(Shape.row(shape(seven)))
                                .build());
    }

    @Override
    public Findings present(Plan plan, List<PartNumbers> numbers) {
        List<NumberTable> curves = new ArrayList<>();
        for (int i = 0; i < CLASSES.size(); i++) {
            curves.add(numbers.get(i).table("curve"));
        }
        List<Comparison> comparisons = new ArrayList<>();
        comparePublished(numbers.get(CLASSES.size()), comparisons);
        compareDistances(curves, comparisons);
        compareLimits(numbers.get(CLASSES.size() + 1), comparisons);
        String remark = "Theory: the formulas for STEP imbalance. Run: the spectral route of the program, which"
                + " serves every label distribution.";
        return new Findings(List.of(remark), comparisons, pictures(curves));
    }

    private static void comparePublished(PartNumbers numbers, List<Comparison> comparisons) {
        for (int row = 0; row < PUBLISHED.size(); row++) {
            List<Double> known = PUBLISHED.get(row);
            ShapeNumbers run = Shape.ofRow(numbers.table("run"), row);
            ShapeNumbers theory = Shape.ofRow(numbers.table("theory"), row);
            String where = String.format(
                    Locale.ROOT, ", k = %.0f, %.0f minorities, R = %.0f", known.get(0), known.get(1), known.get(2));
            for (Shape shape : Shape.values()) {
                Comparison beside = Comparison.of(shape.label() + where, run.get(shape))
                        .nearTheory(theory.get(shape), 1e-12, "rounding")
                        .nearReference(known.get(3 + List.of(Shape.values()).indexOf(shape)), 6e-7, SOURCE);
                boolean isPublished = row == 1 && shape == Shape.CLASSIFIER_RATIO;
                comparisons.add(isPublished ? beside.besidePublished(2.67, "[Behnia23, Fig. 1], read off") : beside);
            }
        }
    }

    private static void compareDistances(List<NumberTable> curves, List<Comparison> comparisons) {
        for (int i = 0; i < curves.size(); i++) {
            NumberTable curve = curves.get(i);
            comparisons.add(Comparison.of(
                            "distance of SELI's W'W to the ETF, k = %d, R = 1000".formatted(CLASSES.get(i)),
                            curve.last("classifierToEtf"))
                    .nearTheory(curve.last("formula"), 1e-12, "rounding"));
            comparisons.add(Comparison.of(
                            "distance of SELI's W'W to the ETF, k = %d, R = 1".formatted(CLASSES.get(i)),
                            curve.at(0, "classifierToEtf"))
                    .nearTheory(0, 1e-12, "balanced counts give the ETF"));
        }
    }

    /** The limits R to infinity at fixed k = 10, rho = 1/2, and the zero of the minorities' cosine at R = 7. */
    private static void compareLimits(PartNumbers numbers, List<Comparison> comparisons) {
        ShapeNumbers far = Shape.ofRow(numbers.table("far"), 0);
        double root = Math.sqrt(0.5);
        double norm = 1 - 1 / 5. + root * root * root / 5;
        Map<Shape, Double> limit = new EnumMap<>(Shape.class);
        limit.put(Shape.CLASSIFIER_RATIO, norm / (0.5 / (root * 10)));
        limit.put(Shape.CLASSIFIER_MINORITY, 1.);
        limit.put(Shape.CLASSIFIER_MAJORITY, (root * root * root - 1) / (4 + root * root * root));
        limit.put(Shape.CLASSIFIER_BETWEEN, -root / 10 / Math.sqrt(norm * 0.5 / (root * 10)));
        limit.put(Shape.EMBEDDING_MINORITY, -1 / 4.);
        limit.put(Shape.EMBEDDING_MAJORITY, (root - 1) / (4 + root));
        limit.put(Shape.EMBEDDING_BETWEEN, 0.);
        limit.forEach(
                (shape, value) -> comparisons.add(Comparison.of(shape.label() + ", k = 10, R = 10^12", far.get(shape))
                        .nearTheory(value, 1e-3, "limit for R to infinity, reached like R^(-1/4) or faster")));
        comparisons.add(Comparison.of(
                        Shape.CLASSIFIER_MINORITY.label() + ", k = 10, R = 7",
                        Shape.ofRow(numbers.table("seven"), 0).get(Shape.CLASSIFIER_MINORITY))
                .nearTheory(0, 1e-14, "the minorities' classifiers are orthogonal at R = 7 for every k"));
    }

    private static List<Findings.Picture> pictures(List<NumberTable> curves) {
        NumberTable ten = curves.get(CLASSES.indexOf(10));
        return List.of(
                new Findings.Picture(
                        ratios(curves),
                        "Squared norms, majority over minority: the classifiers' ratio grows"
                                + " to a limit that depends on k; the embeddings' falls like R^(-1/2)."),
                new Findings.Picture(
                        angles(
                                "classifier-angles",
                                "Angles between classifiers, k = 10",
                                ten,
                                List.of(
                                        Shape.CLASSIFIER_MAJORITY,
                                        Shape.CLASSIFIER_MINORITY,
                                        Shape.CLASSIFIER_BETWEEN)),
                        "Minority classifiers turn towards each other: orthogonal at R = 7, equal as R grows without end."),
                new Findings.Picture(
                        angles(
                                "embedding-angles",
                                "Angles between class means, k = 10",
                                ten,
                                List.of(Shape.EMBEDDING_MAJORITY, Shape.EMBEDDING_MINORITY, Shape.EMBEDDING_BETWEEN)),
                        "Class means of minorities do not collapse: they tend to a simplex of their own, cosine -1/4."),
                new Findings.Picture(
                        angles(
                                "alignment",
                                "Alignment of classifiers with class means, k = 10",
                                ten,
                                List.of(Shape.ALIGNED_MAJORITY, Shape.ALIGNED_MINORITY)),
                        "Classifier and class mean of a class are parallel only if the counts are balanced."),
                new Findings.Picture(
                        minorities(curves),
                        "The minorities' angle for several numbers of classes; all cross" + " zero at R = 7."),
                new Findings.Picture(toEtf(curves), "How far SELI is from the simplex ETF."));
    }

    private static LineChart ratios(List<NumberTable> curves) {
        LineChart.Builder chart =
                chart("norm-ratios", "Norm ratios of SELI").yAxis("ratio of squared norms", Scale.LOG);
        for (int i = 0; i < curves.size(); i++) {
            double[] x = curves.get(i).column("R");
            String k = ", k = " + CLASSES.get(i);
            chart.line("|w_maj|²/|w_min|²" + k, x, curves.get(i).column(Shape.CLASSIFIER_RATIO.name()))
                    .theory("|h_maj|²/|h_min|²" + k, x, curves.get(i).column(Shape.EMBEDDING_RATIO.name()));
        }
        return chart.build();
    }

    private static LineChart angles(String name, String title, NumberTable curve, List<Shape> shapes) {
        LineChart.Builder chart = chart(name, title).yAxis("cosine", Scale.LINEAR);
        double[] x = curve.column("R");
        shapes.forEach(shape -> chart.line(shape.label(), x, curve.column(shape.name())));
        return chart.build();
    }

    private static LineChart minorities(List<NumberTable> curves) {
        LineChart.Builder chart = chart("minority-angles", "Angle between minority classifiers")
                .yAxis("cos(w_min, w_min')", Scale.LINEAR);
        for (int i = 0; i < curves.size(); i++) {
            chart.line(
                    "k = " + CLASSES.get(i),
                    curves.get(i).column("R"),
                    curves.get(i).column(Shape.CLASSIFIER_MINORITY.name()));
        }
        return chart.mark("R = 7", 7).build();
    }

    private static LineChart toEtf(List<NumberTable> curves) {
        LineChart.Builder chart = chart("seli-to-etf", "Distance of SELI to the simplex ETF")
                .yAxis("distance of Gram matrices", Scale.LINEAR);
        for (int i = 0; i < curves.size(); i++) {
            double[] x = curves.get(i).column("R");
            String k = ", k = " + CLASSES.get(i);
            chart.line("classifiers" + k, x, curves.get(i).column("classifierToEtf"))
                    .theory("class means" + k, x, curves.get(i).column("embeddingToEtf"));
        }
        return chart.build();
    }

    private static LineChart.Builder chart(String name, String title) {
        return LineChart.named("closed-form-" + name, title).xAxis("imbalance ratio R", Scale.LOG);
    }
}
