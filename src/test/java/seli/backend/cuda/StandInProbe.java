package seli.backend.cuda;

import static jcuda.driver.JCudaDriver.cuCtxSetCurrent;
import static jcuda.driver.JCudaDriver.cuDeviceGet;
import static jcuda.driver.JCudaDriver.cuDevicePrimaryCtxRetain;
import static jcuda.driver.JCudaDriver.cuInit;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemcpyHtoD;

import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;

/** A program that starts the driver, allocates 8 bytes, copies 16 bytes there, and frees nothing. */
final class StandInProbe {
    private StandInProbe() {}

    public static void main(String[] arguments) {
        StandInLibraries.require();
        cuInit(0);
        CUdevice device = new CUdevice();
        cuDeviceGet(device, 0);
        CUcontext context = new CUcontext();
        cuDevicePrimaryCtxRetain(context, device);
        cuCtxSetCurrent(context);
        CUdeviceptr memory = new CUdeviceptr();
        cuMemAlloc(memory, 8);
        cuMemcpyHtoD(memory, Pointer.to(new double[2]), 16);
    }
}
