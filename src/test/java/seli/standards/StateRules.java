package seli.standards;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** No static mutable state, no arrays in records, no printing and no exit below the command line, no loose ends. */
final class StateRules {
    private static final Pattern LOOSE_END = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b(?!.{0,20}(#|issue )\\d)");

    private StateRules() {}

    static boolean isAnnotated(ModifiersTree modifiers, String annotation) {
        return modifiers.getAnnotations().stream()
                .anyMatch(a -> a.getAnnotationType().toString().equals(annotation));
    }

    static List<Finding> staticState(ParsedSource source) {
        List<Finding> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitVariable(VariableTree field, Void none) {
                Set<Modifier> flags = field.getModifiers().getFlags();
                boolean isStatic = flags.contains(Modifier.STATIC);
                boolean isArray = field.getType() != null && field.getType().getKind() == Tree.Kind.ARRAY_TYPE;
                boolean shared = !flags.contains(Modifier.FINAL) || isArray && !flags.contains(Modifier.PRIVATE);
                if (isStatic && shared) {
                    String wanted = isArray ? "a private array or an immutable value" : "a final field";
                    found.add(source.finding(
                            source.firstLine(field), "static state", field.getName() + "; expected " + wanted));
                }
                return super.visitVariable(field, none);
            }
        }.scan(source.unit(), null);
        return found;
    }

    static List<Finding> recordArrays(ParsedSource source) {
        List<Finding> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void none) {
                if (type.getKind() == Tree.Kind.RECORD) {
                    for (Tree member : type.getMembers()) {
                        if (member instanceof VariableTree field
                                && !field.getModifiers().getFlags().contains(Modifier.STATIC)
                                && field.getType().getKind() == Tree.Kind.ARRAY_TYPE) {
                            found.add(source.finding(
                                    source.firstLine(field),
                                    "record",
                                    type.getSimpleName() + "." + field.getName()
                                            + " is an array, so that equality lies; expected a List or a final class"));
                        }
                    }
                }
                return super.visitClass(type, none);
            }
        }.scan(source.unit(), null);
        return found;
    }

    /** Below cli nothing prints; nothing but cli.Main ends the process. */
    static List<Finding> silence(ParsedSource source) {
        boolean cli = source.packageName().equals("seli.cli");
        List<Finding> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMemberSelect(MemberSelectTree select, Void none) {
                String name = select.toString();
                if (!cli && (name.equals("System.out") || name.equals("System.err"))) {
                    found.add(source.finding(
                            source.firstLine(select), "silence", name + " in a library package; only cli prints"));
                }
                return super.visitMemberSelect(select, none);
            }

            @Override
            public Void visitMethodInvocation(MethodInvocationTree call, Void none) {
                String name = call.getMethodSelect().toString();
                if (name.endsWith(".printStackTrace") && call.getArguments().isEmpty()) {
                    found.add(source.finding(source.firstLine(call), "silence", "printStackTrace() prints"));
                }
                if (name.matches("System[.]exit|.*[.]halt") && !source.file().endsWith("/cli/Main.java")) {
                    found.add(source.finding(
                            source.firstLine(call), "silence", name + "; only cli.Main ends the process"));
                }
                return super.visitMethodInvocation(call, none);
            }
        }.scan(source.unit(), null);
        return found;
    }

    static List<Finding> looseEnds(ParsedSource source) {
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < source.lines().size(); i++) {
            String line = source.lines().get(i);
            if (LOOSE_END.matcher(line).find()) {
                found.add(source.finding(i + 1, "loose end", "a mark without an issue's number: " + line.strip()));
            }
            if (line.contains("* @" + "author")) {
                found.add(source.finding(i + 1, "loose end", "author tag; expected none"));
            }
        }
        return found;
    }
}
