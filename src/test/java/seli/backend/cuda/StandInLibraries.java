package seli.backend.cuda;

/** Loads the stand-in's libraries, and JCuda's natives for them, as the product does. */
final class StandInLibraries {
    private StandInLibraries() {}

    /** 12 or 13: what the folder named by the property holds; the test is skipped where there is none. */
    static int require() {
        CudaBackends.requireStandIn();
        return CudaLoader.load().set().major();
    }
}
