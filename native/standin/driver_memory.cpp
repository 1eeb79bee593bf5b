// Driver API: memory, copies, fills.
#include <algorithm>
#include <cstring>

#include "memory.h"
#include "state.h"
#include "streams.h"

using namespace standin;

namespace {

void *pointer(uint64_t address) { return reinterpret_cast<void *>(address); }

// Allocates device memory for a call.
int allocateDevice(uint64_t *address, size_t bytes) { return allocate(address, bytes, false); }

// Issues a copy between device ranges.
int copyOnDevice(const std::string &call, uint64_t to, uint64_t from, size_t bytes, void *handle) {
    StreamPointer stream = streamOf(call, handle);
    if (!stream) return INVALID_HANDLE;
    Operation copy(call);
    copy.device("destination", pointer(to), bytes).device("source", pointer(from), bytes);
    if (!copy.sound()) return INVALID_VALUE;
    copy.issue(stream, [=] { memmove(pointer(to), pointer(from), bytes); });
    return state().sticky;
}

// Issues a fill of count elements.
template <class T>
int fill(const std::string &call, uint64_t to, T value, size_t elements, void *handle) {
    StreamPointer stream = streamOf(call, handle);
    if (!stream) return INVALID_HANDLE;
    Operation operation(call);
    operation.device("destination", pointer(to), elements * sizeof(T));
    if (!operation.sound()) return INVALID_VALUE;
    operation.issue(stream, [=] { std::fill_n(static_cast<T *>(pointer(to)), elements, value); });
    return state().sticky;
}

// Whether the default stream must not be used now; says so where that is so.
bool barred(const std::string &call) {
    if (!defaultStreamIsBarred()) return false;
    invalidateCaptures(call);
    return true;
}

}  // namespace

STANDIN_API int cuMemAlloc_v2(uint64_t *address, size_t bytes) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    return allocateDevice(address, bytes);
}

STANDIN_API int cuMemAllocAsync(uint64_t *address, size_t bytes, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    if (!streamOf(entry.name(), handle)) return INVALID_HANDLE;
    return allocateDevice(address, bytes);
}

STANDIN_API int cuMemFree_v2(uint64_t address) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    if (address == 0) return SUCCESS;
    drainAll();
    return release(entry.name(), address, false);
}

STANDIN_API int cuMemFreeAsync(uint64_t address, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    std::string call = entry.name();
    Operation free(call);
    if (!free.device("address", pointer(address), 1).sound()) return INVALID_VALUE;
    free.issue(stream, [=] { release(call, address, false); });
    return SUCCESS;
}

STANDIN_API int cuMemHostAlloc(void **address, size_t bytes, unsigned) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    uint64_t start = 0;
    int status = allocate(&start, bytes, true);
    if (status == SUCCESS) *address = pointer(start);
    return status;
}

STANDIN_API int cuMemAllocHost_v2(void **address, size_t bytes) { return cuMemHostAlloc(address, bytes, 0); }

STANDIN_API int cuMemFreeHost(void *address) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    drainAll();
    return release(entry.name(), reinterpret_cast<uint64_t>(address), true);
}

STANDIN_API int cuMemGetInfo_v2(size_t *free, size_t *total) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    *free = static_cast<size_t>(std::max<int64_t>(0, state().device.bytes - memoryCounts().deviceBytes));
    *total = static_cast<size_t>(state().device.bytes);
    return SUCCESS;
}

STANDIN_API int cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    Operation copy(entry.name());
    copy.device("destination", pointer(to), bytes).host("source", from, bytes);
    if (!copy.sound()) return INVALID_VALUE;
    drainBlocking();
    if (!state().sticky) memcpy(pointer(to), from, bytes);
    return state().sticky;
}

STANDIN_API int cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    Operation copy(entry.name());
    copy.host("destination", to, bytes).device("source", pointer(from), bytes);
    if (!copy.sound()) return INVALID_VALUE;
    drainBlocking();
    if (!state().sticky) memcpy(to, pointer(from), bytes);
    return state().sticky;
}

STANDIN_API int cuMemcpyDtoD_v2(uint64_t to, uint64_t from, size_t bytes) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    if (barred(entry.name())) return CAPTURE_IMPLICIT;
    return copyOnDevice(entry.name(), to, from, bytes, nullptr);
}

STANDIN_API int cuMemcpyDtoDAsync_v2(uint64_t to, uint64_t from, size_t bytes, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    return copyOnDevice(entry.name(), to, from, bytes, handle);
}

// A pinned source is read when the copy runs, a pageable one is staged at the call.
STANDIN_API int cuMemcpyHtoDAsync_v2(uint64_t to, const void *from, size_t bytes, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    Operation copy(entry.name());
    copy.device("destination", pointer(to), bytes).host("source", from, bytes);
    if (!copy.sound()) return INVALID_VALUE;
    if (isPinned(from)) {
        copy.issue(stream, [=] { memcpy(pointer(to), from, bytes); });
    } else if (stream->capture) {
        invalidateCapture(entry.name(), stream);
        return CAPTURE_UNSUPPORTED;
    } else {
        const char *first = static_cast<const char *>(from);
        auto staged = std::make_shared<std::vector<char>>(first, first + bytes);
        copy.issue(stream, [=] { memcpy(pointer(to), staged->data(), bytes); });
    }
    return state().sticky;
}

// Into pinned memory the copy runs later, and until then the destination is poison; into pageable memory it waits.
STANDIN_API int cuMemcpyDtoHAsync_v2(void *to, uint64_t from, size_t bytes, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    Operation copy(entry.name());
    copy.host("destination", to, bytes).device("source", pointer(from), bytes);
    if (!copy.sound()) return INVALID_VALUE;
    if (!isPinned(to) && stream->capture) {
        invalidateCapture(entry.name(), stream);
        return CAPTURE_UNSUPPORTED;
    }
    if (isPinned(to) && state().deferred && !stream->capture) memset(to, POISON, bytes);
    copy.issue(stream, [=] { memcpy(to, pointer(from), bytes); });
    if (!isPinned(to)) drain(stream);
    return state().sticky;
}

STANDIN_API int cuMemsetD8_v2(uint64_t to, unsigned char value, size_t bytes) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    if (barred(entry.name())) return CAPTURE_IMPLICIT;
    return fill(entry.name(), to, value, bytes, nullptr);
}

STANDIN_API int cuMemsetD8Async(uint64_t to, unsigned char value, size_t bytes, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    return fill(entry.name(), to, value, bytes, handle);
}

STANDIN_API int cuMemsetD32_v2(uint64_t to, unsigned value, size_t elements) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    if (barred(entry.name())) return CAPTURE_IMPLICIT;
    return fill(entry.name(), to, value, elements, nullptr);
}

STANDIN_API int cuMemsetD32Async(uint64_t to, unsigned value, size_t elements, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    return fill(entry.name(), to, value, elements, handle);
}
