package seli.job;

import seli.backend.Backend;
import seli.geometry.SeliGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;
import seli.metric.CollapseMetrics;
import seli.metric.LabeledFeatures;
import seli.metric.LinearClassifier;

/** A trained last layer with what its embeddings are known by. */
sealed interface NetworkData {
    /** The last layer. */
    LinearClassifier head();

    /** Samples of each class. */
    ClassCounts counts();

    /** The metrics against the geometry of the counts. */
    CollapseMetrics measure(Backend backend, SeliGeometry seli);

    /** With every sample. */
    record Samples(LinearClassifier head, LabeledFeatures samples) implements NetworkData {
        @Override
        public ClassCounts counts() {
            return samples.counts();
        }

        @Override
        public CollapseMetrics measure(Backend backend, SeliGeometry seli) {
            return CollapseMetrics.ofSamples(backend, seli, head, samples);
        }
    }

    /** With class means (d x k) alone. */
    record Means(LinearClassifier head, ClassCounts counts, HostMatrix means) implements NetworkData {
        @Override
        public CollapseMetrics measure(Backend backend, SeliGeometry seli) {
            return CollapseMetrics.ofMeans(seli, head, means);
        }
    }
}
