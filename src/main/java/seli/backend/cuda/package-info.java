/**
 * One NVIDIA GPU through JCuda: the driver interface, cuBLAS, cuSOLVER, and own kernels that NVRTC compiles at the
 * start. The only package that imports jcuda; it serves CUDA 12 and 13 and needs nothing set up. Reading order:
 * CudaProvider, CudaLoader, CudaDevice, CudaMatrix, CudaAlgebra, KernelSet, CudaKernels.
 */
@NullMarked
package seli.backend.cuda;

import org.jspecify.annotations.NullMarked;
