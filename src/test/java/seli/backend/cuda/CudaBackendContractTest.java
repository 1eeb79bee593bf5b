package seli.backend.cuda;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import seli.backend.Backend;
import seli.backend.BackendContract;
import seli.backend.LargeMarginContract;
import seli.backend.NumbersContract;
import seli.backend.Precision;

/** Both contracts at both precisions, with room below each column and without. */
@Tag("cuda")
@ExtendWith(StandInExtension.class)
class CudaBackendContractTest {
    @Nested
    class Float64Ownership extends BackendContract {
        @Override
        protected Backend open() {
            return CudaBackends.open(Precision.FLOAT64);
        }
    }

    @Nested
    class Float64Numbers extends NumbersContract {
        @Override
        protected Backend open() {
            return CudaBackends.open(Precision.FLOAT64);
        }
    }

    @Nested
    class PaddedFloat64Numbers extends NumbersContract {
        @Override
        protected Backend open() {
            return CudaBackends.padded(Precision.FLOAT64);
        }
    }

    @Nested
    class Float32Ownership extends BackendContract {
        @Override
        protected Backend open() {
            return CudaBackends.open(Precision.FLOAT32);
        }
    }

    @Nested
    class PaddedFloat32Numbers extends NumbersContract {
        @Override
        protected Backend open() {
            return CudaBackends.padded(Precision.FLOAT32);
        }
    }

    @Nested
    class Float64LargeMargins extends LargeMarginContract {
        @Override
        protected Backend open() {
            return CudaBackends.open(Precision.FLOAT64);
        }
    }

    @Nested
    class Float32LargeMargins extends LargeMarginContract {
        @Override
        protected Backend open() {
            return CudaBackends.open(Precision.FLOAT32);
        }
    }
}
