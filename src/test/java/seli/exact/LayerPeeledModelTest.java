package seli.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import seli.label.ImbalanceProfile;

class LayerPeeledModelTest {
    @ParameterizedTest
    @CsvSource({
        "5,3,245.5,.05",
        "5,5,12.19,.005",
        "5,7,4.00,.005",
        "10,3,6350,5",
        "10,5,81.1,.05",
        "10,7,13.67,.005",
        "20,3,6.4e5,5e3",
        "20,5,1290.5,.05",
        "20,7,95.4,.05"
    })
    void collapseRatiosAreThePublishedOnes(double energyH, int majorities, double ratio, double tolerance) {
        assertEquals(ratio, new LayerPeeledModel(1, energyH).collapseRatio(10, majorities), tolerance);
    }

    @Test
    void minoritiesCollapseAboveTheRatioAndNotBelow() {
        LayerPeeledModel model = new LayerPeeledModel(1, 5);
        GroupedSolution below = model.optimum(
                ImbalanceProfile.parse("step:k=10,R=12,rho=0.5,nmin=50").counts());
        GroupedSolution above = model.optimum(
                ImbalanceProfile.parse("step:k=10,R=13,rho=0.5,nmin=50").counts());
        assertTrue(below.spread(1) > 0);
        assertEquals(0, above.spread(1)); // exact: a collapsed group is zero
        assertTrue(above.problem().lambda() > 50);
    }

    @Test
    void budgetIsMetAndOnlyItsProductMatters() {
        LayerPeeledModel model = new LayerPeeledModel(2, 8);
        GroupedSolution solution =
                model.optimum(ImbalanceProfile.parse("30,30,4,4,1").counts());
        assertEquals(20, solution.nuclearNorm(), 1e-10);
        assertEquals(
                solution.problem().lambda(),
                new LayerPeeledModel(16, 1)
                        .optimum(ImbalanceProfile.parse("30,30,4,4,1").counts())
                        .problem()
                        .lambda(),
                1e-11);
    }

    @Test
    void largeBudgetsTendToTheSimplexWhateverTheImbalance() {
        var counts = ImbalanceProfile.parse("100,100,1,1").counts();
        double near = toEtf(new LayerPeeledModel(200, 200));
        double far = toEtf(new LayerPeeledModel(10, 10));
        assertTrue(near < far / 10, near + " " + far);
        assertEquals(4, counts.classes());
    }

    private static double toEtf(LayerPeeledModel model) {
        var counts = ImbalanceProfile.parse("100,100,1,1").counts();
        return model.optimum(counts)
                .logits(counts)
                .distance(BlockMatrix.projection(counts))
                .orElseThrow();
    }

    @Test
    void badInputIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LayerPeeledModel(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new LayerPeeledModel(1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new LayerPeeledModel(1, 1).collapseRatio(10, 9));
        assertThrows(IllegalArgumentException.class, () -> new LayerPeeledModel(1, 1).collapseRatio(10, 0));
        assertThrows(IllegalArgumentException.class, () -> toEtf(new LayerPeeledModel(1e4, 1e4)));
    }
}
