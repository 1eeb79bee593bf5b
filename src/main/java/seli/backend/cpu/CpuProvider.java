package seli.backend.cpu;

import seli.backend.Backend;
import seli.backend.BackendProvider;
import seli.backend.Precision;

/** Opens {@link CpuBackend}; listed for the service loader, and loads no native code before. */
public final class CpuProvider implements BackendProvider {
    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public Backend open(Precision precision, int threads) {
        return CpuBackend.open(precision, threads);
    }
}
