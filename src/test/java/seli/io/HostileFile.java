package seli.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that is not what it should be.
 *
 * @param label what is wrong with it
 * @param name its name, which tells the kind
 * @param member the member to ask for, perhaps empty
 * @param bytes its content
 * @param mustFail whether it is surely unusable; a mutant may stay sound by chance
 */
public record HostileFile(String label, String name, String member, byte[] bytes, boolean mustFail) {
    static HostileFile of(String label, String name, byte... bytes) {
        return new HostileFile(label, name, "", bytes, true);
    }

    static HostileFile member(String label, String name, String member, byte... bytes) {
        return new HostileFile(label, name, member, bytes, true);
    }

    /** Writes it into a folder and gives it as users name it. */
    public String writeTo(Path folder) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        return member.isEmpty() ? file.toString() : file + ":" + member;
    }

    @Override
    public String toString() {
        return label;
    }
}
