package seli.standards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sources keep the house rules, and each rule finds a planted breach. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceStandardsTest {
    private List<ParsedSource> main = List.of();
    private List<ParsedSource> tests = List.of();

    @BeforeAll
    void parse() {
        main = ParsedSource.allBelow(Path.of("src/main/java"));
        tests = ParsedSource.allBelow(Path.of("src/test/java"));
        assertFalse(main.isEmpty(), "no sources found; the tests run in the project's folder");
    }

    /** A rule on one file, and a snippet that breaks it once. */
    private record Rule(String name, Function<ParsedSource, List<Finding>> check, boolean testsToo, String breach) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> rules() {
        String six = "int a, int b, int c, int d, int e, int f";
        String deep = "if (a) for (;;) while (b) if (c) f();";
        return Stream.of(
                        new Rule("file", SizeRules::files, true, "class A {}\n".repeat(401)),
                        new Rule("line", SizeRules::lines, true, "class A { /* " + "x".repeat(120) + " */ }"),
                        new Rule("method", SizeRules::methods, true, "class A { void f() {" + "\n".repeat(40) + "} }"),
                        new Rule("parameters", SizeRules::parameters, true, "class A { void f(" + six + ") {} }"),
                        new Rule("nesting", SizeRules::nesting, true, "class A { void f() { " + deep + " } }"),
                        new Rule("name", NameRules::types, true, "class CudaBaseMatrix {}"),
                        new Rule("accessor", NameRules::accessors, true, "class A { int getRows() { return 1; } }"),
                        new Rule("static", StateRules::staticState, false, "class A { private static int calls; }"),
                        new Rule(
                                "array", StateRules::staticState, false, "class A { static final int[] SIZES = {1}; }"),
                        new Rule("record", StateRules::recordArrays, false, "record A(double[] values) {}"),
                        new Rule("print", StateRules::silence, false, "class A { void f() { System.out.println(); } }"),
                        new Rule("trace", StateRules::silence, false, "class A { void f() { e.printStackTrace(); } }"),
                        new Rule("exit", StateRules::silence, false, "class A { void f() { System.exit(1); } }"),
                        new Rule("loose end", StateRules::looseEnds, true, "class A { } // TO" + "DO later"),
                        new Rule("type comment", DocRules::publicJavadoc, false, "public class A {}"),
                        new Rule(
                                "method comment",
                                DocRules::publicJavadoc,
                                false,
                                "/** A. */ public interface A { int f(); }"))
                .map(Arguments::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void sourcesKeepTheRule(Rule rule) {
        List<Finding> found = new ArrayList<>();
        main.forEach(source -> found.addAll(rule.check().apply(source)));
        if (rule.testsToo()) {
            tests.forEach(source -> found.addAll(rule.check().apply(source)));
        }
        assertNone(found);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void ruleFindsThePlantedBreach(Rule rule) {
        List<Finding> found = rule.check().apply(planted(rule.breach()));

        assertEquals(1, found.size(), found::toString);
    }

    @Test
    void packagesAreDescribedNullMarkedAndSmall() {
        assertNone(DocRules.packages(main));
    }

    @Test
    void packageRuleFindsAMissingDescription() {
        List<Finding> found = DocRules.packages(List.of(planted("public class A {}")));

        assertEquals(List.of("seli.planted:1: package: no package-info.java"), texts(found));
    }

    @Test
    void packageRuleFindsAThinDescription() {
        String text = "/** One sentence. Two sentences. */ package seli.planted;";
        List<Finding> found = DocRules.packages(List.of(ParsedSource.of("package-info.java", text)));

        assertEquals(2, found.size(), found::toString);
    }

    @Test
    void packageRuleFindsTheThirteenthPublicType() {
        List<ParsedSource> sources = new ArrayList<>();
        String info = "/** One. Two. Three. */ @NullMarked package seli.planted;";
        sources.add(ParsedSource.of("package-info.java", info));
        for (int i = 0; i < DocRules.PUBLIC_TYPES; i++) {
            sources.add(planted("public class A" + i + " {}"));
        }
        assertNone(DocRules.packages(sources));

        sources.add(planted("public class B {}"));
        assertEquals(1, DocRules.packages(sources).size());
    }

    @Test
    void waiverWithAReasonLiftsALimit() {
        String method = "void f(int a, int b, int c, int d, int e, int f) {}";
        String waived = "class A {\n// waiver(parameters): the shape of LAPACK's own call\n" + method + "}";
        String bare = "class A {\n// waiver(parameters): x\n" + method + "}";

        assertNone(SizeRules.parameters(planted(waived)));
        assertEquals(1, SizeRules.parameters(planted(bare)).size());
    }

    @Test
    void overridingMethodsAndRecordsKeepTheirParameters() {
        String six = "(int a, int b, int c, int d, int e, int f)";

        assertNone(SizeRules.parameters(planted("class A extends B { @Override void f" + six + " {} }")));
        assertNone(SizeRules.parameters(planted("record A" + six + " { A { check(a); } }")));
    }

    @Test
    void elseIfIsNoDeeper() {
        String chain = "if (a) f(); else if (b) f(); else if (c) f(); else if (d) f(); else f();";

        assertNone(SizeRules.nesting(planted("class A { void f() { " + chain + " } }")));
    }

    @Test
    void markWithAnIssueIsAllowed() {
        assertNone(StateRules.looseEnds(planted("class A { } // TO" + "DO issue 12: faster")));
    }

    private static ParsedSource planted(String text) {
        return ParsedSource.of("planted/A.java", "package seli.planted; " + text);
    }

    private static List<String> texts(List<Finding> found) {
        return found.stream().map(Finding::toString).toList();
    }

    private static void assertNone(List<Finding> found) {
        assertEquals("", found.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    }
}
