package seli.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import seli.label.ClassCounts;
import seli.label.CountGroup;
import seli.label.ImbalanceProfile;

class StreamedGeometryTest {
    private static List<Integer> all(ClassCounts counts) {
        return IntStream.range(0, counts.groups().size()).boxed().toList();
    }

    /** Everything that both can tell, relative to the norms. */
    private static void assertAgree(GeometryModel model, double tolerance, String what) {
        LimitGeometry exact = LimitGeometry.of(model);
        StreamedGeometry streamed = StreamedGeometry.of(model, all(model.counts()));
        Close.relative(exact.nuclearNorm(), streamed.nuclearNorm(), tolerance, what);
        int m = model.counts().groups().size();
        for (int g = 0; g < m; g++) {
            String where = what + " group " + g;
            // The quadrature takes the norm as sqrt(pole) less an integral, which cancels for a class that dominates.
            double q = model.factor(g) * model.factor(g) / model.poles().totalWeight();
            double loss = 1 / (1 - q);
            double w = exact.classifier().squaredNorm(g);
            Close.relative(w, streamed.classifierSquaredNorm(g), tolerance * loss, where);
            double h = exact.embedding().squaredNorm(g);
            Close.relative(h, streamed.embeddingSquaredNorm(g), tolerance * loss, where);
            Close.absolute(
                    exact.alignment().matched(g).orElseThrow(), streamed.matchedCosine(g), 3 * tolerance * loss, where);
            for (int e = 0; e < m; e++) {
                if (exact.classifier().inner(g, e).isPresent()) {
                    double pair = tolerance * Math.sqrt(w * exact.classifier().squaredNorm(e));
                    Close.absolute(
                            exact.classifier().inner(g, e).orElseThrow(), streamed.classifierInner(g, e), pair, where);
                    double means = tolerance * Math.sqrt(h * exact.embedding().squaredNorm(e));
                    Close.absolute(
                            exact.embedding().inner(g, e).orElseThrow(), streamed.embeddingInner(g, e), means, where);
                } else {
                    assertTrue(streamed.classifierInner(g, e).isEmpty()
                            && streamed.embeddingInner(g, e).isEmpty());
                    assertTrue(streamed.unmatchedCosine(g, e).isEmpty()
                            && streamed.embeddingCosine(g, e).isEmpty());
                }
            }
        }
        assertSameSingularValues(exact, streamed, what);
    }

    private static void assertSameSingularValues(LimitGeometry exact, StreamedGeometry streamed, String what) {
        assertEquals(exact.singularValues(), streamed.singularValues(), what);
        int index = 0;
        for (SingularValue s : exact.singularValues()) {
            assertEquals(s.value(), streamed.singularValue(index), what);
            index += s.multiplicity();
            assertEquals(s.value(), streamed.singularValue(index - 1), what);
        }
        assertEquals(exact.model().counts().classes() - 1, index, what);
    }

    @Test
    void zipfOfTwoThousandClassesIsThatOfTheSecularRoots() {
        ClassCounts counts =
                ImbalanceProfile.parse("zipf:k=2000,s=1.1,nmax=10000").counts();
        GeometryModel model = GeometryModel.crossEntropy(counts);
        Close.relative(
                LimitGeometry.of(model).nuclearNorm(),
                StreamedGeometry.of(model, List.of()).nuclearNorm(),
                1e-14,
                "nuclear norm");
        assertAgree(model, 1e-13, "Zipf");
    }

    @Test
    void randomModelsAreThoseOfTheSecularRoots() {
        long seed = 8001;
        Random random = new Random(seed);
        for (int trial = 0; trial < 200; trial++) {
            ClassCounts counts = RandomCounts.next(random, trial % 2 == 0 ? 10 : 100_000);
            String what = "seed " + seed + " trial " + trial + " " + counts.groups();
            GeometryModel model = switch (trial % 4) {
                case 0 -> GeometryModel.crossEntropy(counts);
                case 1 -> GeometryModel.cdt(counts, 0.25);
                case 2 -> GeometryModel.ldt(counts, 0.75);
                default -> GeometryModel.freeBias(counts);
            };
            assertAgree(model, 1e-12, what);
        }
    }

    @Test
    void cosinesFollowFromInnerProducts() {
        ClassCounts counts = ClassCounts.of(9, 9, 4, 4, 1);
        LimitGeometry exact = LimitGeometry.of(GeometryModel.crossEntropy(counts));
        StreamedGeometry streamed = StreamedGeometry.of(exact.model(), List.of(1, 0));
        Close.absolute(exact.classifier().cosine(1, 0).orElseThrow(), streamed.classifierCosine(0, 1), 1e-14, "w");
        Close.absolute(exact.embedding().cosine(1, 1).orElseThrow(), streamed.embeddingCosine(0, 0), 1e-14, "h");
        Close.absolute(exact.alignment().unmatched(1, 0).orElseThrow(), streamed.unmatchedCosine(0, 1), 1e-14, "wh");
        assertEquals(List.of(1, 0), streamed.selected());
    }

    @Test
    void zipfOfAHundredThousandClassesHasItsNuclearNorm() {
        ClassCounts counts =
                ImbalanceProfile.parse("zipf:k=100000,s=1.1,nmax=1000000").counts();
        double norm = StreamedGeometry.of(GeometryModel.crossEntropy(counts), List.of())
                .nuclearNorm();
        assertEquals(393153.9812, norm, 5e-5);
    }

    @Test
    void millionDistinctCountsKeepTheInvariants() {
        int k = 1_000_000;
        long[] n = new long[k];
        Arrays.setAll(n, c -> 3 * c + 1);
        ClassCounts counts = ClassCounts.of(n);
        StreamedGeometry geometry = StreamedGeometry.of(GeometryModel.crossEntropy(counts), List.of(0, k - 1));
        CompensatedSum w = new CompensatedSum();
        CompensatedSum h = new CompensatedSum();
        for (int g = 0; g < k; g++) {
            w.add(geometry.classifierSquaredNorm(g));
            h.add(geometry.embeddingSquaredNorm(g) * n[k - 1 - g]);
        }
        double norm = geometry.nuclearNorm();
        Close.relative(norm, w.value(), 1e-13, "|W|^2 is the nuclear norm");
        Close.relative(norm, h.value(), 1e-13, "|H|^2 is the nuclear norm");
        double largest = geometry.singularValue(0);
        assertTrue(n[k - 2] < largest * largest && largest * largest < n[k - 1], "between the two largest counts");
        assertTrue(geometry.embeddingInner(0, 1).orElseThrow() < 0);
        assertThrows(IllegalArgumentException.class, geometry::singularValues);
    }

    @Test
    void spreadHasBothEnds() {
        GeometryModel model = GeometryModel.crossEntropy(ClassCounts.of(5, 4, 3, 2, 1));
        assertEquals(List.of(0, 2, 4), StreamedGeometry.spread(model, 3));
        assertEquals(List.of(0, 1, 2, 3, 4), StreamedGeometry.spread(model, 20));
        GeometryModel equal = GeometryModel.crossEntropy(ClassCounts.ofRuns(List.of(new CountGroup(5, 3))));
        assertEquals(List.of(0), StreamedGeometry.spread(equal, 20));
    }

    @Test
    void whatDoesNotExistIsRefused() {
        GeometryModel model = GeometryModel.crossEntropy(ClassCounts.of(5, 4, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> StreamedGeometry.of(model, List.of(3)));
        assertThrows(IndexOutOfBoundsException.class, () -> StreamedGeometry.of(model, List.of(-1)));
        List<Integer> many = Collections.nCopies(1001, 0);
        assertEquals(
                "1001 groups are selected; expected at most 1000",
                assertThrows(IllegalArgumentException.class, () -> StreamedGeometry.of(model, many))
                        .getMessage());
        StreamedGeometry geometry = StreamedGeometry.of(model, List.of());
        assertThrows(IndexOutOfBoundsException.class, () -> geometry.singularValue(2));
        assertThrows(IndexOutOfBoundsException.class, () -> geometry.singularValue(-1));
    }

    /** Roots are found by many threads; each has its own place, so the list is the one that a single thread finds. */
    @Test
    void allSingularValuesOfThousandsOfCountsAddUpToTheNuclearNorm() {
        int k = 3000;
        long[] n = new long[k];
        Arrays.setAll(n, c -> 1 + (long) c * c);
        StreamedGeometry geometry = StreamedGeometry.of(GeometryModel.crossEntropy(ClassCounts.of(n)), List.of());
        List<SingularValue> values = geometry.singularValues();
        Close.relative(SpectrumList.sum(values), geometry.nuclearNorm(), 1e-14, "nuclear norm");
        assertEquals(k - 1, values.size());
        for (int i = 0; i < values.size(); i += 97) {
            assertEquals(geometry.singularValue(i), values.get(i).value(), "index " + i);
        }
    }
}
