package seli.backend.cuda;

import seli.backend.Precision;
import seli.backend.arena.MemoryLedger;

/**
 * What one open backend consists of, as its classes share it.
 *
 * @param device device, context, stream and handles
 * @param memory device memory and copies
 * @param ledger account of the memory
 * @param precision format of the matrices
 * @param calls cuBLAS and cuSOLVER in that precision
 * @param kernels own kernels in that precision
 * @param matrices entrywise operations and reductions
 */
record CudaParts(
        CudaDevice device,
        DeviceMemory memory,
        MemoryLedger ledger,
        Precision precision,
        CudaCalls calls,
        KernelSet kernels,
        MatrixKernels matrices) {}
