package seli.backend.arena;

import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.linalg.HostMatrix;
import seli.problem.VectorScalingLoss;

/** The shape checks of every operation, with the same messages on every backend; all throw IllegalArgumentException. */
public final class Shapes {
    private Shapes() {}

    /** A new matrix of {@code rows x cols}. */
    public static void requireSize(int rows, int cols) {
        if (rows < 0 || cols < 0) {
            throw new IllegalArgumentException("matrix of %d x %d; expected no negative size".formatted(rows, cols));
        }
    }

    /** Columns {@code first .. first + count} of {@code m}. */
    public static void requireColumns(DenseMatrix m, int first, int count) {
        if (first < 0 || count < 0 || first > m.cols() - count) {
            throw new IllegalArgumentException("columns %d to %d of a matrix of %d x %d; expected a range inside it"
                    .formatted(first, (long) first + count, m.rows(), m.cols()));
        }
    }

    /** {@code m} has the shape of {@code expected}. */
    public static void requireSame(String what, DenseMatrix m, DenseMatrix expected) {
        require(what, m, expected.rows(), expected.cols());
    }

    /** {@code m} is {@code rows x cols}. */
    public static void require(String what, DenseMatrix m, int rows, int cols) {
        if (m.rows() != rows || m.cols() != cols) {
            throw new IllegalArgumentException(
                    "%s is %d x %d; expected %d x %d".formatted(what, m.rows(), m.cols(), rows, cols));
        }
    }

    /** {@code host} fits {@code m}. */
    public static void requireUpload(HostMatrix host, DenseMatrix m) {
        if (host.rows() != m.rows() || host.cols() != m.cols()) {
            throw new IllegalArgumentException("upload of %d x %d into a matrix of %d x %d; expected equal shapes"
                    .formatted(host.rows(), host.cols(), m.rows(), m.cols()));
        }
    }

    /** {@code c = op(a) op(b)}. */
    public static void requireProduct(boolean transA, boolean transB, DenseMatrix a, DenseMatrix b, DenseMatrix c) {
        int rows = transA ? a.cols() : a.rows();
        int inner = transA ? a.rows() : a.cols();
        int innerB = transB ? b.cols() : b.rows();
        int cols = transB ? b.rows() : b.cols();
        if (inner != innerB || c.rows() != rows || c.cols() != cols) {
            throw new IllegalArgumentException("gemm of %s%s and %s%s into %s; expected inner dimensions to agree"
                    .formatted(shape(a), transA ? "'" : "", shape(b), transB ? "'" : "", shape(c)));
        }
    }

    /** {@code a} is square. */
    public static void requireSquare(DenseMatrix a) {
        if (a.rows() != a.cols()) {
            throw new IllegalArgumentException("matrix is %s; expected a square one".formatted(shape(a)));
        }
    }

    /** {@code u} and {@code vt} fit the thin decomposition of {@code a}. */
    public static void requireSvd(DenseMatrix a, DenseMatrix u, DenseMatrix vt) {
        int r = Math.min(a.rows(), a.cols());
        require("u", u, a.rows(), r);
        require("vt", vt, r, a.cols());
    }

    /** Logits, labels and loss agree in k and n. */
    public static void requireLogits(DenseMatrix logits, LabelVector labels, VectorScalingLoss loss) {
        if (loss.classes() != labels.classes()) {
            throw new IllegalArgumentException(
                    "loss has %d classes but labels have %d".formatted(loss.classes(), labels.classes()));
        }
        if (logits.rows() != labels.classes() || logits.cols() != labels.samples()) {
            throw new IllegalArgumentException("logits are %s but there are %d labels of %d classes; expected %d x %d"
                    .formatted(shape(logits), labels.samples(), labels.classes(), labels.classes(), labels.samples()));
        }
    }

    /** A scale that only enlarges. */
    public static void requireLogScale(double logScale) {
        if (!(logScale <= 0) || Double.isInfinite(logScale)) {
            throw new IllegalArgumentException(
                    "logarithm of the scale is %s; expected a finite number of at most 0".formatted(logScale));
        }
    }

    /** Embeddings d x n, labels and class means d x k agree. */
    public static void requireMeans(DenseMatrix h, LabelVector labels, DenseMatrix means) {
        require("embeddings", h, h.rows(), labels.samples());
        require("class means", means, h.rows(), labels.classes());
    }

    /**
     * {@code columns} has one entry for each column of {@code narrow}, each a column of {@code wide} of the same
     * height.
     */
    public static void requireSelection(DenseMatrix wide, int[] columns, DenseMatrix narrow) {
        require("the selection", narrow, wide.rows(), columns.length);
        for (int column : columns) {
            if (column < 0 || column >= wide.cols()) {
                throw new IllegalArgumentException("column %d of a matrix of %s; expected 0 to %d"
                        .formatted(column, shape(wide), wide.cols() - 1));
            }
        }
    }

    /** Refuses an output that overlaps an input. */
    public static void refuseOverlap(boolean overlaps, String output, String input) {
        if (overlaps) {
            throw new IllegalArgumentException("%s overlaps %s; expected separate matrices".formatted(output, input));
        }
    }

    private static String shape(DenseMatrix m) {
        return m.rows() + " x " + m.cols();
    }
}
