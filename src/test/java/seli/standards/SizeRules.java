package seli.standards;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Limits on the sizes of files, lines, methods, parameter lists and nesting. */
final class SizeRules {
    static final int FILE_LINES = 400;
    static final int LINE_LENGTH = 120;
    static final int METHOD_LINES = 40;
    static final int PARAMETERS = 5;
    static final int NESTING = 3;

    /** Methods with the shape of a BLAS routine keep its parameter list. */
    private static final Set<String> BLAS_SHAPED = Set.of("gemm", "gemv", "syrk", "symm", "trsm");

    private SizeRules() {}

    static List<Finding> files(ParsedSource source) {
        int lines = source.lines().size();
        return lines <= FILE_LINES || source.waivedAnywhere("file")
                ? List.of()
                : List.of(source.finding(lines, "file", lines + " lines, expected at most " + FILE_LINES));
    }

    /** A text on a line of its own may be longer: it reads better whole, and the formatter leaves it so. */
    static List<Finding> lines(ParsedSource source) {
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < source.lines().size(); i++) {
            String line = source.lines().get(i);
            int length = line.length();
            if (length > LINE_LENGTH && !line.strip().matches("[+(]?\\s*\".*\"[,;)+ ]*")) {
                found.add(source.finding(i + 1, "line", length + " columns, expected at most " + LINE_LENGTH));
            }
        }
        return found;
    }

    static List<Finding> methods(ParsedSource source) {
        return scan(
                source,
                (method, line) -> {
                    int lines = source.lastLine(method) - line + 1;
                    return lines <= METHOD_LINES ? "" : lines + " lines, expected at most " + METHOD_LINES;
                },
                "method");
    }

    /** A method that overrides has the parameters it must have, and a record's constructor those of the record. */
    static List<Finding> parameters(ParsedSource source) {
        return scan(
                source,
                (method, line) -> {
                    int count = method.getParameters().size();
                    boolean given = StateRules.isAnnotated(method.getModifiers(), "Override")
                            || BLAS_SHAPED.contains(method.getName().toString());
                    return given || count <= PARAMETERS ? "" : count + " parameters, expected at most " + PARAMETERS;
                },
                "parameters");
    }

    static List<Finding> nesting(ParsedSource source) {
        return scan(
                source,
                (method, line) -> {
                    Nesting nesting = new Nesting();
                    BlockTree body = method.getBody();
                    if (body != null) {
                        nesting.scan(body, 0);
                    }
                    return nesting.deepest <= NESTING ? "" : nesting.deepest + " levels, expected at most " + NESTING;
                },
                "nesting");
    }

    /** Says what is wrong with a method that starts on the line; empty when nothing is. */
    private interface MethodRule {
        String breach(MethodTree method, int line);
    }

    private static List<Finding> scan(ParsedSource source, MethodRule rule, String name) {
        List<Finding> found = new ArrayList<>();
        new TreeScanner<Void, Boolean>() {
            @Override
            public Void visitClass(ClassTree type, Boolean waived) {
                boolean here = waived || source.waived(name, source.firstLine(type));
                boolean record = type.getKind() == Tree.Kind.RECORD && name.equals("parameters");
                for (Tree member : type.getMembers()) {
                    scan(member, here || record && isConstructor(member));
                }
                return null;
            }

            private boolean isConstructor(Tree member) {
                return member instanceof MethodTree method && method.getName().contentEquals("<init>");
            }

            @Override
            public Void visitMethod(MethodTree method, Boolean waived) {
                int line = source.firstLine(method);
                String breach = rule.breach(method, line);
                if (!breach.isEmpty() && !waived && !source.waived(name, line)) {
                    found.add(source.finding(line, name, method.getName() + ": " + breach));
                }
                return super.visitMethod(method, waived);
            }
        }.scan(source.unit(), false);
        return found;
    }

    /** Counts loops, conditions and switches inside each other; {@code else if} is no deeper than its {@code if}. */
    private static final class Nesting extends TreeScanner<Void, Integer> {
        private int deepest;

        private Integer deeper(Integer depth) {
            deepest = Math.max(deepest, depth + 1);
            return depth + 1;
        }

        @Override
        public Void visitIf(IfTree tree, Integer depth) {
            scan(tree.getThenStatement(), deeper(depth));
            Tree otherwise = tree.getElseStatement();
            return otherwise instanceof IfTree ? scan(otherwise, depth) : scan(otherwise, depth + 1);
        }

        @Override
        public Void visitForLoop(ForLoopTree tree, Integer depth) {
            return scan(tree.getStatement(), deeper(depth));
        }

        @Override
        public Void visitEnhancedForLoop(EnhancedForLoopTree tree, Integer depth) {
            return scan(tree.getStatement(), deeper(depth));
        }

        @Override
        public Void visitWhileLoop(WhileLoopTree tree, Integer depth) {
            return scan(tree.getStatement(), deeper(depth));
        }

        @Override
        public Void visitDoWhileLoop(DoWhileLoopTree tree, Integer depth) {
            return scan(tree.getStatement(), deeper(depth));
        }

        @Override
        public Void visitSwitch(SwitchTree tree, Integer depth) {
            return scan(tree.getCases(), deeper(depth));
        }

        @Override
        public Void visitLambdaExpression(LambdaExpressionTree tree, Integer depth) {
            return scan(tree.getBody(), depth);
        }

        @Override
        public Void visitClass(ClassTree tree, Integer depth) {
            // The methods of an anonymous class are measured on their own.
            return null;
        }
    }
}
