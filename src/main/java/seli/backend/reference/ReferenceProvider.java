package seli.backend.reference;

import seli.backend.Backend;
import seli.backend.BackendProvider;
import seli.backend.BackendUnavailableException;
import seli.backend.Precision;

/** Opens {@link ReferenceBackend}; listed for the service loader. */
public final class ReferenceProvider implements BackendProvider {
    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Backend open(Request request) {
        if (request.precision() != Precision.FLOAT64) {
            throw new BackendUnavailableException(
                    name(),
                    "it computes in FLOAT64 only, not " + request.precision(),
                    "pass --precision float64 or another --backend");
        }
        return ReferenceBackend.open(request.memory());
    }
}
