// What tests see and set: the native methods of the test class seli.backend.cuda.StandIn.
#include <jni.h>

#include "context.h"
#include "environment.h"
#include "lifetimes.h"
#include "memory.h"
#include "modules.h"
#include "state.h"
#include "streams.h"

using namespace standin;

namespace {

// The numbers of the readings and settings; the Java class has the same.
enum Reading { VIOLATIONS, DEVICE_ALLOCATIONS, PINNED_ALLOCATIONS, HANDLES, CONTEXTS, DEVICE_BYTES, PEAK_BYTES,
               PINNED_BYTES, LAUNCHES, STICKY, GENERATION };
enum Setting { FAIL_ALLOCATION, MEMORY_BYTES, DEFERRED_SEED, DEVICES, DRIVER_VERSION, CAPABILITY, CATCH_WILD_ACCESS,
               FORGET_PEAK, FORGET_VIOLATIONS };

using Held = std::lock_guard<std::recursive_mutex>;

// The text of a Java string.
std::string textOf(JNIEnv *environment, jstring string) {
    const char *bytes = environment->GetStringUTFChars(string, nullptr);
    std::string text = bytes != nullptr ? bytes : "";
    environment->ReleaseStringUTFChars(string, bytes);
    return text;
}

// One reading.
int64_t readingOf(int what) {
    MemoryCounts memory = memoryCounts();
    switch (what) {
        case VIOLATIONS:
            checkCanaries("look from outside");
            return static_cast<int64_t>(state().violations.size());
        case DEVICE_ALLOCATIONS: return memory.deviceAllocations;
        case PINNED_ALLOCATIONS: return memory.pinnedAllocations;
        case HANDLES: return liveHandles();
        case CONTEXTS: return liveContexts();
        case DEVICE_BYTES: return memory.deviceBytes;
        case PEAK_BYTES: return memory.peakBytes;
        case PINNED_BYTES: return memory.pinnedBytes;
        case LAUNCHES: return state().launches;
        case STICKY: return state().sticky;
        case GENERATION: return generation();
        default: return -1;
    }
}

// One setting.
void apply(int what, int64_t value) {
    switch (what) {
        case FAIL_ALLOCATION: state().allocationsToFailure = value; break;
        case MEMORY_BYTES: state().device.bytes = value; break;
        case DEFERRED_SEED:
            if (!state().sticky) drainAll();
            state().deferred = value != 0;
            state().order.seed(static_cast<unsigned>(value));
            break;
        case DEVICES: state().device.count = static_cast<int>(value); break;
        case DRIVER_VERSION: state().device.driverVersion = static_cast<int>(value); break;
        case CAPABILITY:
            state().device.major = static_cast<int>(value / 10);
            state().device.minor = static_cast<int>(value % 10);
            break;
        case CATCH_WILD_ACCESS: state().catchWildAccess = value != 0; break;
        case FORGET_PEAK: forgetPeak(); break;
        case FORGET_VIOLATIONS: state().violations.clear(); break;
        default: violation("control: no setting %d", what);
    }
}

// Everything as it was when the process began, save the libraries that were loaded and the driver that was started.
void resetState() {
    State &s = state();
    s.sticky = SUCCESS;
    s.deferred = false;
    s.catchWildAccess = true;
    s.order.seed(1);
    s.device = Device{};
    s.violations.clear();
    s.calls.clear();
    s.failures.clear();
    s.allocationsToFailure = 0;
    s.launches = 0;
    s.forcedInfoRuns = 0;
    s.wrongResultRuns = 0;
    readEnvironment();
}

__attribute__((constructor)) void begin() { readEnvironment(); }

}  // namespace

STANDIN_API JNIEXPORT jlong JNICALL Java_seli_backend_cuda_StandIn_read(JNIEnv *, jclass, jint what) {
    Held held(state().lock);
    return readingOf(what);
}

STANDIN_API JNIEXPORT void JNICALL Java_seli_backend_cuda_StandIn_set(JNIEnv *, jclass, jint what, jlong value) {
    Held held(state().lock);
    apply(what, value);
}

STANDIN_API JNIEXPORT jstring JNICALL Java_seli_backend_cuda_StandIn_text(JNIEnv *environment, jclass, jint index) {
    Held held(state().lock);
    bool there = index >= 0 && static_cast<size_t>(index) < state().violations.size();
    return environment->NewStringUTF(there ? state().violations[static_cast<size_t>(index)].c_str() : "");
}

STANDIN_API JNIEXPORT jlong JNICALL Java_seli_backend_cuda_StandIn_callsOf(JNIEnv *environment, jclass, jstring name) {
    Held held(state().lock);
    auto found = state().calls.find(plainName(textOf(environment, name)));
    return found == state().calls.end() ? 0 : found->second;
}

STANDIN_API JNIEXPORT void JNICALL Java_seli_backend_cuda_StandIn_orderFailure(JNIEnv *environment, jclass,
                                                                               jstring name, jlong n, jint status) {
    Held held(state().lock);
    failCall(textOf(environment, name), n, status);
}

STANDIN_API JNIEXPORT void JNICALL Java_seli_backend_cuda_StandIn_orderInfo(JNIEnv *, jclass, jint info, jlong runs) {
    Held held(state().lock);
    state().forcedInfo = info;
    state().forcedInfoRuns = runs;
}

STANDIN_API JNIEXPORT void JNICALL Java_seli_backend_cuda_StandIn_orderWrong(JNIEnv *, jclass, jint kind, jlong runs) {
    Held held(state().lock);
    state().wrongResult = static_cast<WrongResult>(kind);
    state().wrongResultRuns = runs;
}

STANDIN_API JNIEXPORT void JNICALL Java_seli_backend_cuda_StandIn_reset(JNIEnv *, jclass) {
    Held held(state().lock);
    forgetObjects();
    forgetContexts();
    resetState();
}
