package seli.backend.cuda;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a test sees of the stand-in for the CUDA libraries (native/standin), and what it orders there. All state is one
 * per process; {@link #reset} begins anew, save that the driver stays started.
 */
public final class StandIn {
    private static final String CORE = "libselistandin.so";

    /** A result that a decomposition returns wrong, without a word. */
    public enum Wrong {
        /** The greatest value is 1 % too large. */
        VALUES,
        /** The first vector is 1 % too long. */
        VECTORS,
        /** The first and the last value have changed places, with their vectors. */
        ORDER,
        /** The first value is NaN. */
        NOT_A_NUMBER
    }

    /** The readings of the native side, in its order. */
    private enum Reading {
        VIOLATIONS,
        DEVICE_ALLOCATIONS,
        HOST_ALLOCATIONS,
        HANDLES,
        CONTEXTS,
        BYTES,
        PEAK_BYTES,
        HOST_BYTES,
        LAUNCHES,
        STICKY,
        GENERATION
    }

    /** The settings of the native side, in its order. */
    private enum Setting {
        FAIL_ALLOCATION,
        DEVICE_BYTES,
        DEFERRED,
        DEVICES,
        DRIVER_VERSION,
        CAPABILITY,
        CATCH_WILD_ACCESS,
        FORGET_PEAK,
        FORGET_VIOLATIONS
    }

    private StandIn() {}

    /**
     * Makes this class usable.
     *
     * @param libraries one of the folders that native/build-standin makes, such as target/standin/12
     */
    public static void attach(Path libraries) {
        Path folder = libraries.toAbsolutePath().normalize();
        Path beside = folder.resolve(CORE);
        System.load((Files.exists(beside) ? beside : folder.resolveSibling(CORE)).toString());
    }

    /** Violations of CUDA's rules since the last reset. */
    public static long violations() {
        return reading(Reading.VIOLATIONS);
    }

    /** The text of a violation, counted from 0; empty where there is none. */
    public static String message(int index) {
        return text(index);
    }

    /** The texts of all violations. */
    public static List<String> messages() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < violations(); i++) {
            all.add(message(i));
        }
        return all;
    }

    public static void forgetViolations() {
        setting(Setting.FORGET_VIOLATIONS, 0);
    }

    public static long liveDeviceAllocations() {
        return reading(Reading.DEVICE_ALLOCATIONS);
    }

    public static long liveHostAllocations() {
        return reading(Reading.HOST_ALLOCATIONS);
    }

    /** Streams, events, graphs, modules, library handles, programs and parameter objects that were not given back. */
    public static long liveHandles() {
        return reading(Reading.HANDLES);
    }

    /** References to the primary context that were not given back. */
    public static long liveContexts() {
        return reading(Reading.CONTEXTS);
    }

    /** Bytes of live device memory. */
    public static long liveBytes() {
        return reading(Reading.BYTES);
    }

    /** The most device memory that was ever live since the last reset or {@link #forgetPeak}. */
    public static long peakBytes() {
        return reading(Reading.PEAK_BYTES);
    }

    public static void forgetPeak() {
        setting(Setting.FORGET_PEAK, 0);
    }

    /** Bytes of live pinned memory. */
    public static long liveHostBytes() {
        return reading(Reading.HOST_BYTES);
    }

    /** Kernels and graphs launched. */
    public static long launches() {
        return reading(Reading.LAUNCHES);
    }

    /** The error that a wild access left in the context, or 0. */
    public static int sticky() {
        return (int) reading(Reading.STICKY);
    }

    /** 12 or 13: the set of libraries that was loaded last. */
    public static int generation() {
        return (int) reading(Reading.GENERATION);
    }

    /** Calls of a function since the last reset, by its C name; _v2, _v3 and _new make no difference, _64 does. */
    public static long calls(String name) {
        return callsOf(name);
    }

    /** Lets the n-th next allocation of device memory fail as out of memory. */
    public static void failAllocation(long n) {
        setting(Setting.FAIL_ALLOCATION, n);
    }

    /** Lets the n-th next call of a function return a status and do nothing; n = 0 stands for every call. */
    public static void failCall(String name, long n, int status) {
        orderFailure(name, n, status);
    }

    public static void setDeviceBytes(long bytes) {
        setting(Setting.DEVICE_BYTES, bytes);
    }

    /** Work runs only when something waits for it, across streams in an order drawn from the seed; 0: at once. */
    public static void setDeferred(long seed) {
        setting(Setting.DEFERRED, seed);
    }

    public static void setDevices(int count) {
        setting(Setting.DEVICES, count);
    }

    /** Such as 12060; 0 stands for the version of the set that was loaded. */
    public static void setDriverVersion(int version) {
        setting(Setting.DRIVER_VERSION, version);
    }

    /** Such as 90 for 9.0. */
    public static void setComputeCapability(int capability) {
        setting(Setting.CAPABILITY, capability);
    }

    /** Whether a memory fault of a kernel becomes an error; off where the handlers of signals are watched. */
    public static void setCatchWildAccess(boolean caught) {
        setting(Setting.CATCH_WILD_ACCESS, caught ? 1 : 0);
    }

    /** The devInfo of the next decompositions. */
    public static void forceInfo(int info, long runs) {
        orderInfo(info, runs);
    }

    /** Makes the results of the next decompositions wrong, with a devInfo of 0. */
    public static void forceWrongValues(Wrong kind, long runs) {
        orderWrong(kind.ordinal() + 1, runs);
    }

    /** Frees and forgets everything. */
    public static native void reset();

    private static long reading(Reading what) {
        return read(what.ordinal());
    }

    private static void setting(Setting what, long value) {
        set(what.ordinal(), value);
    }

    private static native long read(int what);

    private static native void set(int what, long value);

    private static native String text(int index);

    private static native long callsOf(String name);

    private static native void orderFailure(String name, long n, int status);

    private static native void orderInfo(int info, long runs);

    private static native void orderWrong(int kind, long runs);
}
