import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Compares the mutants that survived (pitest's mutations.xml) with the committed list. A line of the list is
 * {@code class | method | description | reason}; the description carries a running number among the equal ones of its
 * method in place of a line number, so that edits elsewhere in the file change nothing.
 *
 * <p>Run as {@code java ci/Mutants.java REPORT LIST [--update]}. Exit code 1 when a survivor is not listed or a reason
 * is missing. {@code --update} rewrites the list: it keeps the reasons, drops what no longer survives, and adds the new
 * survivors without a reason.
 */
final class Mutants {
    private static final String HEADER =
            """
            # Mutants that the tests of certificate, geometry and metric do not kill, and why that is right.
            # class | method | description, numbered among the equal ones of its method | reason
            # Written by `ci/mutation --update`, reasons by hand.
            """;

    private Mutants() {}

    private record Mutant(String type, String method, String description, int line, int index, boolean alive) {
        String place() {
            return type + " | " + method + " | " + description;
        }
    }

    public static void main(String[] args) throws Exception {
        Path list = Path.of(args[1]);
        List<Mutant> all = read(new File(args[0]));
        TreeMap<String, Integer> survivors = numbered(all);
        Map<String, String> listed = listed(list);
        if (args.length > 2 && args[2].equals("--update")) {
            update(list, survivors, listed);
            listed = listed(list);
        }
        int wrong = 0;
        for (Map.Entry<String, Integer> survivor : survivors.entrySet()) {
            String reason = listed.get(survivor.getKey());
            if (reason == null || reason.isBlank()) {
                wrong++;
                String what = reason == null ? "survives and is not listed" : "is listed without a reason";
                System.out.println("line " + survivor.getValue() + ": " + survivor.getKey() + " -- " + what);
            }
        }
        TreeSet<String> gone = new TreeSet<>(listed.keySet());
        gone.removeAll(survivors.keySet());
        gone.forEach(place -> System.out.println("note: no longer survives, remove it from " + list + ": " + place));
        System.out.printf(
                "%d mutants, %d killed, %d listed with a reason, %d not accounted for%n",
                all.size(), all.size() - survivors.size(), survivors.size() - wrong, wrong);
        System.exit(wrong == 0 ? 0 : 1);
    }

    private static List<Mutant> read(File report) throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report)
                .getElementsByTagName("mutation");
        List<Mutant> mutants = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Element e = (Element) nodes.item(i);
            String status = e.getAttribute("status");
            boolean alive = status.equals("SURVIVED") || status.equals("NO_COVERAGE");
            String index = text(e, "index");
            mutants.add(new Mutant(
                    text(e, "mutatedClass"),
                    text(e, "mutatedMethod"),
                    text(e, "description").replace('|', '/'),
                    Integer.parseInt(text(e, "lineNumber")),
                    index.isEmpty() ? 0 : Integer.parseInt(index),
                    alive));
        }
        mutants.sort(Comparator.comparing(Mutant::place).thenComparing(Mutant::line).thenComparing(Mutant::index));
        return mutants;
    }

    private static String text(Element parent, String tag) {
        NodeList nodes = parent.getElementsByTagName(tag);
        return nodes.getLength() == 0 ? "" : nodes.item(0).getTextContent().trim();
    }

    /** Survivors by place with their running number, and the line for the message. */
    private static TreeMap<String, Integer> numbered(List<Mutant> all) {
        Map<String, Integer> seen = new HashMap<>();
        TreeMap<String, Integer> survivors = new TreeMap<>();
        for (Mutant mutant : all) {
            int number = seen.merge(mutant.place(), 1, Integer::sum);
            if (mutant.alive()) {
                survivors.put(mutant.place() + " #" + number, mutant.line());
            }
        }
        return survivors;
    }

    private static Map<String, String> listed(Path list) throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        if (!Files.exists(list)) {
            return reasons;
        }
        for (String line : Files.readAllLines(list)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\|", 4);
            if (parts.length < 4) {
                throw new IOException("expected class | method | description | reason, got: " + line);
            }
            reasons.put(parts[0].trim() + " | " + parts[1].trim() + " | " + parts[2].trim(), parts[3].trim());
        }
        return reasons;
    }

    private static void update(Path list, TreeMap<String, Integer> survivors, Map<String, String> listed)
            throws IOException {
        StringBuilder text = new StringBuilder(HEADER);
        for (String place : survivors.keySet()) {
            String reason = listed.getOrDefault(place, "");
            text.append((place + " | " + reason).stripTrailing()).append('\n');
        }
        Files.writeString(list, text);
    }
}
