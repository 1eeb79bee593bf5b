package seli.metric;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import seli.geometry.Alignment;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * What pairs of classes tell where k is too large for k x k matrices. With F F' (d x d) of a frame F (d x k), sums s_a
 * over groups of equal counts and A = F'F (derived in docs):
 *
 * <pre>
 *   |A|_F = |F F'|_F      sum of cos^2 = |U U'|_F^2, U the unit vectors      D(A, B)^2 = 2 - 2 &lt;A, B> / (|A| |B|)
 *   &lt;A, B> = sum_ab B_ab s_a's_b + sum_a (B_aa(c = c') - B_aa) q_a    for B constant on groups, q_a = sum |f_c|^2
 *   |W'M|_F^2 = &lt;W W', M M'>,  M M' = Mc Mc' + k mu_G mu_G'    &lt;W'M, P> = sum_c w_c'(m_c - mu_G)
 * </pre>
 *
 * <p>A distance D so formed errs by about 1e-15/D. Since the rank of W'W is at most d and that of SELI k - 1, D is not
 * small where k is much larger than d. What needs every single pair is made by {@link PairTiles} within a limit.
 */
final class StreamedPairs {
    private final PairTask task;
    private final ClassCounts counts;
    private final DoubleAlgebra algebra;
    private final int d;
    private final int k;
    private final double[] sampleShift; // mu_S - mu_G
    private final StreamedFrame classifier;
    private final StreamedFrame embedding;
    private final Map<String, String> skipped = new LinkedHashMap<>();

    private StreamedPairs(PairTask task) {
        this.task = task;
        this.counts = task.counts();
        this.algebra = new DoubleAlgebra(task.backend());
        this.d = task.featureDim();
        this.k = task.classes();
        this.sampleShift = task.means().sampleShift(counts);
        this.classifier = frame(task::copyClassifier);
        this.embedding = frame(task.means()::copyCentred);
    }

    private StreamedFrame frame(ColumnStream.Source columns) {
        return new StreamedFrame(algebra, counts, d, columns);
    }

    static PairSummary measure(PairTask task, double[] variances) {
        return new StreamedPairs(task).summary(variances);
    }

    private PairSummary summary(double[] variances) {
        PairTiles tiles = new PairTiles(task);
        PairTiles.Angles ofMeans = angles(tiles, task.means()::copyCentred, embedding, variances);
        PairSummary.Frames frames = frames(tiles, ofMeans);
        if (!tiles.isAllowed()) {
            skip(tiles, variances.length > 0);
        }
        double[] matched = matched();
        HostMatrix.EntryFunction unmatched = classifier.sums().unmatchedCosines(embedding.sums(), groupSums(matched));
        return new PairSummary(
                distances(),
                bySample(),
                StreamedFrame.distance(
                        innerOfMatched(), Math.sqrt(classifier.outer().dot(embedding.outer())), Math.sqrt(k - 1.0)),
                classifier.sums().averages(),
                embedding.sums().averages(),
                Alignment.ofAverages(groupMeans(matched), unmatched),
                frames,
                ofMeans.distanceVariance(),
                tiles.isAllowed() ? tiles.margins() : List.of(),
                List.of(),
                skipped);
    }

    private PairTiles.Angles angles(
            PairTiles tiles, ColumnStream.Source columns, StreamedFrame frame, double[] variances) {
        return tiles.isAllowed() ? tiles.angles(columns, frame.sums().norms(), variances) : PairTiles.Angles.NONE;
    }

    private PairSummary.Frames frames(PairTiles tiles, PairTiles.Angles ofMeans) {
        double[] meanW = Columns.mean(task.head().weights());
        ColumnStream.Source centred = (c, target) -> {
            task.copyClassifier(c, target);
            for (int l = 0; l < d; l++) {
                target[l] -= meanW[l];
            }
        };
        ColumnStream.Source bySample = (c, target) -> task.means().copyShifted(c, sampleShift, target);
        double[] none = {};
        StreamedFrame centredFrame = frame(centred);
        StreamedFrame sampleFrame = frame(bySample);
        return new PairSummary.Frames(
                classifier.shape(angles(tiles, task::copyClassifier, classifier, none)),
                centredFrame.shape(angles(tiles, centred, centredFrame, none)),
                embedding.shape(ofMeans),
                sampleFrame.shape(angles(tiles, bySample, sampleFrame, none)));
    }

    private void skip(PairTiles tiles, boolean hasSamples) {
        String reason =
                reason("all pairs of classes", tiles.cost(), task.settings().pairFlops());
        for (String frame : List.of("classifier", "classifierCentred", "embedding", "embeddingSampleCentred")) {
            skipped.put("metrics.nc2." + frame + ".equiangularity", reason);
            skipped.put("metrics.nc2." + frame + ".mutualCoherence", reason);
        }
        skipped.put("metrics.margin.classMeans", reason);
        if (hasSamples) {
            skipped.put("metrics.cdnv", reason);
        }
    }

    /** Why a number is left out. */
    static String reason(String what, double flops, double limit) {
        return String.format(Locale.ROOT, "needs %s: %.1e flops, more than %.1e", what, flops, limit);
    }

    private GeometryDistances distances() {
        OptionalDouble logits = GeometryDistances.optional(logits());
        double etf = Math.sqrt(k - 1.0);
        double ofClassifier = classifier.gramNorm();
        double ofEmbedding = embedding.gramNorm();
        double classifierSeli = Double.NaN;
        double embeddingSeli = Double.NaN;
        if (hasSeli()) {
            SeliGeometry seli = SeliGeometry.of(counts);
            double[] ones = new double[counts.groups().size()];
            Arrays.fill(ones, 1);
            classifierSeli = StreamedFrame.distance(
                    classifier.sums().inner(seli.classifier(), ones), ofClassifier, seli.classifierNorm());
            embeddingSeli = StreamedFrame.distance(
                    embedding.sums().inner(seli.embedding(), ones), ofEmbedding, seli.embeddingNorm());
        }
        return GeometryDistances.of(
                pair(classifierSeli, StreamedFrame.distance(classifier.sums().innerEtf(), ofClassifier, etf)),
                pair(embeddingSeli, StreamedFrame.distance(embedding.sums().innerEtf(), ofEmbedding, etf)),
                logits);
    }

    private static GeometryDistances.Pair pair(double seli, double etf) {
        return new GeometryDistances.Pair(GeometryDistances.optional(seli), GeometryDistances.optional(etf));
    }

    /** Whether there are few enough distinct counts for the tables of SELI. */
    private boolean hasSeli() {
        int groups = counts.groups().size();
        if (groups <= SeliGeometry.MAX_DISTINCT_COUNTS) {
            return true;
        }
        String reason = "needs SELI's entries for " + groups + " distinct counts, more than "
                + SeliGeometry.MAX_DISTINCT_COUNTS;
        skipped.put("distance.classifier.seli", reason);
        skipped.put("distance.embedding.seli", reason);
        skipped.put("distanceBySample.embedding.seli", reason);
        return false;
    }

    /** D(W'M, P), the means as they are. */
    private double logits() {
        double[] mean = task.means().mean();
        double squares = classifier.outer().dot(embedding.outer()) + k * quadratic(classifier.outer(), mean);
        return StreamedFrame.distance(innerOfMatched(), Math.sqrt(squares), Math.sqrt(k - 1.0));
    }

    /** {@code <W'M, P> = <W'Mc, P>}, the sum of w_c'(m_c - mu_G). */
    private double innerOfMatched() {
        double[] w = new double[d];
        double[] m = new double[d];
        double sum = 0;
        for (int c = 0; c < k; c++) {
            task.copyClassifier(c, w);
            task.means().copyCentred(c, m);
            sum += Columns.dot(w, m);
        }
        return sum;
    }

    /** x'A x. */
    private static double quadratic(HostMatrix a, double[] x) {
        HostMatrix column = HostMatrix.of(x.length, 1, x);
        return column.dot(a.times(column));
    }

    private PairSummary.BySample bySample() {
        long[] n = counts.toArray();
        HostMatrix weighted = algebra.outer(d, k, (c, target) -> {
            task.means().copyShifted(c, sampleShift, target);
            double root = Math.sqrt(n[c]);
            for (int l = 0; l < d; l++) {
                target[l] *= root;
            }
        });
        double samples = counts.samples();
        double[] weights =
                counts.groups().stream().mapToDouble(group -> group.count()).toArray();
        HostMatrix ofGram =
                HostMatrix.generate(d, d, (i, j) -> weighted.get(i, j) + samples * sampleShift[i] * sampleShift[j]);
        double seli = Double.NaN;
        if (counts.groups().size() <= SeliGeometry.MAX_DISTINCT_COUNTS) {
            SeliGeometry geometry = SeliGeometry.of(counts);
            seli = StreamedFrame.distance(
                    embedding.sums().inner(geometry.embedding(), weights), ofGram.norm(), geometry.classifierNorm());
        }
        return new PairSummary.BySample(seli, sampleEtf(n, ofGram.norm()), sampleLogits(n, weighted));
    }

    /** Distance of the n x n Gram of means to Y'P Y: entry (c, c') of both counts n_c n_c' times. */
    private double sampleEtf(long[] n, double norm) {
        double inner = 0;
        double squares = 0;
        double[] norms = embedding.sums().norms();
        for (int c = 0; c < k; c++) {
            inner += (double) n[c] * n[c] * (norms[c] * norms[c]);
            squares += (double) n[c] * n[c];
        }
        double samples = counts.samples();
        double mean = Columns.dot(sampleShift, sampleShift); // |sum_c n_c (m_c - mu_G)|^2 = n^2 |mu_S - mu_G|^2
        double target = squares * (1 - 2.0 / k) + samples * samples / ((double) k * k);
        return StreamedFrame.distance(inner - samples * samples * mean / k, norm, Math.sqrt(target));
    }

    /** D of the k x n logits to P Y: column c of both counts n_c times. */
    private double sampleLogits(long[] n, HostMatrix weighted) {
        double[] mean = task.means().mean();
        for (int l = 0; l < d; l++) {
            mean[l] += sampleShift[l]; // mu_S
        }
        double[] w = new double[d];
        double[] m = new double[d];
        double inner = 0;
        for (int c = 0; c < k; c++) {
            task.copyClassifier(c, w);
            task.means().copy(c, m);
            inner += n[c] * Columns.dot(w, m);
        }
        double samples = counts.samples();
        inner -= samples / k * Columns.dot(classifier.sums().total(), mean);
        double squares = classifier.outer().dot(weighted) + samples * quadratic(classifier.outer(), mean);
        return StreamedFrame.distance(inner, Math.sqrt(squares), Math.sqrt(samples * ((k - 1.0) / k)));
    }

    /** cos(w_c, m_c - mu_G) of every class; NaN where one is zero. */
    private double[] matched() {
        double[] w = new double[d];
        double[] m = new double[d];
        double[] cosines = new double[k];
        for (int c = 0; c < k; c++) {
            task.copyClassifier(c, w);
            task.means().copyCentred(c, m);
            cosines[c] = Columns.dot(w, m)
                    / (classifier.sums().norms()[c] * embedding.sums().norms()[c]);
        }
        return cosines;
    }

    private double[] groupSums(double[] values) {
        int[] groupOf = counts.groupIndices();
        double[] sums = new double[counts.groups().size()];
        for (int c = 0; c < k; c++) {
            sums[groupOf[c]] += values[c];
        }
        return sums;
    }

    private double[] groupMeans(double[] values) {
        double[] means = groupSums(values);
        for (int g = 0; g < means.length; g++) {
            means[g] /= counts.groups().get(g).classes();
        }
        return means;
    }
}
