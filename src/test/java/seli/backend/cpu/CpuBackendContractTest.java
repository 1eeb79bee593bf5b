package seli.backend.cpu;

import org.junit.jupiter.api.Nested;
import seli.backend.Backend;
import seli.backend.BackendContract;
import seli.backend.LargeMarginContract;
import seli.backend.NumbersContract;
import seli.backend.Precision;

/** Both contracts at both precisions, with guard zones and without. */
class CpuBackendContractTest {
    @Nested
    class Float64Ownership extends BackendContract {
        @Override
        protected Backend open() {
            return CpuBackends.open(Precision.FLOAT64);
        }
    }

    @Nested
    class Float64Numbers extends NumbersContract {
        @Override
        protected Backend open() {
            return CpuBackends.open(Precision.FLOAT64);
        }
    }

    @Nested
    class GuardedFloat64Ownership extends BackendContract {
        @Override
        protected Backend open() {
            return CpuBackends.guarded(Precision.FLOAT64);
        }
    }

    @Nested
    class GuardedFloat64Numbers extends NumbersContract {
        @Override
        protected Backend open() {
            return CpuBackends.guarded(Precision.FLOAT64);
        }
    }

    @Nested
    class Float32Ownership extends BackendContract {
        @Override
        protected Backend open() {
            return CpuBackends.open(Precision.FLOAT32);
        }
    }

    @Nested
    class Float32Numbers extends NumbersContract {
        @Override
        protected Backend open() {
            return CpuBackends.open(Precision.FLOAT32);
        }
    }

    @Nested
    class GuardedFloat32Ownership extends BackendContract {
        @Override
        protected Backend open() {
            return CpuBackends.guarded(Precision.FLOAT32);
        }
    }

    @Nested
    class GuardedFloat32Numbers extends NumbersContract {
        @Override
        protected Backend open() {
            return CpuBackends.guarded(Precision.FLOAT32);
        }
    }

    @Nested
    class Float64LargeMargins extends LargeMarginContract {
        @Override
        protected Backend open() {
            return CpuBackends.open(Precision.FLOAT64);
        }
    }

    @Nested
    class Float32LargeMargins extends LargeMarginContract {
        @Override
        protected Backend open() {
            return CpuBackends.open(Precision.FLOAT32);
        }
    }
}
