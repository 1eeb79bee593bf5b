package seli.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in one line what is wrong with a command line: what was got, what was expected, and the nearest thing that
 * exists.
 */
final class UsageError {
    private UsageError() {}

    /** The line for what the parser refused. */
    static ErrorLine of(ParameterException failure) {
        return new ErrorLine(ExitCode.BAD_INPUT, text(failure));
    }

    private static String text(ParameterException failure) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(command, unmatched.getUnmatched().get(0));
        }
        if (failure instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is given more than once; expected it once";
        }
        if (failure instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            ArgSpec argument = missing.getMissing().get(0);
            return "%s has no value; expected %s %s".formatted(name(argument), name(argument), argument.paramLabel());
        }
        ArgSpec argument = failure.getArgSpec();
        if (argument == null) {
            return String.valueOf(failure.getMessage());
        }
        if (argument.type().isEnum()) {
            return choice(argument, failure.getValue());
        }
        return failure.getCause() instanceof TypeConversionException cause
                ? name(argument) + ": " + cause.getMessage()
                : String.valueOf(failure.getMessage());
    }

    private static String unmatched(CommandSpec command, String argument) {
        String help = " ('%s --help' lists the %s)";
        if (argument.startsWith("-") && argument.length() > 1) {
            String option = argument.contains("=") ? argument.substring(0, argument.indexOf('=')) : argument;
            List<String> names = new ArrayList<>();
            command.options().forEach(known -> names.addAll(Arrays.asList(known.names())));
            return "unknown option '%s'%s".formatted(option, Nearest.hint(option, names))
                    + help.formatted(command.qualifiedName(), "options");
        }
        if (command.parent() == null) {
            return "unknown command '%s'%s"
                            .formatted(
                                    argument,
                                    Nearest.hint(argument, command.subcommands().keySet()))
                    + help.formatted(command.qualifiedName(), "commands");
        }
        return "unexpected argument '%s'".formatted(argument) + help.formatted(command.qualifiedName(), "options");
    }

    private static String choice(ArgSpec argument, String value) {
        List<String> choices = new ArrayList<>();
        for (Object constant : argument.type().getEnumConstants()) {
            choices.add(constant.toString().toLowerCase(Locale.ROOT));
        }
        return "%s: got '%s'; expected %s%s"
                .formatted(name(argument), value, either(choices), Nearest.hint(value, choices));
    }

    /** {@code a, b or c}. */
    private static String either(List<String> words) {
        int last = words.size() - 1;
        Collection<String> head = words.subList(0, last);
        return head.isEmpty() ? words.get(last) : String.join(", ", head) + " or " + words.get(last);
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
