package seli.metric;

import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.Workspace;
import seli.linalg.HostMatrix;

/**
 * The products A'x_i for a long stream of columns x_i, made on a backend tile by tile, so that A'X is never held whole.
 */
final class ColumnStream {
    private ColumnStream() {}

    /** Writes column {@code i} of the stream into {@code target}. */
    @FunctionalInterface
    interface Source {
        void copy(int i, double[] target);
    }

    /** Takes the product for column {@code i}; {@code product} is only lent. */
    @FunctionalInterface
    interface Sink {
        void take(int i, double[] product);
    }

    /**
     * Hands A'x_i to the sink for i = 0, 1, ..., count - 1 in this order.
     *
     * @param left A (d x q), q at least 1; read only
     */
    static void multiply(Backend backend, HostMatrix left, int count, Source source, Sink sink) {
        int tile = SampleStream.blockSize(Math.max(left.rows(), left.cols()));
        double[] product = new double[left.cols()];
        try (Workspace arena = backend.openWorkspace()) {
            DenseMatrix a = arena.upload(left);
            int done = 0;
            while (done < count) {
                HostMatrix x = columns(source, left.rows(), done, Math.min(tile, count - done));
                HostMatrix products = product(backend, a, x);
                for (int j = 0; j < x.cols(); j++) {
                    products.copyColumn(j, product, 0);
                    sink.take(done + j, product);
                }
                done += x.cols();
            }
        }
    }

    /** Columns {@code first .. first + count} of a stream of columns of {@code rows} numbers. */
    static HostMatrix columns(Source source, int rows, int first, int count) {
        HostMatrix.Builder builder = HostMatrix.builder(rows, count);
        double[] column = new double[rows];
        for (int j = 0; j < count; j++) {
            source.copy(first + j, column);
            builder.setColumn(j, column, 0);
        }
        return builder.build();
    }

    /** A'X for columns X on the host. */
    static HostMatrix product(Backend backend, DenseMatrix a, HostMatrix columns) {
        try (Workspace arena = backend.openWorkspace()) {
            DenseMatrix x = arena.upload(columns);
            DenseMatrix result = arena.zeros(a.cols(), columns.cols());
            backend.algebra().gemm(true, false, 1, a, x, 0, result);
            return result.download();
        }
    }
}
