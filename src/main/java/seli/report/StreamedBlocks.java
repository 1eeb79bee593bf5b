package seli.report;

import static seli.report.GeometryBlocks.orNaN;

import java.io.IOException;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import seli.geometry.StreamedGeometry;

/** The blocks of a geometry with too many groups for tables of all pairs: norms of all, pairs of the selected. */
public final class StreamedBlocks {
    /** Quantiles of the singular values: this many, evenly spaced by rank, the largest and the smallest among them. */
    private static final int QUANTILES = 21;

    private StreamedBlocks() {}

    /**
     * {@code "selected"}, {@code "singularValues"} (of at most 20,000 distinct counts),
     * {@code "singularValueQuantiles"}, {@code "nuclearNorm"}, {@code "squaredNormRatio"} and the blocks
     * {@code "classifier"}, {@code "embedding"}, {@code "alignment"}, in which tables are over the selected groups.
     */
    public static void writeTo(JsonFields json, StreamedGeometry geometry) throws IOException {
        List<Integer> selected = geometry.selected();
        int groups = geometry.model().counts().groups().size();
        json.integers("selected", selected);
        if (geometry.hasAllValues()) {
            GeometryBlocks.writeSingularValues(json, geometry.singularValues());
        }
        writeQuantiles(json, geometry);
        json.number("nuclearNorm", geometry.nuclearNorm());
        json.inlineObject("squaredNormRatio", ratios -> {
            ratios.number("classifier", ratio(geometry::classifierSquaredNorm, groups));
            ratios.number("embedding", ratio(geometry::embeddingSquaredNorm, groups));
        });
        int s = selected.size();
        json.object("classifier", block -> {
            block.numbers("squaredNorm", groups, geometry::classifierSquaredNorm);
            block.table("inner", s, s, (i, j) -> orNaN(geometry.classifierInner(i, j)));
            block.table("cosine", s, s, (i, j) -> orNaN(geometry.classifierCosine(i, j)));
        });
        json.object("embedding", block -> {
            block.numbers("squaredNorm", groups, geometry::embeddingSquaredNorm);
            block.table("inner", s, s, (i, j) -> orNaN(geometry.embeddingInner(i, j)));
            block.table("cosine", s, s, (i, j) -> orNaN(geometry.embeddingCosine(i, j)));
        });
        json.object("alignment", block -> {
            block.numbers("matched", groups, g -> orNaN(geometry.matchedCosine(g)));
            block.table("unmatched", s, s, (i, j) -> orNaN(geometry.unmatchedCosine(i, j)));
        });
    }

    private static void writeQuantiles(JsonFields json, StreamedGeometry geometry) throws IOException {
        int values = geometry.model().counts().classes() - 1;
        int size = Math.min(values, QUANTILES);
        json.list("singularValueQuantiles", size, (item, i) -> {
            int index = rank(i, size, values);
            item.integer("index", index);
            item.number("value", geometry.singularValue(index));
        });
    }

    private static int rank(int i, int size, int values) {
        return size == 1 ? 0 : (int) Math.round((double) i * (values - 1) / (size - 1));
    }

    private static double ratio(IntToDoubleFunction squaredNorm, int groups) {
        return squaredNorm.applyAsDouble(0) / squaredNorm.applyAsDouble(groups - 1);
    }

    /** For each selected group: its counts, the squared norms, and the cosine between classifier and class mean. */
    public static TextTable groupTable(StreamedGeometry geometry) {
        TextTable table = TextTable.of("group", "samples each", "classes", "|w|^2", "|h|^2", "cos(w, h)");
        for (int g : geometry.selected()) {
            table.row(
                    Integer.toString(g),
                    Long.toString(geometry.model().counts().groups().get(g).count()),
                    Integer.toString(geometry.model().counts().groups().get(g).classes()),
                    NumberText.of(geometry.classifierSquaredNorm(g)),
                    NumberText.of(geometry.embeddingSquaredNorm(g)),
                    NumberText.of(orNaN(geometry.matchedCosine(g))));
        }
        return table;
    }

    /** Quantiles of the singular values by rank. */
    public static TextTable quantileTable(StreamedGeometry geometry) {
        int values = geometry.model().counts().classes() - 1;
        int size = Math.min(values, 5);
        TextTable table = TextTable.of("rank", "singular value");
        for (int i = 0; i < size; i++) {
            int index = rank(i, size, values);
            table.row(Integer.toString(index), NumberText.of(geometry.singularValue(index)));
        }
        return table;
    }
}
