package seli.backend;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import seli.problem.VectorScalingLoss;

/**
 * The few fused operations of the model that no vendor library has. Logits are k x n with one column for each sample,
 * so that one sample is contiguous. Conventions as in {@link DenseAlgebra}.
 */
public interface UfmKernels {
    /**
     * Sum of the losses over all columns, and in place of the logits their gradient. Per column with label y and u_c =
     * tau_y delta_c z_c + iota_c:
     *
     * <pre>
     *   e_c = exp(u_c - u_y) for c != y (shifted by max(0, max_c u_c - u_y)),   s = sum of e_c over c != y,
     *   loss = omega_y log1p(s),
     *   g_c = omega_y tau_y delta_c e_c / (1 + s),   g_y = -omega_y tau_y delta_y s / (1 + s).
     * </pre>
     *
     * <p>The label's entry is the sum of the others and never {@code p_y - 1}, so nothing cancels at any margin. With a
     * shift m the 1 becomes exp(-m) and the loss omega_y (m + log(exp(-m) + s)). A NaN or infinite winner makes its
     * column NaN. Overwrites {@code logits} (k x n) by the gradient. Cost two passes over the logits.
     */
    default double lossAndGradient(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss) {
        return lossAndGradient(logits, labels, loss, 0);
    }

    /**
     * Loss and gradient as {@link #lossAndGradient(DenseMatrix, LabelVector, VectorScalingLoss)}, both times
     * exp(-logScale), where nothing under- or overflows on the way: where the label wins (shift 0) with
     *
     * <pre>
     *   e_c = exp(u_c - u_y - logScale),   s = sum of e_c over c != y,   x = s exp(logScale),
     *   loss = omega_y s log1p(x) / x,   g_c = omega_y tau_y delta_c e_c / (1 + x),   g_y likewise with s.
     * </pre>
     *
     * <p>With a {@code logScale} near the logarithm of the loss all numbers are of order one, at any margin. With 0 the
     * result is that of the form without a scale, bit for bit.
     *
     * @param logScale at most 0
     * @throws IllegalArgumentException if {@code logScale} is positive or not finite
     */
    double lossAndGradient(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss, double logScale);

    /** The sum of the losses and its logarithm; {@code logits} (k x n) are only read. */
    LossValue loss(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss);

    /**
     * One step of gradient descent with heavy-ball momentum, as PyTorch's SGD: {@code v <- momentum v + (g + ridge x)},
     * {@code x <- x - rate v}. Overwrites {@code v} and {@code x}; reads {@code g}; all of one shape. Without momentum
     * {@code v} may be {@code g} itself.
     */
    // waiver(parameters): three matrices and three scalars, as PyTorch names them
    void momentumStep(DenseMatrix x, DenseMatrix g, DenseMatrix v, double rate, double momentum, double ridge);

    /**
     * Class means: column c of {@code means} (d x k, overwritten) is the mean of the columns of {@code h} (d x n) with
     * label c; zero where there is none.
     */
    void classMeans(DenseMatrix h, LabelVector labels, DenseMatrix means);

    /**
     * Within-class scatter (1/n) sum_i (h_i - m_{y_i})(h_i - m_{y_i})' into {@code scatter} (d x d, overwritten),
     * symmetric to the last bit; {@code h} (d x n) and {@code means} (d x k) are read. Zero where n = 0.
     */
    void withinClassScatter(DenseMatrix h, LabelVector labels, DenseMatrix means, DenseMatrix scatter);

    /**
     * Column j of {@code target} becomes column {@code columns[j]} of {@code source}, bit for bit; overwrites
     * {@code target}.
     *
     * @throws IllegalArgumentException if an index is not a column of {@code source}
     */
    void gatherColumns(DenseMatrix source, int[] columns, DenseMatrix target);

    /**
     * Column {@code columns[j]} of {@code target} becomes column j of {@code source}, bit for bit, the last j winning
     * where an index repeats; the other columns of {@code target} stay.
     *
     * @throws IllegalArgumentException if an index is not a column of {@code target}
     */
    void scatterColumns(DenseMatrix source, int[] columns, DenseMatrix target);

    /**
     * Steps of full-batch gradient descent that the host only enqueues, where the backend has such; else nothing, and
     * the steps are made of the operations above. Takes its room from {@code workspace}.
     */
    default Optional<Descent> descent(DescentPoint point, Workspace workspace) {
        return Optional.empty();
    }

    /**
     * Steps of full-batch gradient descent on many small problems of one shape, side by side, where the backend has
     * such and the problems are small enough; else nothing. Takes its room from {@code workspace}.
     */
    default Optional<BatchDescent> descents(BatchPoint batch, Workspace workspace) {
        return Optional.empty();
    }

    /**
     * What a descent moves, and the loss that it lowers. Where no step has momentum the gradients' room may be that of
     * the velocities.
     *
     * @param w classifier, d x k
     * @param h embeddings, d x n
     * @param velocityW velocity of w
     * @param velocityH velocity of h
     * @param gradientW room for a gradient, d x k
     * @param gradientH room for a gradient, d x n
     * @param logits room for the logits of some of the columns, k x at least 1
     * @param labels labels of the n columns
     * @param loss the loss
     */
    record DescentPoint(
            DenseMatrix w,
            DenseMatrix h,
            DenseMatrix velocityW,
            DenseMatrix velocityH,
            DenseMatrix gradientW,
            DenseMatrix gradientH,
            DenseMatrix logits,
            LabelVector labels,
            VectorScalingLoss loss) {}

    /** Enqueued steps, each that of {@link #momentumStep} for both factors with the gradient at the old point. */
    interface Descent {
        /** Enqueues a step; a step whose loss is not finite is not taken, nor is any after it. */
        void step(double rate, double momentum, double ridgeW, double ridgeH);

        /** Waits for the steps; what they came to. */
        Progress progress();
    }

    /**
     * What the steps of a descent came to.
     *
     * @param taken number of steps taken since it began
     * @param loss loss before the last step that was enqueued: of the last one taken, or not finite
     */
    record Progress(long taken, double loss) {}

    /**
     * Problems of one shape, one beside the other: problem p has the columns p k to p k + k - 1 of {@code w} and its
     * velocity, and the columns p n to p n + n - 1 of {@code h}, its velocity and the labels.
     *
     * @param w classifiers, d x k p
     * @param h embeddings, d x n p
     * @param velocityW velocity of w
     * @param velocityH velocity of h
     * @param labels labels of all n p columns, of k classes
     * @param losses the loss of each problem
     */
    record BatchPoint(
            DenseMatrix w,
            DenseMatrix h,
            DenseMatrix velocityW,
            DenseMatrix velocityH,
            LabelVector labels,
            List<VectorScalingLoss> losses) {
        /**
         * Copies the list and checks the shapes.
         *
         * @throws IllegalArgumentException if they do not agree
         */
        public BatchPoint {
            losses = List.copyOf(losses);
            int problems = losses.size();
            int k = labels.classes();
            boolean isEven = problems > 0 && labels.samples() % problems == 0;
            boolean agrees = w.cols() == (long) k * problems && h.cols() == labels.samples() && w.rows() == h.rows();
            boolean moves = velocityW.rows() == w.rows()
                    && velocityW.cols() == w.cols()
                    && velocityH.rows() == h.rows()
                    && velocityH.cols() == h.cols();
            if (!isEven || !agrees || !moves || losses.stream().anyMatch(loss -> loss.classes() != k)) {
                throw new IllegalArgumentException(
                        "%d problems of %d classes with w %d x %d, h %d x %d and %d labels; expected equal shapes"
                                .formatted(problems, k, w.rows(), w.cols(), h.rows(), h.cols(), labels.samples()));
            }
        }

        /** Number of problems. */
        public int problems() {
            return losses.size();
        }
    }

    /** Enqueued steps of many problems, each as of {@link Descent}; problems do not touch one another. */
    interface BatchDescent {
        /**
         * Enqueues {@code count} steps of every problem, by the rule of each; a problem whose loss is not finite stands
         * still from there on while the others go on.
         *
         * @throws IllegalArgumentException if there is not one rule for each problem
         */
        void steps(long count, List<StepRule> rules);

        /** Waits for the steps; what they came to, for each problem. */
        List<Progress> progress();
    }

    /**
     * How a problem steps, as {@link #momentumStep}.
     *
     * @param rate learning rate
     * @param momentum heavy-ball momentum
     * @param ridgeW ridge of the classifier
     * @param ridgeH ridge of the embeddings
     */
    record StepRule(double rate, double momentum, double ridgeW, double ridgeH) {
        /** Rate, momentum and ridges one after the other. */
        public double[] numbers() {
            return new double[] {rate, momentum, ridgeW, ridgeH};
        }

        /**
         * The numbers of all rules, one rule after the other.
         *
         * @throws IllegalArgumentException if there is not one rule for each problem
         */
        public static double[] numbers(List<StepRule> rules, int problems) {
            if (rules.size() != problems) {
                throw new IllegalArgumentException(
                        "%d rules for %d problems; expected one for each".formatted(rules.size(), problems));
            }
            return rules.stream()
                    .flatMapToDouble(rule -> Arrays.stream(rule.numbers()))
                    .toArray();
        }
    }
}
