package seli.backend.cuda;

import seli.backend.Backend;
import seli.backend.BackendProvider;

/** Opens {@link CudaBackend}; listed for the service loader, and loads no native code before. */
public final class CudaProvider implements BackendProvider {
    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public Backend open(Request request) {
        return CudaBackend.open(request);
    }
}
