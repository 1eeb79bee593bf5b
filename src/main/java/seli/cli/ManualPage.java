package seli.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A manual page in the man macros of troff, made from what a command says about itself.
 *
 * <p>Written here because picocli's own generator writes AsciiDoc, whose processor is many times the size of this
 * program's other build tools.
 */
final class ManualPage {
    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    /** Name of the page's file, such as {@code seli-solve.1}. */
    static String fileName(CommandDescription command) {
        return command.name().replace(' ', '-') + ".1";
    }

    /**
     * The page of one command.
     *
     * @param command whose page it is
     * @param all the program, then its commands, to refer to
     * @param version of the program
     */
    static String of(CommandDescription command, List<CommandDescription> all, String version) {
        ManualPage page = new ManualPage();
        String title = command.name().replace(' ', '-');
        page.raw(".\\\" Made by \"seli pages\" from the program; change the program instead.");
        page.raw(".TH %s 1 \"\" \"seli %s\" \"SELI\"".formatted(escaped(title.toUpperCase(Locale.ROOT)), version));
        page.raw(".SH NAME");
        page.raw(escaped(title) + " \\- " + escaped(uncapitalized(command.summary())));
        page.synopsis(command, command.equals(all.get(0)));
        page.raw(".SH DESCRIPTION");
        page.text(command.description());
        if (command.equals(all.get(0))) {
            page.commands(all.subList(1, all.size()));
        }
        page.arguments(command.arguments());
        page.notes(command);
        page.examples(command.examples());
        page.ending(command, all);
        return page.page.toString();
    }

    private static String uncapitalized(String summary) {
        boolean word = summary.length() > 1 && Character.isLowerCase(summary.charAt(1)) || summary.startsWith("A ");
        return word ? Character.toLowerCase(summary.charAt(0)) + summary.substring(1) : summary;
    }

    private void synopsis(CommandDescription command, boolean program) {
        raw(".SH SYNOPSIS");
        raw(".B " + escaped(command.name()));
        if (program) {
            raw("\\fICOMMAND\\fR");
        }
        raw("[\\fIOPTION\\fR]...");
        for (CommandDescription.Argument argument : command.arguments()) {
            if (argument.names().isEmpty()) {
                raw("\\fI" + escaped(argument.label()) + "\\fR");
            }
        }
    }

    private void commands(List<CommandDescription> commands) {
        raw(".SH COMMANDS");
        for (CommandDescription command : commands) {
            raw(".TP");
            raw(".BR " + escaped(command.name().replace(' ', '-')) + " (1)");
            sentence(command.summary() + ".");
        }
    }

    private void arguments(List<CommandDescription.Argument> arguments) {
        raw(".SH OPTIONS");
        for (CommandDescription.Argument argument : arguments) {
            raw(".TP");
            String names = "\\fB" + escaped(String.join(", ", argument.names())) + "\\fR";
            String label = "\\fI" + escaped(argument.label()) + "\\fR";
            if (argument.names().isEmpty()) {
                raw(label);
            } else {
                raw(argument.label().isEmpty() ? names : names + " " + label);
            }
            text(argument.lines());
        }
    }

    /** The program's own notes are its exit codes, which have a section below. */
    private void notes(CommandDescription command) {
        if (!command.notes().isEmpty() && command.name().contains(" ")) {
            raw(".SH NOTES");
            text(command.notes());
        }
    }

    private void examples(List<CommandDescription.Example> examples) {
        if (examples.isEmpty()) {
            return;
        }
        raw(".SH EXAMPLES");
        for (CommandDescription.Example example : examples) {
            raw(".PP");
            if (!example.occasion().isEmpty()) {
                sentence(example.occasion() + ":");
            }
            raw(".B " + escaped(example.command()));
        }
    }

    private void ending(CommandDescription command, List<CommandDescription> all) {
        raw(".SH EXIT STATUS");
        for (Map.Entry<Integer, String> code : ExitCode.MEANINGS.entrySet()) {
            raw(".TP");
            raw(".B " + code.getKey());
            sentence(code.getValue() + ".");
        }
        raw(".SH ENVIRONMENT");
        raw(".TP");
        raw(".B JAVA_HOME");
        sentence("The JDK to run on, 17 or newer.");
        raw(".TP");
        raw(".B SELI_JAVA_OPTS");
        sentence("Options for the Java virtual machine, such as -Xmx20g.");
        raw(".SH SEE ALSO");
        List<CommandDescription> others =
                all.stream().filter(other -> !other.equals(command)).toList();
        for (int i = 0; i < others.size(); i++) {
            String comma = i + 1 < others.size() ? "," : "";
            raw(".BR " + escaped(others.get(i).name().replace(' ', '-')) + " (1)" + comma);
        }
    }

    /** Lines flow together, but for those that begin with spaces. */
    private void text(List<String> lines) {
        boolean asTheyAre = false;
        for (String line : lines) {
            if (line.startsWith(" ") != asTheyAre) {
                raw(asTheyAre ? ".fi" : ".nf");
                asTheyAre = !asTheyAre;
            }
            sentence(line);
        }
        if (asTheyAre) {
            raw(".fi");
        }
    }

    /** A line of text: one that troff would take for a request is kept from it. */
    private void sentence(String line) {
        String text = escaped(line);
        raw(text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text);
    }

    /** Characters that have a meaning in troff, or that it would set as others: hyphens, quotes, accents. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> {
            switch (character) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default ->
                    escaped.append(character < 0x7f ? Character.toString(character) : "\\[u%04X]".formatted(character));
            }
        });
        return escaped.toString();
    }

    private void raw(String line) {
        page.append(line).append('\n');
    }
}
