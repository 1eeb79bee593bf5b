package seli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One page of the documentation, read as far as its tests need it.
 *
 * @param file from the project's folder
 * @param blocks of code, in their order
 * @param links and images outside of code
 * @param anchors names of the headings, as code hosts make them
 */
record MarkdownPage(Path file, List<CodeBlock> blocks, List<Link> links, Set<String> anchors) {
    static final Path SITE = Path.of("src/site/markdown");

    /**
     * A block of code, fenced or indented.
     *
     * @param line number of its first line of code
     * @param language after the fence; empty if none
     * @param lines of code, without indentation
     * @param directives comments {@code <!-- ... -->} right above the block
     */
    record CodeBlock(int line, String language, List<String> lines, List<String> directives) {}

    /**
     * A link or image.
     *
     * @param line where it stands
     * @param target as written
     * @param image whether it is shown in the page
     */
    record Link(int line, String target, boolean image) {}

    /** The README and every page of the site. */
    static List<MarkdownPage> all() throws IOException {
        List<MarkdownPage> pages = new ArrayList<>();
        pages.add(read(Path.of("README.md")));
        try (Stream<Path> files = Files.list(SITE)) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".md")) {
                    pages.add(read(file));
                }
            }
        }
        return pages;
    }

    static MarkdownPage read(Path file) throws IOException {
        return of(file, Files.readString(file));
    }

    static MarkdownPage of(Path file, String text) {
        Reader reader = new Reader();
        text.lines().forEach(reader::read);
        reader.endBlock();
        return new MarkdownPage(file, reader.blocks, reader.links, reader.anchors);
    }

    /** Writes the blocks that stand below a comment {@code <!-- file: NAME -->}, which commands of the page read. */
    void writeFiles(Path folder) throws IOException {
        for (CodeBlock block : blocks) {
            for (String directive : block.directives()) {
                if (directive.startsWith("file: ")) {
                    Path target = folder.resolve(directive.substring("file: ".length()));
                    Files.writeString(target, String.join("\n", block.lines()) + "\n");
                }
            }
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    /** Reads line by line. */
    private static final class Reader {
        private static final Pattern FENCE = Pattern.compile("(```+|~~~+)\\s*(\\w*).*");
        private static final Pattern COMMENT = Pattern.compile("\\s*<!--\\s*(.*?)\\s*-->\\s*");
        private static final Pattern LINK =
                Pattern.compile("(!?)\\[(?:[^\\[\\]]|\\[[^\\]]*\\])*\\]\\(([^)\\s]+)[^)]*\\)");
        private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
        private static final String INDENT = "    ";

        private final List<CodeBlock> blocks = new ArrayList<>();
        private final List<Link> links = new ArrayList<>();
        private final Set<String> anchors = new TreeSet<>();

        private int number;
        private boolean afterBlank = true;
        private boolean inIndent;
        private String fence = "";
        private String language = "";
        private int first;
        private List<String> code = new ArrayList<>();
        private List<String> directives = new ArrayList<>();

        void read(String line) {
            number++;
            if (!fence.isEmpty()) {
                if (line.strip().equals(fence)) {
                    endBlock();
                } else {
                    code.add(line);
                }
                return;
            }
            Matcher opening = FENCE.matcher(line.strip());
            if (opening.matches()) {
                endBlock();
                fence = opening.group(1);
                begin(opening.group(2), number + 1);
            } else if (line.startsWith(INDENT) && (inIndent || afterBlank)) {
                readIndented(line.substring(INDENT.length()));
            } else if (!line.isBlank() || !inIndent) {
                endBlock();
                readText(line);
            }
            afterBlank = line.isBlank();
        }

        private void readIndented(String line) {
            if (!inIndent) {
                inIndent = true;
                begin("", number);
            }
            code.add(line);
        }

        private void begin(String blockLanguage, int firstLine) {
            language = blockLanguage;
            first = firstLine;
            code = new ArrayList<>();
        }

        private void endBlock() {
            if (!fence.isEmpty() || inIndent) {
                blocks.add(new CodeBlock(first, language, List.copyOf(code), List.copyOf(directives)));
                directives = new ArrayList<>();
                fence = "";
                inIndent = false;
            }
        }

        private void readText(String line) {
            Matcher comment = COMMENT.matcher(line);
            if (comment.matches()) {
                if (comment.group(1).contains("--")) {
                    throw new IllegalArgumentException("line " + number + ": got -- within a comment, which the site's"
                            + " renderer refuses; expected none: " + line);
                }
                directives.add(comment.group(1));
            } else if (!line.isBlank()) {
                directives = new ArrayList<>();
            }
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                anchors.add(anchor(heading.group(1)));
            }
            Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", "code"));
            while (link.find()) {
                links.add(new Link(number, link.group(2), !link.group(1).isEmpty()));
            }
        }

        private static String anchor(String heading) {
            return heading.strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
        }
    }
}
