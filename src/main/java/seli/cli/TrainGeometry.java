package seli.cli;

import java.util.Optional;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.GeometryDistances;
import seli.report.page.MeasuredGeometry;

/** The geometry of the last factors of a training run, for its page. */
final class TrainGeometry {
    private TrainGeometry() {}

    /**
     * Of W and M, both d x k and read only; class means are centred by their unweighted mean. Empty if an entry is not
     * finite or one of them is zero. Cost k^2 d.
     */
    static Optional<MeasuredGeometry> of(ClassCounts counts, HostMatrix w, HostMatrix m) {
        HostMatrix centred = centred(m);
        if (!hasDirection(w) || !hasDirection(centred)) {
            return Optional.empty();
        }
        SeliGeometry seli = SeliGeometry.of(counts);
        HostMatrix classifier = w.transpose().times(w);
        HostMatrix embedding = centred.transpose().times(centred);
        return Optional.of(new MeasuredGeometry(
                seli,
                GeometryDistances.of(seli, w, m),
                GramGeometry.measured(counts, classifier),
                GramGeometry.measured(counts, embedding),
                Alignment.measured(counts, classifier, embedding, w.transpose().times(centred))));
    }

    /** Whether the products of columns are finite and not all zero. */
    private static boolean hasDirection(HostMatrix factor) {
        double norm = factor.norm();
        return norm > 1e-150 && norm < 1e150;
    }

    private static HostMatrix centred(HostMatrix m) {
        double[] mean = new double[m.rows()];
        for (int c = 0; c < m.cols(); c++) {
            for (int i = 0; i < m.rows(); i++) {
                mean[i] += m.get(i, c) / m.cols();
            }
        }
        return HostMatrix.generate(m.rows(), m.cols(), (i, c) -> m.get(i, c) - mean[i]);
    }
}
