package seli.backend.reference;

import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.LossValue;
import seli.backend.UfmKernels;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;
import seli.backend.arena.Shapes;
import seli.problem.VectorScalingLoss;

/** {@link UfmKernels} by its formulas. */
final class ReferenceKernels implements UfmKernels {
    private final MemoryLedger ledger;

    ReferenceKernels(MemoryLedger ledger) {
        this.ledger = ledger;
    }

    private ReferenceMatrix mine(DenseMatrix m) {
        return ReferenceMatrix.of(ledger, m);
    }

    @Override
    public double lossAndGradient(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss, double logScale) {
        ReferenceMatrix z = mine(logits);
        HostLabels y = HostLabels.of(ledger, labels);
        Shapes.requireLogits(logits, labels, loss);
        Shapes.requireLogScale(logScale);
        double sum = 0;
        double[] gradient = new double[z.rows()];
        for (int i = 0; i < z.cols(); i++) {
            OffTargetSoftmax softmax = new OffTargetSoftmax(z, i, y.label(i), loss);
            sum += softmax.loss(logScale);
            for (int c = 0; c < gradient.length; c++) {
                gradient[c] = softmax.gradient(c, logScale);
            }
            for (int c = 0; c < gradient.length; c++) {
                z.set(c, i, gradient[c]);
            }
        }
        return sum;
    }

    @Override
    public LossValue loss(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss) {
        ReferenceMatrix z = mine(logits);
        HostLabels y = HostLabels.of(ledger, labels);
        Shapes.requireLogits(logits, labels, loss);
        double sum = 0;
        double[] logs = new double[z.cols()];
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < logs.length; i++) {
            OffTargetSoftmax softmax = new OffTargetSoftmax(z, i, y.label(i), loss);
            sum += softmax.loss(0);
            logs[i] = softmax.logLoss();
            max = Math.max(max, logs[i]);
        }
        if (Double.isInfinite(max)) {
            return new LossValue(sum, max);
        }
        double scaled = 0;
        for (double log : logs) {
            scaled += StrictMath.exp(log - max);
        }
        return new LossValue(sum, max + StrictMath.log(scaled));
    }

    @Override
    public void momentumStep(DenseMatrix x, DenseMatrix g, DenseMatrix v, double rate, double momentum, double ridge) {
        ReferenceMatrix position = mine(x);
        ReferenceMatrix gradient = mine(g);
        ReferenceMatrix velocity = mine(v);
        Shapes.requireSame("g", g, x);
        Shapes.requireSame("v", v, x);
        boolean isInPlace = momentum == 0 && v.equals(g);
        Shapes.refuseOverlap(position.overlaps(gradient) || velocity.overlaps(gradient) && !isInPlace, "x or v", "g");
        Shapes.refuseOverlap(position.overlaps(velocity), "x", "v");
        for (int j = 0; j < x.cols(); j++) {
            for (int i = 0; i < x.rows(); i++) {
                double xi = position.get(i, j);
                double vi = momentum * velocity.get(i, j) + (gradient.get(i, j) + ridge * xi);
                velocity.set(i, j, vi);
                position.set(i, j, xi - rate * vi);
            }
        }
    }

    @Override
    public void classMeans(DenseMatrix h, LabelVector labels, DenseMatrix means) {
        ReferenceMatrix from = mine(h);
        ReferenceMatrix to = mine(means);
        HostLabels y = HostLabels.of(ledger, labels);
        Shapes.requireMeans(h, labels, means);
        Shapes.refuseOverlap(to.overlaps(from), "means", "h");
        for (int c = 0; c < means.cols(); c++) {
            for (int i = 0; i < means.rows(); i++) {
                double sum = 0;
                for (int rank = 0; rank < y.count(c); rank++) {
                    sum += from.get(i, y.sample(c, rank));
                }
                to.set(i, c, y.count(c) == 0 ? 0 : sum / y.count(c));
            }
        }
    }

    @Override
    public void withinClassScatter(DenseMatrix h, LabelVector labels, DenseMatrix means, DenseMatrix scatter) {
        ReferenceMatrix x = mine(h);
        ReferenceMatrix m = mine(means);
        ReferenceMatrix result = mine(scatter);
        HostLabels y = HostLabels.of(ledger, labels);
        Shapes.requireMeans(h, labels, means);
        Shapes.require("scatter", scatter, h.rows(), h.rows());
        Shapes.refuseOverlap(result.overlaps(x) || result.overlaps(m), "scatter", "an input");
        for (int j = 0; j < scatter.cols(); j++) {
            for (int i = 0; i < scatter.rows(); i++) {
                double sum = 0;
                for (int l = 0; l < h.cols(); l++) {
                    int c = y.label(l);
                    sum += (x.get(i, l) - m.get(i, c)) * (x.get(j, l) - m.get(j, c));
                }
                result.set(i, j, h.cols() == 0 ? 0 : sum / h.cols());
            }
        }
    }

    @Override
    public void gatherColumns(DenseMatrix source, int[] columns, DenseMatrix target) {
        ReferenceMatrix from = mine(source);
        ReferenceMatrix to = mine(target);
        Shapes.requireSelection(source, columns, target);
        Shapes.refuseOverlap(to.overlaps(from), "target", "source");
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i < target.rows(); i++) {
                to.set(i, j, from.get(i, columns[j]));
            }
        }
    }

    @Override
    public void scatterColumns(DenseMatrix source, int[] columns, DenseMatrix target) {
        ReferenceMatrix from = mine(source);
        ReferenceMatrix to = mine(target);
        Shapes.requireSelection(target, columns, source);
        Shapes.refuseOverlap(to.overlaps(from), "target", "source");
        for (int j = 0; j < columns.length; j++) {
            for (int i = 0; i < source.rows(); i++) {
                to.set(i, columns[j], from.get(i, j));
            }
        }
    }
}
