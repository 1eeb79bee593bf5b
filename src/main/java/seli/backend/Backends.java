package seli.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Selection of a backend. AUTO tries CUDA, CPU and reference in this order and logs why each was refused; a backend
 * that the user names is opened or throws, and is never replaced by another.
 */
public final class Backends {
    /** What {@code --backend} takes. */
    public enum Choice {
        /** The first of the others that opens. */
        AUTO,
        /** One CUDA device. */
        CUDA,
        /** ND4J and OpenBLAS. */
        CPU,
        /** Plain Java: slow, and right. */
        REFERENCE;

        /**
         * The choice of this name, in any case.
         *
         * @throws IllegalArgumentException for any other word
         */
        public static Choice of(String name) {
            for (Choice choice : values()) {
                if (choice.backendName().equals(name.toLowerCase(Locale.ROOT))) {
                    return choice;
                }
            }
            throw new IllegalArgumentException(
                    "backend '%s' is unknown; expected auto, cuda, cpu or reference".formatted(name));
        }

        /** The name in lower case. */
        public String backendName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final System.Logger LOG = System.getLogger("seli.backend");
    private static final List<Choice> CANDIDATES = List.of(Choice.CUDA, Choice.CPU, Choice.REFERENCE);

    private Backends() {}

    /**
     * Opens the chosen backend.
     *
     * @param threads number of threads to compute with; 0 for one for each processor
     * @throws BackendUnavailableException if the named backend cannot be opened, or with AUTO none
     * @throws IllegalArgumentException if {@code threads} is negative
     */
    public static Backend open(Choice choice, Precision precision, int threads) {
        return open(choice, precision, threads, refusal -> {});
    }

    /** The same; {@code refused} is told of each candidate that AUTO passed over, in the order of trial. */
    public static Backend open(
            Choice choice, Precision precision, int threads, Consumer<BackendUnavailableException> refused) {
        return open(choice, BackendProvider.Request.of(precision, workers(threads)), refused);
    }

    /** The same with a device and a share of its memory. */
    public static Backend open(
            Choice choice, BackendProvider.Request request, Consumer<BackendUnavailableException> refused) {
        return open(providers(), choice, request, refused);
    }

    /** The same among {@code providers} alone. */
    static Backend open(
            Iterable<BackendProvider> providers,
            Choice choice,
            BackendProvider.Request request,
            Consumer<BackendUnavailableException> refused) {
        if (choice != Choice.AUTO) {
            return openNamed(providers, choice, request);
        }
        List<BackendUnavailableException> refusals = new ArrayList<>();
        for (Choice candidate : CANDIDATES) {
            try {
                Backend backend = openNamed(providers, candidate, request);
                LOG.log(System.Logger.Level.INFO, "backend {0}", backend.info().name());
                return backend;
            } catch (BackendUnavailableException refusal) {
                LOG.log(System.Logger.Level.INFO, refusal::getMessage);
                refused.accept(refusal);
                refusals.add(refusal);
            }
        }
        throw noneOpens(refusals);
    }

    /**
     * Opens and closes every backend; returns those that refuse, in the order in which AUTO tries them, each with its
     * reason and remedy.
     */
    public static List<BackendUnavailableException> refusals(Precision precision, int threads) {
        BackendProvider.Request request = BackendProvider.Request.of(precision, workers(threads));
        List<BackendUnavailableException> refusals = new ArrayList<>();
        for (Choice candidate : CANDIDATES) {
            try (Backend opened = openNamed(providers(), candidate, request)) {
                opened.synchronize();
            } catch (BackendUnavailableException refusal) {
                refusals.add(refusal);
            }
        }
        return List.copyOf(refusals);
    }

    private static Iterable<BackendProvider> providers() {
        return ServiceLoader.load(BackendProvider.class, Backends.class.getClassLoader());
    }

    /**
     * The number of threads that is meant.
     *
     * @param threads 0 for one for each processor
     * @throws IllegalArgumentException if it is negative
     */
    public static int workers(int threads) {
        if (threads < 0) {
            throw new IllegalArgumentException(
                    "%d threads; expected at least 1, or 0 for one for each processor".formatted(threads));
        }
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }

    private static Backend openNamed(
            Iterable<BackendProvider> providers, Choice choice, BackendProvider.Request request) {
        String name = choice.backendName();
        try {
            for (BackendProvider provider : providers) {
                if (provider.name().equals(name)) {
                    return provider.open(request);
                }
            }
        } catch (LinkageError e) { // native libraries or classes that do not load: refused, with the cause kept
            throw new BackendUnavailableException(
                    name, "its libraries do not load (" + e + ")", "choose another with --backend", e);
        }
        throw new BackendUnavailableException(name, "not part of this build", "choose another with --backend");
    }

    private static BackendUnavailableException noneOpens(List<BackendUnavailableException> refusals) {
        String reasons =
                refusals.stream().map(r -> r.backend() + ": " + r.reason()).collect(Collectors.joining(", "));
        BackendUnavailableException none = new BackendUnavailableException(
                "auto", "none opens (" + reasons + ")", "name one with --backend to see its remedy");
        refusals.forEach(none::addSuppressed);
        return none;
    }
}
