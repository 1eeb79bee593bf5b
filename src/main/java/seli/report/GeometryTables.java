package seli.report;

import static seli.report.GeometryBlocks.orNaN;

import java.util.List;
import java.util.stream.IntStream;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.SingularValue;
import seli.label.ClassCounts;

/** Tables of geometry for a terminal. Where there are many groups, only the first and the last are shown. */
public final class GeometryTables {
    private static final int MOST_ROWS = 10;
    private static final int MOST_GROUPS = 5;
    private static final String GAP = "...";

    private GeometryTables() {}

    /** Singular values and how often each occurs. */
    public static TextTable ofSingularValues(List<SingularValue> values) {
        TextTable table = TextTable.of("singular value", "multiplicity");
        for (int i : shown(values.size(), MOST_ROWS)) {
            if (i < 0) {
                table.row(GAP, GAP);
            } else {
                table.row(
                        NumberText.of(values.get(i).value()),
                        Integer.toString(values.get(i).multiplicity()));
            }
        }
        return table;
    }

    /** For each group: its counts, the squared norms of classifier and embedding, and the cosine between the two. */
    public static TextTable ofGroups(GramGeometry classifier, GramGeometry embedding, Alignment alignment) {
        ClassCounts counts = classifier.counts();
        TextTable table = TextTable.of("group", "samples each", "classes", "|w|^2", "|h|^2", "cos(w, h)");
        for (int g : shown(counts.groups().size(), MOST_ROWS)) {
            if (g < 0) {
                table.row(GAP, GAP, GAP, GAP, GAP, GAP);
            } else {
                table.row(
                        Integer.toString(g),
                        Long.toString(counts.groups().get(g).count()),
                        Integer.toString(counts.groups().get(g).classes()),
                        NumberText.of(classifier.squaredNorm(g)),
                        NumberText.of(embedding.squaredNorm(g)),
                        NumberText.of(orNaN(alignment.matched(g))));
            }
        }
        return table;
    }

    /** For each pair of groups: the cosines of two distinct classes, the first class of the first group. */
    public static TextTable ofPairs(GramGeometry classifier, GramGeometry embedding, Alignment alignment) {
        int groups = classifier.counts().groups().size();
        int[] shown =
                IntStream.of(shown(groups, MOST_GROUPS)).filter(g -> g >= 0).toArray();
        TextTable table = TextTable.of("groups", "cos(w, w')", "cos(h, h')", "cos(w, h')", "cos(h, w')");
        for (int i = 0; i < shown.length; i++) {
            for (int j = i; j < shown.length; j++) {
                int g = shown[i];
                int h = shown[j];
                table.row(
                        g + ", " + h,
                        NumberText.of(orNaN(classifier.cosine(g, h))),
                        NumberText.of(orNaN(embedding.cosine(g, h))),
                        NumberText.of(orNaN(alignment.unmatched(g, h))),
                        NumberText.of(orNaN(alignment.unmatched(h, g))));
            }
        }
        return table;
    }

    /** Whether {@link #ofPairs} leaves groups out. */
    public static boolean isAbridged(ClassCounts counts) {
        return counts.groups().size() > MOST_GROUPS;
    }

    /**
     * The indices of at most {@code most} of {@code size} rows, the first and the last, with -1 where some are left
     * out.
     */
    private static int[] shown(int size, int most) {
        if (size <= most) {
            return IntStream.range(0, size).toArray();
        }
        int half = most / 2;
        return IntStream.concat(
                        IntStream.concat(IntStream.range(0, half), IntStream.of(-1)),
                        IntStream.range(size - half, size))
                .toArray();
    }
}
