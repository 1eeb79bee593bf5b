package seli.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.ParseResult;
import seli.cli.CommandRun;

/**
 * A call of the program that a page shows.
 *
 * @param line of the page
 * @param words after the program's name
 * @param exitCode that the page states, 0 if it states none
 * @param parsedOnly whether running it would take too long, or needs what is not everywhere
 */
record DocumentedCommand(int line, List<String> words, int exitCode, boolean parsedOnly) {
    private static final Set<String> PROGRAM = Set.of("./seli", "seli");
    private static final Set<String> SHELL = Set.of("", "sh", "bash", "console");
    private static final Set<String> FILE_LABELS = Set.of("FILE", "DIR", "ARCHIVE");

    /**
     * All calls of a page. A comment above a block, {@code <!-- run: parse only -->} or {@code <!-- run: exit 2 -->},
     * says how its calls are tested; with {@code where TEXT} it is about those that contain the text.
     */
    static List<DocumentedCommand> of(MarkdownPage page) {
        List<DocumentedCommand> found = new ArrayList<>();
        for (MarkdownPage.CodeBlock block : page.blocks()) {
            if (SHELL.contains(block.language())) {
                addAll(block, found);
            }
        }
        return found;
    }

    private static void addAll(MarkdownPage.CodeBlock block, List<DocumentedCommand> found) {
        StringBuilder whole = new StringBuilder();
        int first = block.line();
        for (int i = 0; i < block.lines().size(); i++) {
            String line = block.lines().get(i);
            if (line.endsWith("\\")) {
                whole.append(line, 0, line.length() - 1);
                continue;
            }
            whole.append(line);
            for (List<String> words : ShellLine.commands(whole.toString())) {
                if (PROGRAM.contains(words.get(0))) {
                    found.add(Directive.apply(block.directives(), first, words.subList(1, words.size())));
                }
            }
            whole.setLength(0);
            first = block.line() + i + 1;
        }
    }

    /** How the calls of a block are tested. */
    private static final class Directive {
        private static final Pattern RUN = Pattern.compile("run: (parse only|exit (\\d+))(?: where (.+))?");

        static DocumentedCommand apply(List<String> directives, int line, List<String> words) {
            String text = String.join(" ", words);
            int code = 0;
            boolean parsed = text.contains("--backend cuda"); // not everywhere
            for (String directive : directives) {
                Matcher run = RUN.matcher(directive);
                if (!run.matches()) {
                    if (directive.startsWith("run:")) {
                        throw new IllegalArgumentException("line " + line + ": got <!-- " + directive
                                + " -->; expected run: parse only [where TEXT] or run: exit CODE [where TEXT]");
                    }
                } else if (run.group(3) == null || text.contains(run.group(3))) {
                    parsed |= run.group(2) == null;
                    code = run.group(2) == null ? code : Integer.parseInt(run.group(2));
                }
            }
            return new DocumentedCommand(line, List.copyOf(words), code, parsed);
        }
    }

    /**
     * The parser's view of the call.
     *
     * @throws picocli.CommandLine.ParameterException if an option does not exist or has an impossible value
     */
    ParseResult parse() {
        return CommandRun.commandLine().parseArgs(words.toArray(new String[0]));
    }

    /** Runs the call with every file and folder that it names in {@code folder}. */
    CommandRun runIn(Path folder) {
        Set<String> files = files(folder);
        String[] arguments = words.stream()
                .map(word -> {
                    int value = word.startsWith("--") ? word.indexOf('=') + 1 : word.startsWith("@") ? 1 : 0;
                    String name = word.substring(value);
                    return files.contains(name) ? word.substring(0, value) + folder.resolve(name) : word;
                })
                .toArray(String[]::new);
        return CommandRun.of(arguments);
    }

    /** Values that name files or folders: by the label of the option, by an {@code @}, or because they exist. */
    Set<String> files(Path folder) {
        Set<String> files = new TreeSet<>();
        ParseResult all = parse();
        ParseResult command = all.hasSubcommand() ? all.subcommand() : all;
        for (ArgSpec argument : command.matchedArgs()) {
            for (String value : argument.originalStringValues()) {
                if (value.startsWith("@")) {
                    files.add(value.substring(1));
                } else if (FILE_LABELS.contains(argument.paramLabel()) || exists(folder, value)) {
                    files.add(value);
                }
            }
        }
        files.removeAll(Arrays.asList("-", ""));
        return files;
    }

    private static boolean exists(Path folder, String value) {
        return value.matches("[\\w./-]+") && Files.exists(folder.resolve(value));
    }

    @Override
    public String toString() {
        return "line " + line + ": seli " + String.join(" ", words);
    }
}
