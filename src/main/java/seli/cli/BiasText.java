package seli.cli;

import picocli.CommandLine;
import seli.problem.Bias;

/** A bias as the command line writes it: none, free, or the ridge on it. */
final class BiasText implements CommandLine.ITypeConverter<Bias> {
    @Override
    public Bias convert(String text) {
        if (text.equals("none")) {
            return Bias.NONE;
        }
        if (text.equals("free")) {
            return Bias.FREE;
        }
        try {
            return Bias.ridge(new Numbers.Positive().convert(text));
        } catch (CommandLine.TypeConversionException e) {
            throw new CommandLine.TypeConversionException(
                    "got '%s'; expected none, free or a positive number, the ridge on the bias".formatted(text));
        }
    }

    /** The text of a bias. */
    static String of(Bias bias) {
        if (!bias.isPresent()) {
            return "none";
        }
        return bias.ridge() > 0 ? Double.toString(bias.ridge()) : "free";
    }
}
