package seli.job;

import java.util.List;
import seli.backend.Backend;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.CollapseMetrics;
import seli.metric.LinearClassifier;
import seli.metric.MeasureSettings;

/** A trained last layer with what its embeddings are known by. */
sealed interface NetworkData {
    /** The last layer. */
    LinearClassifier head();

    /** Samples of each class. */
    ClassCounts counts();

    /** Whether the layer has a bias. */
    boolean hasBias();

    /** How the samples were drawn, if they are not all. */
    default List<SubsampleDraw> draws() {
        return List.of();
    }

    /** The metrics against the geometry of the counts. */
    CollapseMetrics measure(Backend backend, MeasureSettings settings);

    /** With samples. */
    record Samples(LinearClassifier head, boolean hasBias, DrawnSamples drawn) implements NetworkData {
        @Override
        public ClassCounts counts() {
            return drawn.samples().counts();
        }

        @Override
        public List<SubsampleDraw> draws() {
            return drawn.draws();
        }

        @Override
        public CollapseMetrics measure(Backend backend, MeasureSettings settings) {
            return CollapseMetrics.ofSamples(backend, head, drawn.samples(), settings);
        }
    }

    /** With class means (d x k) alone. */
    record Means(LinearClassifier head, boolean hasBias, ClassCounts counts, HostMatrix means) implements NetworkData {
        @Override
        public CollapseMetrics measure(Backend backend, MeasureSettings settings) {
            return CollapseMetrics.ofMeans(backend, counts, head, means, settings);
        }
    }
}
