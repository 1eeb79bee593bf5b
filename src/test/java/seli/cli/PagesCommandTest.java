package seli.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The pages made from the program: they say what the help says, and the one in the sources is up to date. */
class PagesCommandTest {
    private static final Path REFERENCE = Path.of("src/site/markdown/reference.md");

    @TempDir
    Path folder;

    private static List<CommandDescription> commands() {
        return CommandDescription.all(CommandRun.commandLine());
    }

    private Path written() {
        assertEquals(0, CommandRun.of("pages", "--out", folder.toString()).exitCode());
        return folder;
    }

    /** Output of a program, or a skip where it is not installed. */
    private static String output(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            assumeTrue(false, "no " + command[0] + " on this machine");
            throw e;
        }
    }

    @Test
    void referenceInTheSourcesIsWhatTheProgramSays() throws IOException {
        String page = ReferencePage.of(commands());
        String onDisk = Files.exists(REFERENCE) ? Files.readString(REFERENCE) : "";

        assertEquals(page, onDisk, REFERENCE + " is out of date; write it anew: " + ReferencePage.REWRITE);
    }

    @Test
    void referenceIsWrittenToTheFileThatIsNamed() throws IOException {
        Path file = folder.resolve("reference.md");

        assertEquals(0, CommandRun.of("pages", "--reference", file.toString()).exitCode());
        assertEquals(ReferencePage.of(commands()), Files.readString(file));
    }

    @Test
    void nothingToWriteIsBadInput() {
        CommandRun run = CommandRun.of("pages");

        assertEquals(64, run.exitCode());
        assertEquals("seli: nothing to write: got neither --out nor --reference; expected one of them\n", run.err());
    }

    @Test
    void argumentsHaveTheWordsOfTheHelp() {
        CommandLine program = CommandRun.commandLine();
        for (CommandDescription command : commands().subList(1, commands().size())) {
            CommandLine line = program.getSubcommands().get(command.name().substring("seli ".length()));
            String help = line.setUsageHelpWidth(1000).getUsageMessage().replaceAll("\\s+", " ");
            for (CommandDescription.Argument argument : command.arguments()) {
                for (String text : argument.lines()) {
                    assertTrue(help.contains(text.strip().replaceAll("\\s+", " ")), command.name() + ": " + text);
                }
            }
        }
    }

    /** Percent signs are doubled in annotations; about others the parser prints a warning, and help ends there. */
    @Test
    void helpOfEveryCommandIsPrintedWithoutAWarning() {
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            for (String command : CommandRun.commandLine().getSubcommands().keySet()) {
                assertEquals(0, CommandRun.of(command, "--help").exitCode());
            }
        } finally {
            System.setErr(err);
        }
        assertEquals("", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void everyExampleOfTheHelpIsTakenApart() {
        for (CommandDescription command : commands()) {
            for (CommandDescription.Example example : command.examples()) {
                String[] words = example.command().substring("seli ".length()).split(" ");
                CommandRun.commandLine().parseArgs(words);
            }
            String notes = String.join("\n", command.notes());
            assertFalse(notes.contains("seli " + command.name()) || notes.contains("Example"), notes);
        }
        assertFalse(commands().get(1).examples().isEmpty());
    }

    @Test
    void hiddenCommandIsInNoPageAndNoHelp() throws IOException {
        Path pages = written();

        assertFalse(Files.exists(pages.resolve("man/man1/seli-pages.1")));
        assertFalse(Files.readString(pages.resolve("completion/seli.bash")).contains("pages"));
        assertFalse(CommandRun.of("--help").out().contains("pages"));
    }

    @Test
    void thereIsAManualPageForTheProgramAndEachCommand() throws IOException {
        Set<String> expected = new TreeSet<>(Set.of("seli.1"));
        CommandRun.commandLine().getSubcommands().keySet().stream()
                .filter(name -> !name.equals("pages"))
                .forEach(name -> expected.add("seli-" + name + ".1"));
        try (Stream<Path> files = Files.list(written().resolve("man/man1"))) {
            assertEquals(
                    expected,
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new)));
        }
    }

    @Test
    void groffSetsTheManualPagesWithoutAWarning() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("groff", "-man", "-Tutf8", "-ww", "-z", "-rLL=80n"));
        try (Stream<Path> files = Files.list(written().resolve("man/man1"))) {
            files.map(Path::toString).sorted().forEach(command::add);
        }
        assertEquals("", output(command.toArray(new String[0])));
    }

    @Test
    void troffKeepsCharactersThatItHasAMeaningFor() {
        CommandDescription.Argument argument = new CommandDescription.Argument(
                List.of("-x", "--xy"), "A", List.of(".first", "'b' \\c ^~ é", "  as is"));
        CommandDescription command = new CommandDescription(
                "seli xy", "A word. SELI", List.of("Text."), List.of(argument), List.of(), List.of());
        String page = ManualPage.of(command, List.of(command), "1");

        assertTrue(page.contains("seli\\-xy \\- a word. SELI\n"), page);
        assertTrue(page.contains(".TP\n\\fB\\-x, \\-\\-xy\\fR \\fIA\\fR\n\\&.first\n"), page);
        assertTrue(page.contains("\n\\(aqb\\(aq \\ec \\(ha\\(ti \\[u00E9]\n.nf\n  as is\n.fi\n"), page);
    }

    @ParameterizedTest
    @CsvSource({
        "seli so, solve",
        "seli solve --lambda-, --lambda-w --lambda-h",
        "./seli solve --method gr, grouped",
        "seli train --backend re, reference",
        "seli train --method n, ngd",
        "seli train --loss-reduction m, mean",
        "seli analyze --weights pom., pom.xml",
        "seli analyze pom., pom.xml",
    })
    void bashCompletes(String typed, String expected) throws IOException, InterruptedException {
        Path script = written().resolve("completion/seli.bash");
        String words = "COMP_WORDS=(%s); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMP_LINE='%s'; COMP_POINT=%d"
                .formatted(typed, typed, typed.length());
        String reply =
                "compopt() { :; }; source '%s'; %s; _complete_seli; echo ${COMPREPLY[*]}".formatted(script, words);

        assertEquals(expected + "\n", output("bash", "-c", reply));
    }
}
