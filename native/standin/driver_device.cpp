// Driver API: initialisation, devices, contexts, error names.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <set>

#include "context.h"
#include "environment.h"
#include "lifetimes.h"
#include "memory.h"
#include "state.h"
#include "streams.h"

using namespace standin;

namespace {

auto &created = *new std::set<void *>;
void *primary = nullptr;
long primaryReferences = 0;
thread_local std::vector<void *> current;

struct Attribute {
    int key;
    int value;
};

// CU_DEVICE_ATTRIBUTE values that do not depend on the compute capability.
constexpr Attribute ATTRIBUTES[] = {
    {1, 1024},  // threads of a block
    {2, 1024},        {3, 1024},   {4, 64},           // block dimensions
    {5, 2147483647},  {6, 65535},  {7, 65535},        // grid dimensions
    {8, 49152},       {9, 65536},  {10, 32},          // shared memory of a block, constant memory, warp
    {12, 65536},      {13, 1755000}, {16, 4},         // registers of a block, clock in kHz, multiprocessors
    {31, 1},          {33, 1},     {34, 0},           // concurrent kernels, PCI bus, PCI device
    {36, 2619000},    {37, 5120},  {38, 52428800},    // memory clock in kHz, bus width, L2 cache
    {39, 2048},       {41, 1},     {50, 0},           // threads of a multiprocessor, unified addresses, PCI domain
    {82, 65536},      {95, 1},     {106, 32},         // registers, cooperative launch, blocks of a multiprocessor
    {111, 1024},      {115, 1},                       // reserved shared memory, memory pools
};

struct SharedMemory {
    int capability;
    int multiprocessor;
    int blockAtMost;
};

// Shared memory by compute capability, in bytes: of a multiprocessor, and of a block that asks for it.
constexpr SharedMemory SHARED[] = {
    {120, 102400, 101376}, {100, 233472, 232448}, {90, 233472, 232448}, {89, 102400, 101376}, {87, 167936, 166912},
    {86, 102400, 101376},  {80, 167936, 166912},  {75, 65536, 65536},   {70, 98304, 98304},   {0, 49152, 49152},
};

// The shared memory of the device.
SharedMemory sharedMemory() {
    int capability = 10 * state().device.major + state().device.minor;
    return *std::find_if(std::begin(SHARED), std::end(SHARED),
                         [=](const SharedMemory &row) { return row.capability <= capability; });
}

// Whether a context handle is live.
bool isLive(void *context) {
    return created.count(context) > 0 || (primaryReferences > 0 && context == primary);
}

// What happens when a context goes: with the last one goes a sticky error, and everything that can no longer be freed.
void afterContext(const std::string &call) {
    if (!state().sticky) drainAll();
    checkCanaries(call);
    if (!state().sticky || liveContexts() > 0) return;
    forgetObjects();
    state().sticky = SUCCESS;
}

// Success, or why there is no device of this number.
int deviceStatus(int device) {
    if (!state().initialised) return NOT_INITIALIZED;
    return device >= 0 && device < visibleDevices() ? SUCCESS : INVALID_DEVICE;
}

struct ErrorName {
    int status;
    const char *name;
    const char *text;
};

constexpr ErrorName ERRORS[] = {
    {SUCCESS, "CUDA_SUCCESS", "no error"},
    {INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {NO_DEVICE, "CUDA_ERROR_NO_DEVICE", "no CUDA-capable device is detected"},
    {INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {INVALID_CONTEXT, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {NO_BINARY_FOR_GPU, "CUDA_ERROR_NO_BINARY_FOR_GPU", "no kernel image is available for execution on the device"},
    {INVALID_PTX, "CUDA_ERROR_INVALID_PTX", "a PTX JIT compilation failed"},
    {INVALID_HANDLE, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {NOT_FOUND, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {NOT_READY, "CUDA_ERROR_NOT_READY", "device not ready"},
    {ILLEGAL_ADDRESS, "CUDA_ERROR_ILLEGAL_ADDRESS", "an illegal memory access was encountered"},
    {NOT_SUPPORTED, "CUDA_ERROR_NOT_SUPPORTED", "operation not supported"},
    {CAPTURE_UNSUPPORTED, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED", "operation not permitted when stream is capturing"},
    {CAPTURE_INVALIDATED, "CUDA_ERROR_STREAM_CAPTURE_INVALIDATED", "operation failed due to a previous error"},
    {CAPTURE_IMPLICIT, "CUDA_ERROR_STREAM_CAPTURE_IMPLICIT", "dependency on the default stream while capturing"},
    {999, "CUDA_ERROR_UNKNOWN", "unknown error"},
};

// The row of a status; the last one where it has none.
const ErrorName &errorName(int status) {
    const ErrorName *last = std::end(ERRORS) - 1;
    return *std::find_if(std::begin(ERRORS), last, [=](const ErrorName &row) { return row.status == status; });
}

}  // namespace

bool standin::hasCurrentContext() { return !current.empty() && isLive(current.back()); }

long standin::liveContexts() { return primaryReferences + static_cast<long>(created.size()); }

void standin::forgetContexts() {
    created.clear();
    primary = nullptr;
    primaryReferences = 0;
    current.clear();
}

STANDIN_API int cuInit(unsigned) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (visibleDevices() == 0) return NO_DEVICE;
    state().initialised = true;
    return SUCCESS;
}

STANDIN_API int cuDriverGetVersion(int *version) {
    STANDIN_ENTER(DRIVER, NOTHING);
    int chosen = state().device.driverVersion;
    *version = chosen > 0 ? chosen : generation() == 13 ? 13000 : 12060;
    return SUCCESS;
}

STANDIN_API int cuDeviceGetCount(int *count) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (!state().initialised) return NOT_INITIALIZED;
    *count = visibleDevices();
    return SUCCESS;
}

STANDIN_API int cuDeviceGet(int *device, int ordinal) {
    STANDIN_ENTER(DRIVER, NOTHING);
    *device = ordinal;
    return deviceStatus(ordinal);
}

STANDIN_API int cuDeviceGetName(char *name, int length, int device) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (int status = deviceStatus(device)) return status;
    snprintf(name, static_cast<size_t>(length), "CUDA stand-in %d", device);
    return SUCCESS;
}

STANDIN_API int cuDeviceTotalMem_v2(size_t *bytes, int device) {
    STANDIN_ENTER(DRIVER, NOTHING);
    *bytes = static_cast<size_t>(state().device.bytes);
    return deviceStatus(device);
}

STANDIN_API int cuDeviceGetUuid(void *uuid, int device) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (int status = deviceStatus(device)) return status;
    memset(uuid, 0x5E, 15);
    static_cast<unsigned char *>(uuid)[15] = static_cast<unsigned char>(device);
    return SUCCESS;
}

STANDIN_API int cuDeviceGetPCIBusId(char *text, int length, int device) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (int status = deviceStatus(device)) return status;
    snprintf(text, static_cast<size_t>(length), "0000:%02x:00.0", device + 1);
    return SUCCESS;
}

STANDIN_API int cuDeviceGetAttribute(int *value, int attribute, int device) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (int status = deviceStatus(device)) return status;
    if (attribute == 75) return *value = state().device.major, SUCCESS;
    if (attribute == 76) return *value = state().device.minor, SUCCESS;
    if (attribute == 81) return *value = sharedMemory().multiprocessor, SUCCESS;
    if (attribute == 97) return *value = sharedMemory().blockAtMost, SUCCESS;
    auto row = std::find_if(std::begin(ATTRIBUTES), std::end(ATTRIBUTES),
                            [=](const Attribute &entry) { return entry.key == attribute; });
    *value = row == std::end(ATTRIBUTES) ? 0 : row->value;
    return SUCCESS;
}

STANDIN_API int cuDeviceComputeCapability(int *major, int *minor, int device) {
    STANDIN_ENTER(DRIVER, NOTHING);
    *major = state().device.major;
    *minor = state().device.minor;
    return deviceStatus(device);
}

STANDIN_API int cuCtxCreate_v2(void **context, unsigned, int device) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (int status = deviceStatus(device)) return status;
    *context = nextHandle();
    created.insert(*context);
    current.push_back(*context);
    return SUCCESS;
}

STANDIN_API int cuCtxDestroy_v2(void *context) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (!created.erase(context)) {
        violation("%s: context %p is not live", entry.name().c_str(), context);
        return INVALID_CONTEXT;
    }
    current.erase(std::remove(current.begin(), current.end(), context), current.end());
    afterContext(entry.name());
    return SUCCESS;
}

STANDIN_API int cuDevicePrimaryCtxRetain(void **context, int device) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (int status = deviceStatus(device)) return status;
    if (primary == nullptr) primary = nextHandle();
    primaryReferences++;
    *context = primary;
    return SUCCESS;
}

STANDIN_API int cuDevicePrimaryCtxRelease_v2(int device) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (int status = deviceStatus(device)) return status;
    if (primaryReferences == 0) {
        violation("%s: the primary context is not retained", entry.name().c_str());
        return INVALID_CONTEXT;
    }
    if (--primaryReferences > 0) return SUCCESS;
    primary = nullptr;
    afterContext(entry.name());
    return SUCCESS;
}

STANDIN_API int cuCtxSetCurrent(void *context) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (context != nullptr && !isLive(context)) {
        violation("%s: context %p is not live", entry.name().c_str(), context);
        return INVALID_CONTEXT;
    }
    if (!current.empty()) current.pop_back();
    if (context != nullptr) current.push_back(context);
    return SUCCESS;
}

STANDIN_API int cuCtxGetCurrent(void **context) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (!state().initialised) return NOT_INITIALIZED;
    *context = current.empty() ? nullptr : current.back();
    return SUCCESS;
}

STANDIN_API int cuCtxPushCurrent_v2(void *context) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (!isLive(context)) return INVALID_CONTEXT;
    current.push_back(context);
    return SUCCESS;
}

STANDIN_API int cuCtxPopCurrent_v2(void **context) {
    STANDIN_ENTER(DRIVER, NOTHING);
    if (current.empty()) return INVALID_CONTEXT;
    *context = current.back();
    current.pop_back();
    return SUCCESS;
}

STANDIN_API int cuCtxGetDevice(int *device) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    *device = 0;
    return SUCCESS;
}

STANDIN_API int cuCtxSynchronize() {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    drainAll();
    checkCanaries(entry.name());
    return state().sticky;
}

STANDIN_API int cuGetErrorName(int status, const char **name) {
    *name = errorName(status).name;
    return SUCCESS;
}

STANDIN_API int cuGetErrorString(int status, const char **text) {
    *text = errorName(status).text;
    return SUCCESS;
}

// NVIDIA's own libraries ask for undocumented tables here; the stand-in has none.
STANDIN_API int cuGetExportTable(const void **table, const void *) {
    *table = nullptr;
    return NOT_SUPPORTED;
}

STANDIN_API int cuGetProcAddress_v2(const char *, void **function, int, uint64_t, int *) {
    *function = nullptr;
    return NOT_FOUND;
}
