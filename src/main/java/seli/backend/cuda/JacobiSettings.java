package seli.backend.cuda;

import java.lang.reflect.Field;
import jcuda.NativePointerObject;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.gesvdjInfo;

/**
 * cuSOLVER's settings object for gesvdj. JCuda's binding hands the library the object's present value as the address to
 * write the new handle to, which is null at first; so the value is set to a piece of pinned memory before, and to what
 * was written there afterwards.
 */
final class JacobiSettings {
    private final gesvdjInfo handle = new gesvdjInfo();

    private JacobiSettings() {}

    /**
     * New settings with the library's defaults.
     *
     * @throws ArithmeticException if the binding is not as expected
     */
    static JacobiSettings create() {
        JacobiSettings settings = new JacobiSettings();
        PinnedMemory place = new PinnedMemory(Long.BYTES);
        try {
            Field value = NativePointerObject.class.getDeclaredField("nativePointer");
            value.setAccessible(true);
            value.setLong(settings.handle, value.getLong(place.pointer()));
            JCusolverDn.cusolverDnCreateGesvdjInfo(settings.handle);
            value.setLong(settings.handle, place.bytes().getLong(0));
            return settings;
        } catch (ReflectiveOperationException e) {
            throw (ArithmeticException)
                    new ArithmeticException("gesvdj cannot be set up: JCuda has changed").initCause(e);
        } finally {
            place.free();
        }
    }

    gesvdjInfo handle() {
        return handle;
    }

    void destroy() {
        JCusolverDn.cusolverDnDestroyGesvdjInfo(handle);
    }
}
