package seli.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;
import seli.cli.CommandRun;

/**
 * Every command that the README and the site show does what they say: it is run, page by page and in the order of the
 * page, in a folder with the files that it names. Commands that a page marks as too long are parsed.
 */
class DocumentedCommandsTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicContainer> commandsOfThePageWork() throws IOException {
        List<DynamicContainer> pages = new ArrayList<>();
        for (MarkdownPage page : MarkdownPage.all()) {
            Path place = Files.createDirectories(
                    folder.resolve(page.file().getFileName().toString()));
            page.writeFiles(place);
            SampleFiles samples = new SampleFiles(place);
            Stream<DynamicTest> tests = DocumentedCommand.of(page).stream()
                    .map(command -> DynamicTest.dynamicTest(command.toString(), () -> check(command, place, samples)));
            pages.add(DynamicContainer.dynamicContainer(page.toString(), tests));
        }
        return pages.stream();
    }

    private static void check(DocumentedCommand command, Path place, SampleFiles samples) throws IOException {
        for (String file : command.files(place)) {
            samples.make(file.replaceFirst(":\\w+$", ""));
        }
        if (command.parsedOnly()) {
            return;
        }
        CommandRun run = command.runIn(place);
        assertEquals(command.exitCode(), run.exitCode(), () -> command + "\n" + run.err());
    }

    @Test
    void commandsAreFoundInBothKindsOfBlocks() {
        String text =
                "A\n\n    ./seli info --quiet\n\nB\n\n```sh\nX=1 seli svm --counts 3,2 \\\n  --quiet | head # c\n```\n";
        List<DocumentedCommand> found = DocumentedCommand.of(MarkdownPage.of(Path.of("a.md"), text));

        assertEquals(List.of("info", "--quiet"), found.get(0).words());
        assertEquals(List.of("svm", "--counts", "3,2", "--quiet"), found.get(1).words());
        assertEquals(8, found.get(1).line());
        assertEquals(2, found.size());
    }

    @Test
    void renamedOptionBreaksAPageThatIsOnlyParsed() {
        String text = "<!-- run: parse only -->\n\n    ./seli svm --count 3,2\n";
        DocumentedCommand command =
                DocumentedCommand.of(MarkdownPage.of(Path.of("a.md"), text)).get(0);

        assertTrue(command.parsedOnly());
        assertThrows(ParameterException.class, command::parse);
    }

    @Test
    void directiveIsAboutTheCommandsThatContainItsText() {
        String text = "<!-- run: exit 64 where lambda -1 -->\n<!-- run: parse only where 9,9 -->\n```sh\n"
                + "seli solve --counts 3,2 --lambda -1\nseli svm --counts 9,9\nseli svm --counts 3,2 --json 'a b'\n```\n";
        List<DocumentedCommand> found = DocumentedCommand.of(MarkdownPage.of(Path.of("a.md"), text));

        assertEquals(
                List.of(64, 0, 0),
                found.stream().map(DocumentedCommand::exitCode).toList());
        assertEquals(
                List.of(false, true, false),
                found.stream().map(DocumentedCommand::parsedOnly).toList());
        assertEquals("a b", found.get(2).words().get(4));
    }

    @Test
    void filesOfACommandAreTakenFromTheFolder() throws IOException {
        String text = "    seli svm --counts @labels.npy --json=out.json --quiet\n";
        DocumentedCommand command =
                DocumentedCommand.of(MarkdownPage.of(Path.of("a.md"), text)).get(0);
        new SampleFiles(folder).make("labels.npy");

        assertEquals(0, command.runIn(folder).exitCode());
        assertTrue(Files.exists(folder.resolve("out.json")));
    }
}
