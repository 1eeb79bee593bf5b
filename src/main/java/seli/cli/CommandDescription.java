package seli.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * What a command says about itself in its annotations, as plain text: the source of {@link ReferencePage} and
 * {@link ManualPage}. Hidden commands and options are left out.
 *
 * @param name with the program's, such as {@code seli solve}
 * @param summary one line without a full stop at its end
 * @param description lines; those that begin with spaces are to be kept as they are
 * @param arguments what only this command takes, in the order of its help; for the program itself, what every command
 *     takes
 * @param notes lines below the help that are no examples
 * @param examples commands that the help ends with
 */
record CommandDescription(
        String name,
        String summary,
        List<String> description,
        List<Argument> arguments,
        List<String> notes,
        List<Example> examples) {

    /**
     * An option or a positional argument.
     *
     * @param names of the option, short ones first; none for a positional argument
     * @param label what stands for its value; empty for a switch
     * @param lines what it means
     */
    record Argument(List<String> names, String label, List<String> lines) {}

    /**
     * A command line that the help shows.
     *
     * @param occasion when to use it, such as {@code After a kill}; empty for a plain example
     * @param command the whole line
     */
    record Example(String occasion, String command) {}

    /** The program, then its commands in their order. */
    static List<CommandDescription> all(CommandLine program) {
        List<CommandDescription> all = new ArrayList<>();
        all.add(of(program.getCommandSpec()));
        for (CommandLine command : program.getSubcommands().values()) {
            if (!command.getCommandSpec().usageMessage().hidden()) {
                all.add(of(command.getCommandSpec()));
            }
        }
        return all;
    }

    private static CommandDescription of(CommandSpec spec) {
        UsageMessageSpec usage = spec.usageMessage();
        List<String> description = formatted(usage.description());
        List<String> header = formatted(usage.header());
        Footer footer = Footer.of(formatted(usage.footer()));
        return new CommandDescription(
                spec.qualifiedName(),
                withoutStop((header.isEmpty() ? description : header).get(0)),
                description,
                arguments(spec),
                footer.notes(),
                footer.examples());
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    private static List<Argument> arguments(CommandSpec spec) {
        List<Argument> arguments = new ArrayList<>();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            if (!parameter.hidden()) {
                arguments.add(new Argument(List.of(), label(parameter), List.of(parameter.description())));
            }
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && !option.inherited()) {
                arguments.add(new Argument(List.of(option.names()), label(option), List.of(option.description())));
            }
        }
        return arguments;
    }

    private static String label(ArgSpec argument) {
        if (argument.arity().max() == 0) {
            return "";
        }
        return argument.arity().min() == 0 ? "[" + argument.paramLabel() + "]" : argument.paramLabel();
    }

    /** The lines as the help shows them: they are formats, but for those of arguments, which come formatted. */
    private static List<String> formatted(String... lines) {
        return Arrays.stream(lines)
                .map(line -> String.format(Locale.ROOT, line))
                .toList();
    }

    /**
     * The end of a help text, taken apart.
     *
     * @param notes lines that are no examples
     * @param examples command lines
     */
    private record Footer(List<String> notes, List<Example> examples) {
        private static final Pattern EXAMPLE = Pattern.compile("(.*?)(seli [a-z]+ .*)");

        /** An example may go on in indented lines; what stands before it on its line says when to use it. */
        static Footer of(List<String> lines) {
            Footer footer = new Footer(new ArrayList<>(), new ArrayList<>());
            boolean inExample = false;
            for (String line : lines) {
                Matcher example = EXAMPLE.matcher(line);
                if (example.matches()) {
                    footer.examples.add(new Example(occasion(example.group(1)), example.group(2)));
                    inExample = true;
                } else if (inExample && line.startsWith(" ")) {
                    footer.extendLast(line.strip());
                } else if (!line.isBlank()) {
                    footer.notes.add(line);
                    inExample = false;
                }
            }
            return footer;
        }

        private void extendLast(String more) {
            Example last = examples.remove(examples.size() - 1);
            examples.add(new Example(last.occasion(), last.command() + " " + more));
        }

        private static String occasion(String before) {
            String text = before.strip();
            text = text.endsWith(":") ? text.substring(0, text.length() - 1) : text;
            return text.equals("Example") || text.equals("Examples") ? "" : text;
        }
    }
}
