package seli.backend.cpu;

import java.util.Arrays;
import seli.backend.Precision;
import seli.backend.arena.HostLabels;
import seli.backend.arena.MemoryLedger;

/** Class means and within-class scatter, summed in double precision at either precision of the matrices. */
final class ClassStatistics {
    /** Centred columns that one product adds to the scatter. */
    private static final int TILE = 512;

    private final MemoryLedger ledger;
    private final NativeNumbers doubles = NativeNumbers.of(Precision.FLOAT64);

    ClassStatistics(MemoryLedger ledger) {
        this.ledger = ledger;
    }

    /** Column c of {@code means} is the mean of the columns of {@code h} with label c, or zero where there is none. */
    void means(CpuMatrix h, HostLabels labels, CpuMatrix means) {
        double[] sum = new double[h.rows()];
        double[] column = new double[h.rows()];
        for (int c = 0; c < means.cols(); c++) {
            Arrays.fill(sum, 0);
            int count = labels.count(c);
            for (int rank = 0; rank < count; rank++) {
                h.readColumns(labels.sample(c, rank), 1, column);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += column[i];
                }
            }
            for (int i = 0; i < sum.length && count > 0; i++) {
                sum[i] /= count;
            }
            means.writeColumns(sum, c, 1);
        }
    }

    /** Tiles of centred columns C: sum of C C' by products, then divided by n; the upper triangle is mirrored. */
    void withinClassScatter(CpuMatrix h, HostLabels labels, CpuMatrix means, CpuMatrix scatter) {
        int d = h.rows();
        int n = h.cols();
        if (d == 0 || n == 0) {
            scatter.clear();
            return;
        }
        int width = Math.min(TILE, n);
        try (CpuWorkspace scratch = new CpuWorkspace(ledger, doubles, Padding.NONE)) {
            CpuMatrix tile = scratch.uninitialized(d, width);
            CpuMatrix sum = scratch.zeros(d, d);
            for (int j = 0; j < n; j += width) {
                int count = centre(h, labels, means, j, tile);
                doubles.gemm(false, true, d, d, count, 1, tile.data(), d, tile.data(), d, 1, sum.data(), d);
            }
            mirror(sum, n, scatter);
        }
    }

    /** Fills {@code tile} with the centred columns from {@code first} on; returns how many there are. */
    private static int centre(CpuMatrix h, HostLabels labels, CpuMatrix means, int first, CpuMatrix tile) {
        int count = Math.min(tile.cols(), h.cols() - first);
        double[] column = new double[h.rows()];
        double[] mean = new double[h.rows()];
        for (int j = 0; j < count; j++) {
            h.readColumns(first + j, 1, column);
            means.readColumns(labels.label(first + j), 1, mean);
            for (int i = 0; i < column.length; i++) {
                column[i] -= mean[i];
            }
            tile.writeColumns(column, j, 1);
        }
        return count;
    }

    private void mirror(CpuMatrix sum, int n, CpuMatrix scatter) {
        double[] column = new double[sum.rows()];
        for (int j = 0; j < sum.cols(); j++) {
            sum.readColumns(j, 1, column);
            for (int i = 0; i <= j; i++) {
                column[i] /= n;
            }
            scatter.writeColumns(column, j, 1);
            scatter.copyColumnToRow(j);
        }
    }
}
