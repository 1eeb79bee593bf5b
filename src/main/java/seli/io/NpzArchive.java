package seli.io;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A NumPy archive of named arrays ({@code .npz}: a ZIP file of {@code .npy} members, stored or deflated, with or
 * without ZIP64). Holds the list of members only; the file is open during {@link #open} and {@link #read} and not in
 * between.
 */
public final class NpzArchive {
    private static final String SUFFIX = ".npy";
    private static final int MAX_LISTED = 20;

    private final Path file;
    private final Map<String, ZipMember> members;

    private NpzArchive(Path file, Map<String, ZipMember> members) {
        this.file = file;
        this.members = members;
    }

    /**
     * Reads the directory of an archive.
     *
     * @throws UnusableFileException if the file is missing or unreadable
     * @throws MalformedFileException if it is no ZIP archive, cut short, or holds encrypted members, members packed by
     *     another method, two of the same name, or a name that leads out of the archive
     */
    public static NpzArchive open(Path file) throws UnusableFileException {
        List<ZipMember> list = InputFile.read(file, open -> ZipDirectory.read(open, file.toString()));
        Map<String, ZipMember> members = new LinkedHashMap<>();
        for (ZipMember member : list) {
            String name = withoutSuffix(member.name());
            if (members.put(name, member) != null) {
                throw new MalformedFileException(
                        file.toString(), "two members are called " + UnusableFileException.quote(name));
            }
        }
        return new NpzArchive(file, members);
    }

    /** Names of the members without {@code .npy}, in the order of the archive. */
    public List<String> members() {
        return List.copyOf(members.keySet());
    }

    /** Whether there is a member of this name, given with or without {@code .npy}. */
    public boolean contains(String member) {
        return members.containsKey(member) || members.containsKey(withoutSuffix(member));
    }

    /**
     * Loads one member, given with or without {@code .npy}; its CRC and its sizes are checked.
     *
     * @throws UnusableFileException if there is no such member (the message lists those that are), or the file is gone
     * @throws MalformedFileException if the member is damaged or not an array of numbers, as {@link NpyArray#read}
     */
    public NpyArray read(String member) throws UnusableFileException {
        ZipMember found = members.containsKey(member) ? members.get(member) : members.get(withoutSuffix(member));
        if (found == null) {
            throw new UnusableFileException(
                    file + ": no member " + UnusableFileException.quote(member) + "; " + list());
        }
        String source = file + ":" + withoutSuffix(found.name());
        return InputFile.read(file, open -> {
            try (ZipMemberStream content = new ZipMemberStream(open, found, source)) {
                NpyArray array = NpyArray.read(content, found.unpacked(), source);
                content.finish();
                return array;
            }
        });
    }

    /** What the archive holds, for messages: {@code it has W, H, counts}. */
    String list() {
        List<String> names = members();
        return names.isEmpty()
                ? "it is empty"
                : "it has " + String.join(", ", names.subList(0, Math.min(MAX_LISTED, names.size())))
                        + (names.size() > MAX_LISTED ? ", ..." : "");
    }

    private static String withoutSuffix(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
