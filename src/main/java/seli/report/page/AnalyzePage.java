package seli.report.page;

import java.util.List;
import java.util.Optional;
import seli.geometry.SingularValue;
import seli.geometry.StreamedGeometry;
import seli.metric.ClassGrams;
import seli.metric.ClassTable;
import seli.report.HtmlReport;
import seli.report.Provenance;

/**
 * The page of a trained network, or of several checkpoints of one.
 *
 * @param network what was measured, in words
 * @param verdict which geometry it is closer to, in a sentence
 * @param geometry norms, angles and distances; of the last checkpoint of several; empty where there are too many
 *     distinct counts for tables of SELI
 * @param seli the SELI geometry of the counts, however many they are
 * @param classes numbers of every class
 * @param grams inner products of every pair of classes, where these are few enough to be drawn one by one
 * @param tables what else is told in tables: metrics, parts of the classes, distances to other geometries
 * @param spectrum singular values of the logits that are not 0, decreasing; may be empty
 * @param trajectory the checkpoints in their order; empty for one network
 */
public record AnalyzePage(
        String network,
        String verdict,
        Optional<MeasuredGeometry> geometry,
        StreamedGeometry seli,
        ClassTable classes,
        Optional<ClassGrams> grams,
        List<Table> tables,
        List<SingularValue> spectrum,
        Trajectory trajectory) {
    /** Copies lists. */
    public AnalyzePage {
        tables = List.copyOf(tables);
        spectrum = List.copyOf(spectrum);
    }

    /**
     * A table.
     *
     * @param caption what it is
     * @param head of each column
     * @param rows one cell for each head
     */
    public record Table(String caption, List<String> head, List<List<String>> rows) {}

    /**
     * One of several checkpoints.
     *
     * @param name its file
     * @param position its epoch or step, or its number where that is not known
     * @param nc1 variability within classes over between, NaN where it does not exist
     * @param distances distances of Gram matrices
     */
    public record Checkpoint(String name, double position, double nc1, Distances distances) {}

    /**
     * The checkpoints in their order.
     *
     * @param points may be empty
     * @param ridge what theory expects of the distances, or empty
     */
    public record Trajectory(List<Checkpoint> points, Optional<Band> ridge) {
        /** Copies the list. */
        public Trajectory {
            points = List.copyOf(points);
        }
    }

    /**
     * A range of distances that theory expects.
     *
     * @param meaning of what, in words
     * @param low the smallest
     * @param high the largest
     */
    public record Band(String meaning, Distances low, Distances high) {}

    /** The page. */
    public HtmlReport report(Provenance provenance) {
        HtmlReport page = HtmlReport.titled("Geometry of a trained network")
                .sentence(verdict)
                .text(network);
        geometry.ifPresent(found -> new GeometrySections(page, found).add(grams));
        if (geometry.isEmpty()) {
            page.section("Norms and angles by number of samples")
                    .figures(
                            new CountFigures(classes, seli).all(),
                            "Means over the classes of equal counts: squared norms in units of their mean over all"
                                    + " classes, and cosines of classifiers with class means; dashed: theory. Gram"
                                    + " matrices are drawn where there are fewer distinct counts.");
        }
        if (grams.isPresent() && geometry.isPresent()) {
            ClassFigures figures = new ClassFigures(classes, geometry.get().seli());
            page.figures(
                    figures.all(),
                    "Every single class: squared norms in units of their mean over the classes, and cosines of classifiers"
                            + " with class means; dashed: theory.");
        }
        if (trajectory.points().size() > 1) {
            new TrajectorySection(trajectory, geometry).addTo(page);
        }
        if (!spectrum.isEmpty() && geometry.isPresent()) {
            page.section("Spectrum beside the SEL matrix's")
                    .figure(
                            SpectrumFigure.of(spectrum, geometry.get().seli().singularValues()),
                            "Singular values of the logits at the class means, each column less its mean, which the softmax"
                                    + " does not see, and weighted by samples (k x k), in units of their sum; dashed: those of"
                                    + " the SEL matrix.");
        }
        page.section("Metrics");
        tables.forEach(table -> page.table(table.caption(), table.head(), table.rows()));
        return page.provenance(provenance).command(provenance.commandLine());
    }
}
