package seli.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import seli.io.AtomicFile;
import seli.io.OutputFolder;

/** {@code seli pages}: the pages that are made from the program. Hidden; the build and its tests call it. */
@Command(
        name = "pages",
        hidden = true,
        sortOptions = false,
        description = "The pages that are made from the program: command reference, manual pages, shell completion.",
        footer = {
            "",
            "Example: seli pages --out target",
            "         seli pages --reference src/site/markdown/reference.md"
        })
final class PagesCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            converter = FileName.class,
            description = "Write completion/seli.bash and man/man1/*.1 into this folder.")
    private String out = ""; // not given

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            converter = FileName.class,
            description = "Write the command reference in Markdown to this file.")
    private String reference = ""; // not given

    PagesCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        if (out.isEmpty() && reference.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing to write: got neither --out nor --reference; expected one of them");
        }
        CommandLine program = Main.commandLine(invocation);
        List<CommandDescription> all = CommandDescription.all(program);
        if (!reference.isEmpty()) {
            AtomicFile.writeText(Path.of(reference), ReferencePage.of(all));
        }
        if (!out.isEmpty()) {
            writeInto(Path.of(out), program, all);
        }
        return ExitCode.SUCCESS;
    }

    private void writeInto(Path folder, CommandLine program, List<CommandDescription> all) throws IOException {
        Path completion = OutputFolder.prepare(folder.resolve("completion"));
        AtomicFile.writeText(completion.resolve("seli.bash"), CompletionScript.of(program));
        Path manual = OutputFolder.prepare(folder.resolve("man").resolve("man1"));
        String version = invocation.provenance().build().version();
        for (CommandDescription command : all) {
            String page = ManualPage.of(command, all, version);
            AtomicFile.writeText(manual.resolve(ManualPage.fileName(command)), page);
        }
    }
}
