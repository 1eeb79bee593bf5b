package seli.standards;

import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may use whom: a package uses what stands before it, and a library stays behind the packages named for it. */
final class PackageOrder {
    static final List<String> ORDER = List.of(
            "linalg",
            "label",
            "geometry",
            "problem",
            "exact",
            "backend",
            "backend.arena",
            "backend.reference",
            "backend.cpu",
            "backend.cuda",
            "objective",
            "certificate",
            "solver",
            "metric",
            "selftest",
            "io",
            "figure",
            "report",
            "report.page",
            "job",
            "reproduce",
            "cli");

    /** The one class of backend that knows the implementations: it selects among them. */
    private static final String SELECTION = "/backend/Backends.java";

    /** Libraries by the start of their names, and the packages that may use them. */
    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "org.nd4j.", List.of("backend.cpu"),
            "org.bytedeco.", List.of("backend.cpu"),
            "jcuda.", List.of("backend.cuda"),
            "io.jhdf.", List.of("io"),
            "com.fasterxml.jackson.", List.of("io", "report", "job", "reproduce"),
            "com.github.weisj.jsvg.", List.of("figure"),
            "picocli.", List.of("cli"),
            "me.tongfei.progressbar.", List.of("cli"));

    private static final Pattern QUALIFIED = Pattern.compile("((?:[a-z][a-z0-9]*[.])+)[A-Z*].*");

    private PackageOrder() {}

    static List<Finding> check(ParsedSource source) {
        List<Finding> found = new ArrayList<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitPackage(PackageTree tree, Void none) {
                return null;
            }

            @Override
            public Void visitImport(ImportTree tree, Void none) {
                judge(source, tree, tree.getQualifiedIdentifier().toString(), found);
                return null;
            }

            @Override
            public Void visitMemberSelect(MemberSelectTree tree, Void none) {
                String name = tree.toString();
                if (QUALIFIED.matcher(name).matches()) {
                    judge(source, tree, name, found);
                    return null;
                }
                return super.visitMemberSelect(tree, none);
            }
        }.scan(source.unit(), null);
        return found;
    }

    private static void judge(ParsedSource source, Tree tree, String name, List<Finding> found) {
        Matcher qualified = QUALIFIED.matcher(name);
        String user = source.packageName().replaceFirst("^seli[.]", "");
        String breach = name.startsWith("seli.") && qualified.matches()
                ? orderBreach(user, qualified.group(1), source.file().endsWith(SELECTION))
                : libraryBreach(user, name);
        if (!breach.isEmpty()) {
            found.add(source.finding(source.firstLine(tree), "imports", user + " uses " + name + "; " + breach));
        }
    }

    private static String orderBreach(String user, String qualifier, boolean selection) {
        String used = qualifier.substring("seli.".length(), Math.max("seli.".length(), qualifier.length() - 1));
        int place = ORDER.indexOf(user);
        int usedPlace = ORDER.indexOf(used);
        if (place < 0 || usedPlace < 0) {
            return "not in the list of packages: " + (place < 0 ? user : used);
        }
        boolean selects = selection && used.startsWith("backend.");
        return usedPlace <= place || selects ? "" : "allowed are " + ORDER.subList(0, place);
    }

    private static String libraryBreach(String user, String name) {
        for (Map.Entry<String, List<String>> library : LIBRARIES.entrySet()) {
            if (name.startsWith(library.getKey()) && !library.getValue().contains(user)) {
                return "allowed only in " + library.getValue();
            }
        }
        return "";
    }
}
