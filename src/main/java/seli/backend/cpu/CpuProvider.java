package seli.backend.cpu;

import seli.backend.Backend;
import seli.backend.BackendProvider;
import seli.backend.BackendUnavailableException;
import seli.backend.Precision;

/** Opens {@link CpuBackend}; listed for the service loader, and loads no native code before. */
public final class CpuProvider implements BackendProvider {
    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public Backend open(Request request) {
        if (request.precision() == Precision.TF32) {
            throw new BackendUnavailableException(
                    name(), "it has no TF32", "pass --precision float32, or --backend cuda");
        }
        return CpuBackend.open(request);
    }
}
