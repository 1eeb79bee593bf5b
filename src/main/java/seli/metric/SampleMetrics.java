package seli.metric;

import java.util.List;
import java.util.Optional;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

/**
 * What single samples tell beyond their class means: within-class spread, right answers, nearest centres, margins. In
 * one reading of the samples by blocks, with Mc the centred class means and the columns of B the directions of a
 * {@link BetweenClassScatter}:
 *
 * <pre>
 *   within      v_i = B'(h_i - m_{y_i})                       tr(Sigma_W Sigma_B^+) = (1/n) sum_i |v_i|^2
 *   closeness   s_i = Mc'(h_i - mu_G) - |Mc_c|^2 / 2          the nearest centre has the largest entry
 *   logits      z_i = W'h_i + b
 * </pre>
 *
 * <p>No d x d covariance and no k x n matrix is formed. A mean is subtracted before the product and not after it, so
 * that a large common offset costs no digits. Closeness and logits, 2 n d k flops each, are made within a limit.
 */
final class SampleMetrics {
    private final PairTask task;
    private final LabeledFeatures samples;
    private final ClassMeans means;
    private final BetweenClassScatter byClass;
    private final BetweenClassScatter bySample;
    private final double[] shift; // B'(mu_S - mu_G) of the scatter by classes
    private final double[] spread; // sum over the class of |h - m|^2
    private final double[] whitened; // sum over the class of |B'(h - m)|^2, scatter by classes
    private final double[] whitenedBySample; // the same, scatter by samples
    private final double[] along; // sum over the class of (x'(h - m))^2, x = Sigma_B^+ (mu_S - mu_G)
    private final Optional<Decisions> decisions;

    /** Reads the samples of the task once. */
    SampleMetrics(PairTask task, LabeledFeatures samples) {
        this.task = task;
        this.samples = samples;
        this.means = task.means();
        ClassCounts counts = task.counts();
        DoubleAlgebra algebra = new DoubleAlgebra(task.backend());
        this.byClass = BetweenClassScatter.of(means.betweenClasses(), algebra);
        this.bySample = counts.isBalanced() ? byClass : BetweenClassScatter.of(means.betweenSamples(counts), algebra);
        this.shift = projected(byClass.directions(), means.sampleShift(counts));
        int k = counts.classes();
        this.spread = new double[k];
        this.whitened = new double[k];
        this.whitenedBySample = new double[k];
        this.along = new double[k];
        this.decisions = cost() <= task.settings().sampleFlops() ? Optional.of(new Decisions(k)) : Optional.empty();
        try (Workspace arena = task.backend().openWorkspace()) {
            Pass pass = new Pass(arena);
            samples.stream().forEach(pass.blockSize(), pass::take);
        }
    }

    /** Flops of the logits of all samples. */
    double cost() {
        return 2.0 * samples.samples() * task.featureDim() * task.classes();
    }

    private static double[] projected(HostMatrix directions, double[] x) {
        double[] column = new double[directions.rows()];
        double[] result = new double[directions.cols()];
        for (int j = 0; j < result.length; j++) {
            directions.copyColumn(j, column, 0);
            result[j] = Columns.dot(column, x);
        }
        return result;
    }

    /** One reading, with what it multiplies the samples by on the backend. */
    private final class Pass {
        private final Backend backend = task.backend();
        private final int d = task.featureDim();
        private final int rank = byClass.rank();
        private final int directions;
        private final Optional<DenseMatrix> within;
        private final Optional<DenseMatrix> centres;
        private final Optional<DenseMatrix> classifier;
        private final double[] halfSquares = new double[task.classes()];
        private final double[] bias = task.head().bias().toArray();
        private final double[] column = new double[d];

        Pass(Workspace arena) {
            HostMatrix all = stacked();
            this.directions = all.cols();
            this.within = all.cols() == 0 ? Optional.empty() : Optional.of(arena.upload(all));
            boolean decides = decisions.isPresent();
            this.centres = decides ? Optional.of(arena.upload(means.centredMatrix())) : Optional.empty();
            this.classifier = decides ? Optional.of(arena.upload(task.head().weights())) : Optional.empty();
            for (int c = 0; c < halfSquares.length; c++) {
                means.copyCentred(c, column);
                halfSquares[c] = Columns.dot(column, column) / 2;
            }
        }

        private HostMatrix stacked() {
            HostMatrix a = byClass.directions();
            HostMatrix b = bySample.directions();
            int more = byClass == bySample ? 0 : b.cols();
            return HostMatrix.generate(d, rank + more, (i, j) -> j < rank ? a.get(i, j) : b.get(i, j - rank));
        }

        int blockSize() {
            long tallest = Math.max(d, Math.max(directions, decisions.isPresent() ? task.classes() : 0));
            return SampleStream.blockSize(tallest);
        }

        void take(int first, HostMatrix block) {
            HostMatrix deviations = moved(block, (j, l) -> {
                int label = samples.label(first + j);
                return (block.get(l, j) - means.mean(l)) - means.centred(l, label);
            });
            addSpread(first, deviations);
            within.ifPresent(b -> addWhitened(first, ColumnStream.product(backend, b, deviations)));
            decisions.ifPresent(decided -> decide(first, block, decided));
        }

        private HostMatrix moved(HostMatrix block, HostMatrix.EntryFunction entryOfColumn) {
            return HostMatrix.generate(d, block.cols(), (l, j) -> entryOfColumn.at(j, l));
        }

        private void addSpread(int first, HostMatrix deviations) {
            for (int j = 0; j < deviations.cols(); j++) {
                deviations.copyColumn(j, column, 0);
                spread[samples.label(first + j)] += Columns.dot(column, column);
            }
        }

        private void addWhitened(int first, HostMatrix products) {
            double[] v = new double[products.rows()];
            for (int j = 0; j < products.cols(); j++) {
                products.copyColumn(j, v, 0);
                double sum = 0;
                double inner = 0;
                for (int r = 0; r < rank; r++) {
                    sum += v[r] * v[r];
                    inner += shift[r] * v[r];
                }
                double other = 0;
                for (int r = rank; r < v.length; r++) {
                    other += v[r] * v[r];
                }
                int label = samples.label(first + j);
                whitened[label] += sum;
                whitenedBySample[label] += byClass == bySample ? sum : other;
                along[label] += inner * inner;
            }
        }

        private void decide(int first, HostMatrix block, Decisions decided) {
            HostMatrix centred = moved(block, (j, l) -> block.get(l, j) - means.mean(l));
            HostMatrix closeness = ColumnStream.product(backend, centres.orElseThrow(), centred);
            HostMatrix logits = ColumnStream.product(backend, classifier.orElseThrow(), block);
            double[] s = new double[halfSquares.length];
            double[] z = new double[halfSquares.length];
            for (int j = 0; j < block.cols(); j++) {
                closeness.copyColumn(j, s, 0);
                logits.copyColumn(j, z, 0);
                for (int c = 0; c < z.length; c++) {
                    s[c] -= halfSquares[c];
                    z[c] += bias[c];
                }
                decided.add(z, samples.label(first + j), Decisions.largest(s));
            }
        }
    }

    /** What the classifier and the nearest class centre decided; empty where it was left out. */
    Optional<Decisions> decisions() {
        return decisions;
    }

    /** var_c, the mean over class c of |h - m_c|^2. */
    double[] variances() {
        double[] variances = new double[spread.length];
        long[] n = task.counts().toArray();
        for (int c = 0; c < n.length; c++) {
            variances[c] = spread[c] / n[c];
        }
        return variances;
    }

    /** All of it. */
    SampleSummary summary() {
        List<SampleSummary.Decided> decided = decisions
                .map(found -> new SampleSummary.Decided(
                        found.accuracy(), found.agreement(), found.nearestAccuracy(), found.margins(task.counts())))
                .stream()
                .toList();
        double ratio = bySamples(whitened);
        double curvature = 1 + Columns.dot(shift, shift);
        boolean exists = byClass.rank() > 0;
        double none = Double.NaN;
        return new SampleSummary(
                new SampleSummary.Variability(
                        exists ? ratio : none,
                        exists ? byClasses(whitened) : none,
                        exists ? bySamples(whitenedBySample) : none,
                        exists ? ratio - bySamples(along) / curvature : none,
                        byClass.quotient(bySamples(spread)),
                        byClass.quotient(byClasses(spread)),
                        bySample.quotient(bySamples(spread))),
                decided);
    }

    private double bySamples(double[] sums) {
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total / samples.samples();
    }

    private double byClasses(double[] sums) {
        long[] n = task.counts().toArray();
        double total = 0;
        for (int c = 0; c < n.length; c++) {
            total += sums[c] / n[c];
        }
        return total / n.length;
    }
}
