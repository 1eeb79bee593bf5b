package seli.standards;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Java source file as text and as the compiler's syntax tree (parsed only: names are not resolved). */
final class ParsedSource {
    private final String file;
    private final List<String> lines;
    private final CompilationUnitTree unit;
    private final DocTrees trees;

    private ParsedSource(String file, String text, CompilationUnitTree unit, DocTrees trees) {
        this.file = file;
        this.lines = text.lines().toList();
        this.unit = unit;
        this.trees = trees;
    }

    /** Parses every Java file below a folder; file names in findings are relative to the working directory. */
    static List<ParsedSource> allBelow(Path folder) {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(p -> p.toString().endsWith(".java")).toList()) {
                texts.put(path.toString().replace('\\', '/'), Files.readString(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parse(texts);
    }

    /** Parses one text under the given file name. */
    static ParsedSource of(String file, String text) {
        return parse(Map.of(file, text)).get(0);
    }

    private static List<ParsedSource> parse(Map<String, String> texts) {
        List<String> problems = new ArrayList<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        d -> problems.add(d.getKind() + " line " + d.getLineNumber() + ": " + d.getMessage(null)),
                        List.of("-proc:none"),
                        null,
                        texts.entrySet().stream()
                                .map(t -> new Text(t.getKey(), t.getValue()))
                                .toList());
        List<ParsedSource> sources = new ArrayList<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                // The compiler wraps the objects it was given, so that only their names lead back to the texts.
                String file = unit.getSourceFile().getName();
                sources.add(new ParsedSource(file, texts.getOrDefault(file, ""), unit, DocTrees.instance(task)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (problems.stream().anyMatch(p -> p.startsWith("ERROR"))) {
            throw new IllegalArgumentException("sources do not parse: " + problems);
        }
        return sources;
    }

    /** A source in memory that remembers its file's name. */
    private static final class Text extends SimpleJavaFileObject {
        private final String file;
        private final String content;

        Text(String file, String content) {
            super(URI.create("mem:///" + file.replace(' ', '_')), Kind.SOURCE);
            this.file = file;
            this.content = content;
        }

        @Override
        public String getName() {
            return file;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return content;
        }
    }

    String file() {
        return file;
    }

    List<String> lines() {
        return lines;
    }

    CompilationUnitTree unit() {
        return unit;
    }

    /** The declared package, such as {@code seli.linalg}; empty without one. */
    String packageName() {
        return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    boolean isPackageInfo() {
        return file.endsWith("package-info.java");
    }

    /** First line of a tree, counted from 1. Of a declaration: of its annotations and modifiers, not of its comment. */
    int firstLine(Tree tree) {
        return line(trees.getSourcePositions().getStartPosition(unit, tree));
    }

    int lastLine(Tree tree) {
        return line(trees.getSourcePositions().getEndPosition(unit, tree));
    }

    private int line(long position) {
        return position < 0 ? 1 : (int) unit.getLineMap().getLineNumber(position);
    }

    boolean hasJavadoc(TreePath path) {
        return trees.getDocCommentTree(path) != null;
    }

    /** Number of sentences in the Javadoc of the package declaration; 0 without one. */
    int packageSentences() {
        String comment = trees.getDocComment(new TreePath(new TreePath(unit), unit.getPackage()));
        return comment == null ? 0 : comment.strip().split("[.](\\s+|$)").length;
    }

    /** Whether a comment {@code waiver(rule): reason} stands directly above the line, or above its annotations. */
    boolean waived(String rule, int line) {
        for (int i = line - 2; i >= 0; i--) {
            String text = lines.get(i).strip();
            if (text.matches("// waiver\\(" + rule + "\\): .{10,}")) {
                return true;
            }
            if (!text.startsWith("//") && !text.startsWith("@")) {
                return false;
            }
        }
        return false;
    }

    /** Whether a comment {@code waiver(rule): reason} stands anywhere in the file. */
    boolean waivedAnywhere(String rule) {
        return lines.stream().anyMatch(l -> l.strip().matches("// waiver\\(" + rule + "\\): .{10,}"));
    }

    Finding finding(int line, String rule, String text) {
        return new Finding(file, line, rule, text);
    }
}
