package seli.backend.reference;

import org.junit.jupiter.api.Nested;
import seli.backend.Backend;
import seli.backend.BackendContract;
import seli.backend.LargeMarginContract;
import seli.backend.NumbersContract;

class ReferenceBackendContractTest {
    @Nested
    class Ownership extends BackendContract {
        @Override
        protected Backend open() {
            return ReferenceBackend.open();
        }
    }

    @Nested
    class Numbers extends NumbersContract {
        @Override
        protected Backend open() {
            return ReferenceBackend.open();
        }
    }

    @Nested
    class LargeMargins extends LargeMarginContract {
        @Override
        protected Backend open() {
            return ReferenceBackend.open();
        }
    }
}
