package seli.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion for bash, and for zsh with its bashcompinit, as picocli's {@link AutoComplete} writes it: commands,
 * options, values of options that are a choice, and file names where a value is a file or folder.
 *
 * <p>What it writes depends on types, and it keeps the choices of an option under the label of its value; ours are
 * texts with labels that several options share. So the arguments are replaced by others of the same names.
 */
final class CompletionScript {
    private static final Set<String> FILES = Set.of("FILE", "DIR", "ARCHIVE");

    private CompletionScript() {}

    /** The script for a program, whose arguments are replaced on the way: it cannot parse afterwards. */
    static String of(CommandLine program) {
        for (CommandLine command : program.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            for (OptionSpec option : List.copyOf(spec.options())) {
                if (option.type().isEnum() || isFile(option)) {
                    spec.remove(option);
                    spec.add(completed(option));
                }
            }
            for (PositionalParamSpec parameter : List.copyOf(spec.positionalParameters())) {
                if (isFile(parameter)) {
                    spec.remove(parameter);
                    spec.add(PositionalParamSpec.builder()
                            .index(parameter.index())
                            .arity(parameter.arity())
                            .paramLabel(parameter.paramLabel())
                            .type(Path.class)
                            .build());
                }
            }
        }
        return AutoComplete.bash(program.getCommandName(), program);
    }

    private static boolean isFile(ArgSpec argument) {
        return FILES.contains(argument.paramLabel());
    }

    private static OptionSpec completed(OptionSpec option) {
        OptionSpec.Builder builder = OptionSpec.builder(option.names())
                .arity(option.arity().toString())
                .paramLabel(option.longestName().substring(2));
        return option.type().isEnum()
                ? builder.type(String.class)
                        .completionCandidates(choices(option))
                        .build()
                : builder.type(Path.class).build();
    }

    /** Choices are typed in lower case, whatever the constants are called. */
    private static List<String> choices(OptionSpec option) {
        return Arrays.stream(option.type().getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .toList();
    }
}
