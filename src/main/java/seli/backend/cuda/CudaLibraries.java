package seli.backend.cuda;

import java.util.List;

/**
 * What {@link CudaLoader} loaded.
 *
 * @param driver version of CUDA that the driver runs, such as 12060
 * @param set the libraries
 * @param notes one line for each newer set that was passed over, and why
 */
record CudaLibraries(int driver, LibrarySet set, List<String> notes) {
    CudaLibraries {
        notes = List.copyOf(notes);
    }
}
