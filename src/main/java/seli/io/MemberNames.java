package seli.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import seli.label.NearestName;

/** The names of what a file holds, for messages of bounded length whatever the names are. */
final class MemberNames {
    private static final int MAX_LISTED = 20;
    /** Characters of all listed names together. */
    private static final int MAX_TEXT = 200;

    private static final int MAX_NAME = 60;
    /** Names among which the nearest one is looked for. */
    private static final int MAX_COMPARED = 10_000;

    private MemberNames() {}

    /** What a file holds: {@code it has W, H, counts}, or {@code it is empty}. */
    static String list(List<String> names) {
        if (names.isEmpty()) {
            return "it is empty";
        }
        List<String> listed = new ArrayList<>();
        int length = 0;
        for (String name : names) {
            String text = shorten(name);
            length += text.length() + 2;
            if (listed.size() == MAX_LISTED || (length > MAX_TEXT && !listed.isEmpty())) {
                return "it has " + String.join(", ", listed) + ", ...";
            }
            listed.add(text);
        }
        return "it has " + String.join(", ", listed);
    }

    /** A name that may be of any length, cut to 60 characters. */
    static String shorten(String name) {
        return name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "...";
    }

    /** The refusal of a name that is not among those of {@code file}; names the nearest and lists all. */
    static UnusableFileException missing(String file, String member, List<String> names) {
        String nearest = nearest(member, names)
                .map(name -> "did you mean " + UnusableFileException.quote(name) + "? ")
                .orElse("");
        return new UnusableFileException(
                file + ": no member " + UnusableFileException.quote(member) + "; " + nearest + list(names));
    }

    /** The refusal to choose among several members, or none. */
    static UnusableFileException ambiguous(String file, List<String> names) {
        return new UnusableFileException(
                file + ": several arrays or none: " + list(names) + "; expected " + file + ":MEMBER");
    }

    /** The name with the fewest edits, unless more than a third of the letters would change. */
    private static Optional<String> nearest(String member, List<String> names) {
        List<String> candidates = names.stream()
                .filter(name -> name.length() <= MAX_NAME)
                .limit(MAX_COMPARED)
                .toList();
        if (candidates.isEmpty() || member.length() < 2 || member.length() > MAX_NAME) {
            return Optional.empty();
        }
        String best = NearestName.of(member, candidates);
        return Optional.of(best).filter(name -> NearestName.edits(member, name) <= Math.max(1, member.length() / 3));
    }
}
