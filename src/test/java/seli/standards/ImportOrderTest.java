package seli.standards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packages import only what stands before them; natives stay behind the backend that owns them. */
class ImportOrderTest {
    @Test
    void packagesImportOnlyWhatStandsBeforeThem() {
        String breaches = ParsedSource.allBelow(Path.of("src/main/java")).stream()
                .flatMap(source -> PackageOrder.check(source).stream())
                .map(Finding::toString)
                .collect(Collectors.joining("\n"));

        assertEquals("", breaches);
    }

    @ParameterizedTest
    @CsvSource({
        "label, import seli.geometry.SeliGeometry;",
        "label, import static seli.geometry.SeliGeometry.of;",
        "solver, import seli.metric.*;",
        "label, class A { Object f() { return seli.cli.Main.commandLine(); } }",
        "label, class A { seli.job.SolveJob f; }",
        "backend, import seli.backend.cpu.CpuBackend;",
        "solver, import org.nd4j.linalg.factory.Nd4j;",
        "backend.reference, import org.bytedeco.openblas.global.openblas;",
        "backend.cpu, import jcuda.Pointer;",
        "metric, import com.fasterxml.jackson.databind.ObjectMapper;",
        "geometry, import seli.nowhere.Thing;",
        "nowhere, import seli.linalg.HostMatrix;",
    })
    void plantedBreachIsFound(String user, String code) {
        assertEquals(1, check("planted/A.java", user, code).size());
    }

    @ParameterizedTest
    @CsvSource({
        "geometry, import seli.label.ClassCounts;",
        "label, import seli.label.CountGroup;",
        "backend.cpu, import org.nd4j.linalg.factory.Nd4j;",
        "backend.cpu, import org.bytedeco.openblas.global.openblas;",
        "backend.reference, import seli.backend.Backend;",
        "report, import com.fasterxml.jackson.databind.ObjectMapper;",
        "label, import java.util.List;",
        "metric, class A { double f(Distance seli) { return seli.geometry.value(); } }",
    })
    void allowedUseIsLeftAlone(String user, String code) {
        assertEquals(List.of(), check("planted/A.java", user, code));
    }

    @Test
    void onlyTheSelectionKnowsTheImplementations() {
        String code = "import seli.backend.cpu.CpuBackend;";

        assertEquals(List.of(), check("src/main/java/seli/backend/Backends.java", "backend", code));
        assertEquals(
                1,
                check("src/main/java/seli/backend/Backend.java", "backend", code)
                        .size());
    }

    @Test
    void messageNamesPlaceBreachAndWhatIsAllowed() {
        String text =
                check("label/A.java", "label", "\nimport seli.cli.Main;").get(0).toString();

        assertTrue(text.startsWith("label/A.java:2: imports: label uses seli.cli.Main; allowed are [linalg"), text);
    }

    private static List<Finding> check(String file, String user, String code) {
        return PackageOrder.check(ParsedSource.of(file, "package seli." + user + "; " + code));
    }
}
