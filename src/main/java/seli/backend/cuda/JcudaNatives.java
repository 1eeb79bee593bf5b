package seli.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import jcuda.CudaException;

/**
 * JCuda's natives, unpacked into a folder of this process alone and removed as soon as they are loaded. JCuda by itself
 * unpacks them under a predictable name into the common temporary folder and takes what it finds there; it also cannot
 * serve CUDA 13, for which the names of the libraries that they need are changed on the way ({@link ElfNames}).
 */
final class JcudaNatives {
    /** The release of JCuda whose natives these are. */
    static final String VERSION = "12.6.0";

    private static final String TEMPORARY = "java.io.tmpdir";

    private JcudaNatives() {}

    /**
     * Unpacks one native and runs {@code initialise}, which makes JCuda load it.
     *
     * @param name such as JCublas2
     * @param set the libraries that it is to use
     * @throws UnsatisfiedLinkError if it does not load
     */
    static void load(String name, LibrarySet set, Runnable initialise) {
        try {
            Path folder = Files.createTempDirectory("seli-jcuda");
            Path file = folder.resolve(fileName(name));
            try {
                Files.write(file, prepared(name, set));
                initialiseFrom(folder, initialise);
            } finally {
                Files.deleteIfExists(file); // a loaded library stays mapped
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("JCuda's natives cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static String fileName(String name) {
        return "lib" + name + "-" + VERSION + "-linux-x86_64.so";
    }

    /** The native's bytes, with the names of the libraries of {@code set}. */
    static byte[] prepared(String name, LibrarySet set) throws IOException {
        String resource = "/lib/" + fileName(name);
        try (InputStream in = CudaException.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("no " + resource + " on the class path");
            }
            byte[] file = in.readAllBytes();
            Map<String, String> renames = set.renames();
            ElfNames.rename(file, renames);
            if (name.equals("JCusolver") && !set.hasCusolverMg()) {
                ElfNames.redirect(file, LibrarySet.cusolverMg(set.major()), LibrarySet.cusolver(set.major()));
            }
            return file;
        }
    }

    /** JCuda looks into the folder for temporary files, which for that moment is ours. */
    private static synchronized void initialiseFrom(Path folder, Runnable initialise) {
        String before = System.getProperty(TEMPORARY);
        System.setProperty(TEMPORARY, folder.toString());
        try {
            initialise.run();
        } finally {
            System.setProperty(TEMPORARY, before);
        }
    }
}
