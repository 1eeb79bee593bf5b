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
        return find(member).load();
    }

    /** Reads the header of one member; otherwise as {@link #read}. */
    StoredArray find(String member) throws UnusableFileException {
        ZipMember found = members.containsKey(member) ? members.get(member) : members.get(withoutSuffix(member));
        if (found == null) {
            throw MemberNames.missing(file.toString(), member, members());
        }
        String source = file + ":" + MemberNames.shorten(withoutSuffix(found.name()));
        return InputFile.read(file, open -> {
            try (ZipMemberStream content = new ZipMemberStream(open, found, source)) {
                NpyHeader.Located located = NpyHeader.read(content, found.unpacked(), source);
                ArrayLayout layout = located.layout();
                NpzMember bytes = new NpzMember(file, found, (int) located.length(), source);
                return new StoredArray(source, layout.type().code(), layout, bytes);
            }
        });
    }

    /** What the archive holds, for messages: {@code it has W, H, counts}. */
    String list() {
        return MemberNames.list(members());
    }

    private static String withoutSuffix(String name) {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
