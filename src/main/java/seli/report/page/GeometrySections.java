package seli.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import seli.label.CountGroup;
import seli.metric.ClassGrams;
import seli.metric.GeometryDistances;
import seli.report.HtmlReport;
import seli.report.NumberText;

/** The sections on geometry that several pages have in common. */
final class GeometrySections {
    /** Gram matrices of theory cost the cube of the number of groups. */
    private static final int MOST_GROUPS = 600;

    private static final int MOST_ROWS = 40;

    private final HtmlReport page;
    private final MeasuredGeometry geometry;

    GeometrySections(HtmlReport page, MeasuredGeometry geometry) {
        this.page = page;
        this.geometry = geometry;
    }

    /** Heat maps, then norms and angles. */
    void add() {
        add(Optional.empty());
    }

    /** The same, with the heat maps of the measured matrices entry by entry where {@code grams} has them. */
    void add(Optional<ClassGrams> grams) {
        if (geometry.counts().groups().size() > MOST_GROUPS) {
            page.section("Geometry")
                    .text("There are " + geometry.counts().groups().size()
                            + " distinct counts; Gram matrices beside SELI are drawn up to " + MOST_GROUPS + ".");
            addDistances();
            return;
        }
        addGrams(grams);
        addNormsAndAngles();
    }

    private void addGrams(Optional<ClassGrams> grams) {
        GramFigures classifier = new GramFigures(geometry.counts(), "gram-classifier", "Classifiers W'W");
        GramFigures embedding = new GramFigures(geometry.counts(), "gram-embedding", "Class means M'M");
        page.section("Gram matrices beside SELI and the simplex ETF");
        addDistances();
        page.figures(
                grams.isPresent()
                        ? classifier.of(
                                grams.get().classifier(), geometry.seli().classifier())
                        : classifier.of(geometry.classifier(), geometry.seli().classifier()),
                "Gram matrix of the classifiers: measured, in the SELI geometry of these counts, and as a simplex ETF;"
                        + " each has Frobenius norm 1, and classes are in decreasing order of their samples, "
                        + classifier.meaning() + "."
                        + (grams.isPresent() ? "" : " Measured entries are averages over classes of equal counts."));
        page.figures(
                grams.isPresent()
                        ? embedding.of(grams.get().embedding(), geometry.seli().embedding())
                        : embedding.of(geometry.embedding(), geometry.seli().embedding()),
                "The same for the class means of the embeddings.");
    }

    private void addDistances() {
        GeometryDistances d = geometry.distances();
        page.table(
                "Distances |A/|A| - B/|B|| of Gram matrices, in the Frobenius norm; 0 is equal up to scale, 1.414 is"
                        + " orthogonal",
                List.of("", "to SELI", "to simplex ETF"),
                List.of(
                        List.of("classifiers W'W", text(d.classifierSeli()), text(d.classifierEtf())),
                        List.of("class means M'M, centred", text(d.embeddingSeli()), text(d.embeddingEtf())),
                        List.of("logits W'M", text(d.logitsSeli()), text(d.logitsSeli()))));
    }

    private void addNormsAndAngles() {
        GroupFigures classifier = new GroupFigures(geometry.counts(), "classifier", "classifiers");
        GroupFigures embedding = new GroupFigures(geometry.counts(), "embedding", "class means");
        page.section("Norms and angles by class");
        page.figures(
                List.of(
                        classifier.norms(geometry.classifier(), geometry.seli().classifier()),
                        embedding.norms(geometry.embedding(), geometry.seli().embedding())),
                "Squared norms by the number of samples of a class, in units of their mean over the classes.");
        page.figures(
                List.of(
                        classifier.angles(geometry.classifier(), geometry.seli().classifier()),
                        embedding.angles(geometry.embedding(), geometry.seli().embedding())),
                "Cosines of the vectors of two distinct classes, by the samples of the two.");
        page.table(
                "Groups of classes of equal counts",
                List.of("samples", "classes", "|w|^2", "|h|^2", "cos(w, h)", "cos(w, h) in SELI"),
                groups());
    }

    private List<List<String>> groups() {
        List<CountGroup> groups = geometry.counts().groups();
        List<List<String>> rows = new ArrayList<>();
        int every = (groups.size() + MOST_ROWS - 1) / MOST_ROWS;
        for (int g = 0; g < groups.size(); g += every) {
            rows.add(List.of(
                    Long.toString(groups.get(g).count()),
                    Integer.toString(groups.get(g).classes()),
                    NumberText.of(geometry.classifier().squaredNorm(g)),
                    NumberText.of(geometry.embedding().squaredNorm(g)),
                    text(geometry.alignment().matched(g)),
                    text(geometry.seli().alignment().matched(g))));
        }
        return rows;
    }

    private static String text(OptionalDouble value) {
        return NumberText.of(value.orElse(Double.NaN));
    }

    /** The distances of the classifier in half a sentence. */
    static String verdict(GeometryDistances d) {
        return "the classifiers are " + distances(d.classifierSeli(), d.classifierEtf()) + ", the class means "
                + distances(d.embeddingSeli(), d.embeddingEtf());
    }

    private static String distances(OptionalDouble seli, OptionalDouble etf) {
        return seli.isEmpty() || etf.isEmpty()
                ? "zero, so that they have no geometry"
                : "at distance " + rough(seli.getAsDouble()) + " from SELI and " + rough(etf.getAsDouble())
                        + " from the simplex ETF";
    }

    /** Three decimals, or two digits where these would say little. */
    static String rough(double distance) {
        return String.format(Locale.ROOT, distance < 0.0095 ? "%.1e" : "%.3f", distance);
    }
}
