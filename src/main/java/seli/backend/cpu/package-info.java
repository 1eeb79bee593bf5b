/**
 * The backend of every machine without a GPU: ND4J arrays hold the matrices, OpenBLAS multiplies and decomposes on
 * their memory, and loops in Java do the rest in double precision on the calling thread. The only package that imports
 * ND4J and JavaCPP. Reading order: CpuBackend, CpuWorkspace, CpuMatrix, NativeNumbers, CpuAlgebra, CpuKernels,
 * SoftmaxPass.
 */
@NullMarked
package seli.backend.cpu;

import org.jspecify.annotations.NullMarked;
