package seli.standards;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/** Documentation of what is public, and of every package. */
final class DocRules {
    static final int PUBLIC_TYPES = 12;
    private static final int PACKAGE_SENTENCES = 3;

    private DocRules() {}

    /** Every public type and every public method in it has a Javadoc comment, but for those that override. */
    static List<Finding> publicJavadoc(ParsedSource source) {
        List<Finding> found = new ArrayList<>();
        new TreePathScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void none) {
                if (!isPublic(type.getModifiers(), getCurrentPath())) {
                    return null;
                }
                require(type, type.getSimpleName().toString());
                return super.visitClass(type, none);
            }

            @Override
            public Void visitMethod(MethodTree method, Void none) {
                boolean overrides = StateRules.isAnnotated(method.getModifiers(), "Override");
                if (!overrides && isPublic(method.getModifiers(), getCurrentPath())) {
                    require(method, method.getName().toString());
                }
                return null;
            }

            private void require(Tree tree, String name) {
                if (!source.hasJavadoc(getCurrentPath())) {
                    found.add(
                            source.finding(source.firstLine(tree), "javadoc", name + " is public and has no comment"));
                }
            }
        }.scan(source.unit(), null);
        return found;
    }

    private static boolean isPublic(ModifiersTree modifiers, TreePath path) {
        Set<Modifier> flags = modifiers.getFlags();
        boolean inInterface = path.getParentPath().getLeaf() instanceof ClassTree owner
                && (owner.getKind() == Tree.Kind.INTERFACE || owner.getKind() == Tree.Kind.ANNOTATION_TYPE);
        return flags.contains(Modifier.PUBLIC) || inInterface && !flags.contains(Modifier.PRIVATE);
    }

    /** Every package has a package-info with @NullMarked and three sentences, and at most twelve public types. */
    static List<Finding> packages(List<ParsedSource> sources) {
        Map<String, Integer> publicTypes = new TreeMap<>();
        Set<String> described = new TreeSet<>();
        Set<String> waived = new TreeSet<>();
        List<Finding> found = new ArrayList<>();
        for (ParsedSource source : sources) {
            if (source.isPackageInfo()) {
                described.add(source.packageName());
                if (source.waivedAnywhere("package")) {
                    waived.add(source.packageName());
                }
                found.addAll(description(source));
                continue;
            }
            int count = (int) source.unit().getTypeDecls().stream()
                    .filter(t -> t instanceof ClassTree type
                            && type.getModifiers().getFlags().contains(Modifier.PUBLIC))
                    .count();
            publicTypes.merge(source.packageName(), count, Integer::sum);
        }
        publicTypes.forEach((name, count) -> {
            if (!described.contains(name)) {
                found.add(new Finding(name, 1, "package", "no package-info.java"));
            }
            if (count > PUBLIC_TYPES && !waived.contains(name)) {
                found.add(new Finding(name, 1, "package", count + " public types, expected at most " + PUBLIC_TYPES));
            }
        });
        return found;
    }

    private static List<Finding> description(ParsedSource source) {
        List<Finding> found = new ArrayList<>();
        boolean marked = source.unit().getPackage().getAnnotations().stream()
                .anyMatch(a -> a.getAnnotationType().toString().equals("NullMarked"));
        if (!marked) {
            found.add(source.finding(1, "package", source.packageName() + " is not @NullMarked"));
        }
        int sentences = source.packageSentences();
        if (sentences < PACKAGE_SENTENCES) {
            found.add(source.finding(
                    1, "package", sentences + " sentences, expected three: what, why, and the reading order"));
        }
        return found;
    }
}
