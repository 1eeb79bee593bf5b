package seli.standards;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Names that say nothing, and accessors with a prefix. */
final class NameRules {
    private static final Set<String> EMPTY_WORDS = Set.of(
            "Util",
            "Utils",
            "Manager",
            "Helper",
            "Impl",
            "Default",
            "Abstract",
            "Base",
            "Handler",
            "Context",
            "Common");

    private NameRules() {}

    static List<Finding> types(ParsedSource source) {
        List<Finding> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void none) {
                String name = type.getSimpleName().toString();
                for (String word : name.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")) {
                    if (EMPTY_WORDS.contains(word)) {
                        found.add(source.finding(
                                source.firstLine(type),
                                "name",
                                name + " contains '" + word + "'; expected a name that says what the type is"));
                    }
                }
                return super.visitClass(type, none);
            }
        }.scan(source.unit(), null);
        return found;
    }

    static List<Finding> accessors(ParsedSource source) {
        List<Finding> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void none) {
                String name = method.getName().toString();
                boolean prefixed =
                        name.matches("get[A-Z].*") && method.getParameters().isEmpty();
                if (prefixed && !StateRules.isAnnotated(method.getModifiers(), "Override")) {
                    found.add(source.finding(
                            source.firstLine(method), "accessor", name + "(); expected the name without 'get'"));
                }
                return super.visitMethod(method, none);
            }
        }.scan(source.unit(), null);
        return found;
    }
}
