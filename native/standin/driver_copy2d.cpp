// Driver API: copies of columns with a pitch between host and device memory.
#include <cstring>

#include "memory.h"
#include "state.h"
#include "streams.h"

using namespace standin;

namespace {

enum MemoryType { HOST = 1, DEVICE = 2 };

// One side of a copy, laid out as in CUDA_MEMCPY2D.
struct Side {
    size_t xInBytes;
    size_t y;
    int type;
    void *host;
    uint64_t device;
    void *array;
    size_t pitch;
};

struct Copy2D {
    Side source;
    Side destination;
    size_t widthInBytes;
    size_t height;
};

// The first byte of a side.
char *firstByte(const Side &side) {
    char *start = side.type == DEVICE ? reinterpret_cast<char *>(side.device) : static_cast<char *>(side.host);
    return start + side.y * side.pitch + side.xInBytes;
}

// Checks one side: rows must not overlap, and all of them must lie in memory of the named kind.
void checkSide(Operation &operation, const char *argument, const Side &side, const Copy2D &copy) {
    if (side.type != HOST && side.type != DEVICE) {
        violation("%s: %s: memory type %d is not in the stand-in", operation.call().c_str(), argument, side.type);
        operation.refuse();
        return;
    }
    if (side.pitch < copy.widthInBytes) {
        violation("%s: %s: pitch %zu < width %zu", operation.call().c_str(), argument, side.pitch, copy.widthInBytes);
        operation.refuse();
        return;
    }
    size_t bytes = (copy.height - 1) * side.pitch + copy.widthInBytes;
    if (side.type == DEVICE) operation.device(argument, firstByte(side), bytes);
    if (side.type == HOST) operation.host(argument, firstByte(side), bytes);
}

// Copies row by row.
void copyRows(const Copy2D &copy) {
    for (size_t row = 0; row < copy.height; row++) {
        memmove(firstByte(copy.destination) + row * copy.destination.pitch,
                firstByte(copy.source) + row * copy.source.pitch, copy.widthInBytes);
    }
}

// Whether one side is host memory that the device cannot reach by itself.
bool pageable(const Copy2D &copy) {
    return (copy.source.type == HOST && !isPinned(firstByte(copy.source))) ||
           (copy.destination.type == HOST && !isPinned(firstByte(copy.destination)));
}

// Issues the copy; one with pageable memory is done when this returns.
int issueCopy(const std::string &call, const Copy2D &given, const StreamPointer &stream, bool wait) {
    Copy2D copy = given;
    if (copy.widthInBytes == 0 || copy.height == 0) return SUCCESS;
    Operation operation(call);
    checkSide(operation, "destination", copy.destination, copy);
    checkSide(operation, "source", copy.source, copy);
    if (!operation.sound()) return INVALID_VALUE;
    if (pageable(copy) && stream->capture) {
        invalidateCapture(call, stream);
        return CAPTURE_UNSUPPORTED;
    }
    operation.issue(stream, [=] { copyRows(copy); });
    if (wait || pageable(copy)) drain(stream);
    return state().sticky;
}

}  // namespace

STANDIN_API int cuMemcpy2D_v2(const void *copy) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    drainBlocking();
    return issueCopy(entry.name(), *static_cast<const Copy2D *>(copy), defaultStream(), true);
}

STANDIN_API int cuMemcpy2DUnaligned_v2(const void *copy) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    drainBlocking();
    return issueCopy(entry.name(), *static_cast<const Copy2D *>(copy), defaultStream(), true);
}

STANDIN_API int cuMemcpy2DAsync_v2(const void *copy, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    return issueCopy(entry.name(), *static_cast<const Copy2D *>(copy), stream, false);
}
