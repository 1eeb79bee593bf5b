package seli.metric;

import java.util.Random;
import seli.linalg.HostMatrix;

/** Noisy samples of four unequal classes in six dimensions, and their metrics by plain loops over the definitions. */
final class RandomSamples {
    private static final long[] COUNTS = {40, 9, 40, 3};

    private RandomSamples() {}

    /** What {@link CollapseMetrics} must find. */
    record Expected(double accuracy, double agreement, double minimum, double firstGroupMargin) {}

    /** Samples in random order around four centres. */
    static LabeledFeatures of(long seed) {
        Random random = new Random(seed);
        int[] labels = new int[92];
        int at = 0;
        for (int c = 0; c < COUNTS.length; c++) {
            for (int i = 0; i < COUNTS[c]; i++) {
                labels[at++] = c;
            }
        }
        for (int i = labels.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int label = labels[i];
            labels[i] = labels[other];
            labels[other] = label;
        }
        HostMatrix centres = HostMatrix.generate(6, 4, (i, j) -> 10 + random.nextGaussian());
        return LabeledFeatures.of(
                HostMatrix.generate(6, 92, (i, j) -> centres.get(i, labels[j]) + 0.8 * random.nextGaussian()),
                labels,
                4);
    }

    /** (1/n) sum_i (h_i - m_{y_i})(h_i - m_{y_i})'. */
    static HostMatrix scatter(LabeledFeatures samples) {
        HostMatrix means = samples.classMeans();
        HostMatrix deviations = HostMatrix.generate(
                6, samples.samples(), (i, j) -> samples.stream().matrix().get(i, j) - means.get(i, samples.label(j)));
        return deviations.times(deviations.transpose()).times(1.0 / samples.samples());
    }

    /** Accuracy, nearest-centre agreement and margins, sample by sample. */
    static Expected expected(LabeledFeatures samples, HostMatrix w, HostMatrix bias) {
        HostMatrix means = samples.classMeans();
        int right = 0;
        int agreeing = 0;
        double minimum = Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < samples.samples(); i++) {
            int label = samples.label(i);
            double best = Double.NEGATIVE_INFINITY;
            double nearestDistance = Double.POSITIVE_INFINITY;
            double other = Double.NEGATIVE_INFINITY;
            int decided = -1;
            int nearest = -1;
            for (int c = 0; c < 4; c++) {
                double z = logit(samples.stream().matrix(), i, w, bias, c);
                double distance = distance(samples.stream().matrix(), i, means, c);
                decided = z > best ? c : decided;
                best = Math.max(best, z);
                other = c == label ? other : Math.max(other, z);
                nearest = distance < nearestDistance ? c : nearest;
                nearestDistance = Math.min(nearestDistance, distance);
            }
            double margin = logit(samples.stream().matrix(), i, w, bias, label) - other;
            minimum = Math.min(minimum, margin);
            sum += label == 0 || label == 2 ? margin : 0;
            right += decided == label ? 1 : 0;
            agreeing += decided == nearest ? 1 : 0;
        }
        return new Expected(right / 92.0, agreeing / 92.0, minimum, sum / 80);
    }

    private static double logit(HostMatrix h, int i, HostMatrix w, HostMatrix bias, int c) {
        double z = bias.get(c, 0);
        for (int l = 0; l < h.rows(); l++) {
            z += w.get(l, c) * h.get(l, i);
        }
        return z;
    }

    private static double distance(HostMatrix h, int i, HostMatrix means, int c) {
        double sum = 0;
        for (int l = 0; l < h.rows(); l++) {
            sum += (h.get(l, i) - means.get(l, c)) * (h.get(l, i) - means.get(l, c));
        }
        return sum;
    }
}
