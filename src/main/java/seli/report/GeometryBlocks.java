package seli.report;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.SingularValue;
import seli.metric.GeometryDistances;

/** The blocks of geometry that several reports have in common; a value that does not exist is null. */
public final class GeometryBlocks {
    private GeometryBlocks() {}

    /** {@code "singularValues": [{"value", "multiplicity"}...]}, as given. */
    public static void writeSingularValues(JsonFields json, List<SingularValue> values) throws IOException {
        json.list("singularValues", values.size(), (item, i) -> {
            item.number("value", values.get(i).value());
            item.integer("multiplicity", values.get(i).multiplicity());
        });
    }

    /**
     * {@code NAME: {"squaredNorm": [g], "inner": [g][h], "cosine": [g][h]}}, inner and cosine for distinct classes,
     * over the tabulated groups.
     */
    public static void writeGram(JsonFields json, String name, GramGeometry gram) throws IOException {
        TabulatedGroups shown = TabulatedGroups.of(gram.counts().groups().size());
        json.object(name, block -> {
            block.numbers("squaredNorm", shown.groups(), gram::squaredNorm);
            writePairs(block, "inner", shown, (g, h) -> orNaN(gram.inner(g, h)));
            writePairs(block, "cosine", shown, (g, h) -> orNaN(gram.cosine(g, h)));
        });
    }

    /** {@code "selected": [...]}, the groups of the rows and columns of tables, where there are too many for all. */
    public static void writeSelected(JsonFields json, TabulatedGroups shown) throws IOException {
        if (!shown.isAll()) {
            json.integers("selected", shown.list());
        }
    }

    /** {@code NAME: [g][h]} over the tabulated groups; {@code entry} takes the numbers of groups. */
    public static void writePairs(JsonFields json, String name, TabulatedGroups shown, JsonFields.Entry entry)
            throws IOException {
        json.table(name, shown.size(), shown.size(), (i, j) -> entry.at(shown.group(i), shown.group(j)));
    }

    /**
     * {@code "alignment": {"matched": [g], "unmatched": [g][h]}}: cosines of w_c and h_c, and of w_c and h_c' with c of
     * group g and c' of group h; the table over the tabulated groups.
     */
    public static void writeAlignment(JsonFields json, int groups, Alignment alignment) throws IOException {
        TabulatedGroups shown = TabulatedGroups.of(groups);
        json.object("alignment", block -> {
            block.numbers("matched", groups, g -> orNaN(alignment.matched(g)));
            writePairs(block, "unmatched", shown, (g, h) -> orNaN(alignment.unmatched(g, h)));
        });
    }

    /** {@code "distance": {"classifier": {"seli", "etf"}, "embedding": {"seli", "etf"}, "logits": {"seli"}}}. */
    public static void writeDistance(JsonFields json, GeometryDistances distances) throws IOException {
        json.object("distance", block -> {
            block.inlineObject("classifier", classifier -> {
                classifier.number("seli", orNaN(distances.classifierSeli()));
                classifier.number("etf", orNaN(distances.classifierEtf()));
            });
            block.inlineObject("embedding", embedding -> {
                embedding.number("seli", orNaN(distances.embeddingSeli()));
                embedding.number("etf", orNaN(distances.embeddingEtf()));
            });
            block.inlineObject("logits", logits -> logits.number("seli", orNaN(distances.logitsSeli())));
        });
    }

    /** The value, or NaN, which {@link JsonFields} writes as null and {@link NumberText} as a dash. */
    public static double orNaN(OptionalDouble value) {
        return value.orElse(Double.NaN);
    }
}
