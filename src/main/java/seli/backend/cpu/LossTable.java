package seli.backend.cpu;

import java.util.Arrays;
import seli.problem.VectorScalingLoss;

/** The vectors of one loss, looked up once instead of once for each logit. */
final class LossTable {
    private final VectorScalingLoss loss;
    final boolean plain;
    final double[] omega;
    final double[] delta;
    final double[] tau;
    final double[] iota;

    LossTable(VectorScalingLoss loss) {
        this.loss = loss;
        this.plain = loss.hasPlainLogits();
        this.omega = new double[loss.classes()];
        this.delta = new double[loss.classes()];
        this.tau = new double[loss.classes()];
        this.iota = new double[loss.classes()];
        Arrays.setAll(omega, loss::omega);
        Arrays.setAll(delta, loss::delta);
        Arrays.setAll(tau, loss::tau);
        Arrays.setAll(iota, loss::iota);
    }

    /** This table, or a new one if it was made for another loss; losses are immutable, so identity is enough. */
    @SuppressWarnings("ReferenceEquality") // comparing k parameters at every call would cost more than it saves
    LossTable of(VectorScalingLoss wanted) {
        return wanted == loss ? this : new LossTable(wanted);
    }
}
