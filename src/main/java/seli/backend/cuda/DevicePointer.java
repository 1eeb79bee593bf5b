package seli.backend.cuda;

import jcuda.driver.CUdeviceptr;

/** A device address as JCuda's functions take it, whose number can be read: kernels get it by value. */
final class DevicePointer extends CUdeviceptr {
    /** What an allocation writes its address to. */
    DevicePointer() {}

    private DevicePointer(long address) {
        super(new CUdeviceptr(), address);
    }

    /** The pointer to {@code address}. */
    static DevicePointer at(long address) {
        return new DevicePointer(address);
    }

    /** The address; 0 for no memory. */
    long address() {
        return getNativePointer() + getByteOffset();
    }
}
