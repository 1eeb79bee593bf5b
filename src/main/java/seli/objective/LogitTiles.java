package seli.objective;

import java.util.ArrayList;
import java.util.List;
import seli.backend.Backend;
import seli.backend.DenseMatrix;
import seli.backend.LabelVector;
import seli.backend.Workspace;

/**
 * The columns of k x n logits, all at once or a tile after the other in the same memory, each tile with its labels. A
 * tile has a power of two of columns, so that it does not depend on every byte of room; sums over tiles differ from
 * those over all columns by rounding only.
 */
public final class LogitTiles {
    /**
     * Share of the backend's room that the logits may take. Since d is at least k - 1, factors, gradients, velocities
     * and a scratch take four times as much: with a larger share they would not fit.
     */
    private static final double SHARE = 0.2;

    /** Some adjacent columns. */
    record Tile(DenseMatrix logits, LabelVector labels, int first, boolean isWhole) {
        boolean isFirst() {
            return first == 0;
        }

        /** The pair with the embeddings of these columns alone. */
        FactorPair columnsOf(FactorPair x) {
            return isWhole ? x : new FactorPair(x.classifier(), x.embeddings().columns(first, labels.samples()));
        }
    }

    private final DenseMatrix room;
    private final List<Tile> tiles;

    private LogitTiles(DenseMatrix room, List<Tile> tiles) {
        this.room = room;
        this.tiles = List.copyOf(tiles);
    }

    /** One tile. */
    static LogitTiles whole(Workspace workspace, LabelVector labels) {
        DenseMatrix room = workspace.zeros(labels.classes(), labels.samples());
        return new LogitTiles(room, List.of(new Tile(room, labels, 0, true)));
    }

    /**
     * How many samples' logits are made at a time with so many classes: as many as {@code backend} likes best, or as
     * fit a fifth of its room.
     */
    public static int samplesAtOnce(Backend backend, int classes) {
        double most = SHARE
                * backend.roomBytes()
                / ((double) classes * backend.info().precision().bytes());
        int best = backend.tileColumns(classes);
        return best <= most ? best : Integer.highestOneBit((int) Math.max(1, Math.min(most, Integer.MAX_VALUE)));
    }

    /**
     * Tiles of the width that {@code backend} likes best, or as many columns as fit its room.
     *
     * @throws IllegalArgumentException if not even one column fits
     */
    static LogitTiles of(Backend backend, Workspace workspace, LabelVector labels) {
        int n = labels.samples();
        int width = samplesAtOnce(backend, labels.classes());
        if (n <= width) {
            return whole(workspace, labels);
        }
        DenseMatrix room = workspace.zeros(labels.classes(), width);
        List<Tile> tiles = new ArrayList<>();
        for (int first = 0; first < n; first += width) {
            int count = Math.min(width, n - first);
            tiles.add(new Tile(room.columns(0, count), part(labels, first, count, workspace), first, false));
        }
        return new LogitTiles(room, tiles);
    }

    /** The memory that the tiles share. */
    DenseMatrix room() {
        return room;
    }

    List<Tile> list() {
        return tiles;
    }

    /** Labels {@code first} to {@code first + count - 1}. */
    static LabelVector part(LabelVector labels, int first, int count, Workspace workspace) {
        int[] part = new int[count];
        for (int i = 0; i < count; i++) {
            part[i] = labels.label(first + i);
        }
        return workspace.labels(part, labels.classes());
    }
}
