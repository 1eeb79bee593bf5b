package seli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import seli.geometry.Alignment;
import seli.geometry.GramGeometry;
import seli.geometry.LimitGeometry;
import seli.label.ClassCounts;
import seli.linalg.HostMatrix;

class GeometryBlocksTest {
    private static final int MOST = LimitGeometry.MAX_TABULATED_COUNTS;

    /** Classes 0, 1, ... have squared norms m, m - 1, ...; inner product of g and h: 1e-6 (g m + h), symmetrised. */
    private static GramGeometry gram(int m) {
        ClassCounts counts = ClassCounts.of(LongStream.rangeClosed(1, m).toArray());
        double[] norms = new double[m];
        Arrays.setAll(norms, g -> m - g);
        return GramGeometry.of(
                counts, norms, HostMatrix.generate(m, m, (g, h) -> 1e-6 * (Math.min(g, h) * m + Math.max(g, h))));
    }

    private static JsonNode written(GramGeometry gram) throws IOException {
        int m = gram.counts().groups().size();
        Alignment alignment = Alignment.of(gram, gram, (g, h, same) -> 1e-6 * (g * m + h));
        JsonReport report = JsonReport.of("solve", Provenance.startNow(List.of("solve")), json -> {
            GeometryBlocks.writeSelected(json, TabulatedGroups.of(m));
            GeometryBlocks.writeGram(json, "classifier", gram);
            GeometryBlocks.writeAlignment(json, m, alignment);
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        report.writeTo(out);
        return new ObjectMapper().readTree(out.toByteArray());
    }

    @Test
    void moreGroupsThanAreTabulatedAreSelected() throws IOException {
        int m = MOST + 1;
        GramGeometry gram = gram(m);
        JsonNode json = written(gram);
        JsonNode selected = json.get("selected");
        assertEquals(20, selected.size());
        assertEquals(0, selected.get(0).intValue());
        assertEquals(m - 1, selected.get(19).intValue());
        assertEquals(m, json.at("/classifier/squaredNorm").size(), "norms of all");
        assertEquals(m, json.at("/alignment/matched").size());
        for (String table : List.of("/classifier/inner", "/classifier/cosine", "/alignment/unmatched")) {
            assertEquals(20, json.at(table).size(), table);
            assertEquals(20, json.at(table + "/7").size(), table);
        }
        int g = selected.get(3).intValue();
        int h = selected.get(11).intValue();
        assertTrue(g > 3 && h > g, () -> g + " " + h);
        assertEquals(
                gram.inner(g, h).orElseThrow(),
                json.at("/classifier/inner/3/11").doubleValue());
        assertEquals(
                gram.cosine(h, g).orElseThrow(),
                json.at("/classifier/cosine/11/3").doubleValue());
        double cosine = 1e-6 * (g * m + h) / Math.sqrt(gram.squaredNorm(g)) / Math.sqrt(gram.squaredNorm(h));
        assertEquals(cosine, json.at("/alignment/unmatched/3/11").doubleValue(), 1e-15);
        assertTrue(json.at("/classifier/inner/5/5").isNull(), "one class has no other of its group");
    }

    @Test
    void fewGroupsAreAllTabulated() throws IOException {
        JsonNode json = written(gram(25));
        assertFalse(json.has("selected"));
        assertEquals(25, json.at("/classifier/inner/24").size());
        assertEquals(25, json.at("/alignment/unmatched").size());
        assertTrue(TabulatedGroups.of(MOST).isAll());
        assertEquals(List.of(0, 1, 2), TabulatedGroups.of(3).list());
        assertEquals(List.of(0, 5, 10), TabulatedGroups.spread(11, 3).list());
        assertEquals(11, TabulatedGroups.spread(11, 3).groups());
    }
}
