package seli.io;

import io.jhdf.exceptions.HdfException;
import java.io.IOException;

/** Calls into the HDF5 library, whose every failure on a damaged file becomes one line. */
final class Hdf5Guard {
    private Hdf5Guard() {}

    /** What is asked of the library. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    /**
     * The result of {@code call}.
     *
     * @throws MalformedFileException if the library throws anything: cycles in a file exhaust the stack, sizes the
     *     memory, and numbers out of range give every kind of exception
     */
    static <T> T call(String source, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (StackOverflowError e) {
            throw malformed(source, "its parts contain themselves", e);
        } catch (OutOfMemoryError e) {
            throw malformed(source, "it asks for more memory than there is", e);
        } catch (HdfException e) {
            throw malformed(source, root(e), e);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw malformed(source, "a number in it is out of range (" + root(e) + ")", e);
        }
    }

    private static MalformedFileException malformed(String source, String reason, Throwable cause) {
        return new MalformedFileException(
                source, "the HDF5 file is damaged or uses what is not supported: " + reason, cause);
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
