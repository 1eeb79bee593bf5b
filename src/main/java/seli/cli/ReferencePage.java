package seli.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of all commands and options in Markdown, made from what the commands say about themselves. */
final class ReferencePage {
    /** How the page in the sources is written anew. */
    static final String REWRITE = "./seli pages --reference src/site/markdown/reference.md";

    private final StringBuilder page = new StringBuilder();

    private ReferencePage() {}

    /** The page, from the program and its commands in their order. */
    static String of(List<CommandDescription> all) {
        ReferencePage page = new ReferencePage();
        page.begin(all);
        all.subList(1, all.size()).forEach(page::command);
        return page.page.toString();
    }

    private void begin(List<CommandDescription> all) {
        CommandDescription program = all.get(0);
        line("# Command reference");
        line("");
        line("Every command with all its options, as `--help` tells them. This page is made from the program by");
        line("`" + REWRITE + "`. The keys of the JSON reports and the files that each command");
        line("writes are in [commands.md](commands.md).");
        line("");
        line(program.summary() + ".");
        line("");
        line("| command | does |");
        line("|---|---|");
        for (CommandDescription command : all.subList(1, all.size())) {
            String name = shortName(command);
            line("| [`%s`](#%s) | %s |".formatted(name, name, inline(command.summary())));
        }
        line("");
        line("Every command also takes");
        line("");
        table(program.arguments());
        line("");
        line("| exit code | means |");
        line("|---|---|");
        for (Map.Entry<Integer, String> code : ExitCode.MEANINGS.entrySet()) {
            line("| " + code.getKey() + " | " + inline(code.getValue()) + " |");
        }
    }

    private static String shortName(CommandDescription command) {
        return command.name().substring(command.name().indexOf(' ') + 1);
    }

    private void command(CommandDescription command) {
        line("");
        line("## " + shortName(command));
        line("");
        paragraphs(command.description());
        String positional = command.arguments().stream()
                .filter(argument -> argument.names().isEmpty())
                .map(argument -> " " + argument.label())
                .collect(Collectors.joining());
        line("`" + command.name() + " [OPTION]..." + positional + "`");
        line("");
        table(command.arguments());
        if (!command.notes().isEmpty()) {
            line("");
            line(inline(String.join(" ", command.notes())));
        }
        examples(command.examples());
    }

    /** Lines that begin with spaces form a block of their own. */
    private void paragraphs(List<String> lines) {
        boolean inBlock = false;
        for (String text : lines) {
            boolean block = text.startsWith(" ");
            if (block != inBlock) {
                line(block ? "\n```text" : "```\n");
            }
            line(block ? text.substring(2) : inline(text));
            inBlock = block;
        }
        line(inBlock ? "```\n" : "");
    }

    private void examples(List<CommandDescription.Example> examples) {
        if (examples.isEmpty()) {
            return;
        }
        line("");
        line("<!-- run: parse only -->");
        line("```sh");
        for (CommandDescription.Example example : examples) {
            if (!example.occasion().isEmpty()) {
                line("# " + example.occasion());
            }
            line("./" + example.command());
        }
        line("```");
    }

    private void table(List<CommandDescription.Argument> arguments) {
        line("| option | means |");
        line("|---|---|");
        for (CommandDescription.Argument argument : arguments) {
            line("| " + names(argument) + " | " + meaning(argument.lines()) + " |");
        }
    }

    private static String names(CommandDescription.Argument argument) {
        String names = String.join("`, `", argument.names());
        String label = argument.label().replace("|", "\\|");
        return "`" + (names.isEmpty() || label.isEmpty() ? names + label : names + " " + label) + "`";
    }

    /** Lines that begin with spaces are shown one by one, as they are to be typed. */
    private static String meaning(List<String> lines) {
        StringBuilder cell = new StringBuilder();
        for (String text : lines) {
            if (text.startsWith(" ")) {
                cell.append("<br/>`").append(text.strip().replace("|", "\\|")).append('`');
            } else {
                cell.append(cell.isEmpty() ? "" : " ").append(inline(text));
            }
        }
        return cell.toString();
    }

    /** Plain text as Markdown: names of options as code, the rest without any meaning to Markdown. */
    private static String inline(String text) {
        return text.replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("*", "\\*")
                .replaceAll("(?<![\\w-])(--[a-z][a-z-]*)", "`$1`");
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
