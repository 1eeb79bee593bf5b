// Driver API: streams and events.
#include <ctime>

#include "memory.h"
#include "state.h"
#include "streams.h"

using namespace standin;

namespace {

constexpr unsigned NON_BLOCKING = 1;
constexpr unsigned DISABLE_TIMING = 2;

// Milliseconds of a clock that only goes forward.
double now() {
    timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

// Whether the work before an event has run.
bool complete(const Event &event) { return !event.stream || event.stream->finished >= event.position; }

// Creates a stream.
int createStream(void **handle, unsigned flags) {
    auto stream = std::make_shared<Stream>();
    stream->nonBlocking = (flags & NON_BLOCKING) != 0;
    *handle = streams().add(stream);
    return SUCCESS;
}

// Lets a stream join the capture of an event, or the origin of the capture take a forked stream back.
void join(const StreamPointer &stream, const Event &event) {
    if (stream->capture == event.capture) {
        if (stream->captureOrigin && event.stream != stream && event.stream->capture == event.capture) {
            event.stream->capture = nullptr;
            event.capture->forkedStreams--;
        }
        return;
    }
    stream->capture = event.capture;
    stream->capture->forkedStreams++;
}

}  // namespace

STANDIN_API int cuStreamCreate(void **handle, unsigned flags) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    return createStream(handle, flags);
}

STANDIN_API int cuStreamCreateWithPriority(void **handle, unsigned flags, int) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    return createStream(handle, flags);
}

STANDIN_API int cuStreamDestroy_v2(void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streams().find(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    if (stream->capture) return invalidateCapture(entry.name(), stream), CAPTURE_UNSUPPORTED;
    drain(stream);
    streams().remove(entry.name(), handle);
    return SUCCESS;
}

STANDIN_API int cuStreamSynchronize(void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    if (stream->capture) return invalidateCapture(entry.name(), stream), CAPTURE_UNSUPPORTED;
    if (stream == defaultStream()) drainBlocking();
    drain(stream);
    return state().sticky;
}

STANDIN_API int cuStreamQuery(void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    if (stream->capture) return invalidateCapture(entry.name(), stream), CAPTURE_UNSUPPORTED;
    if (stream->queue.empty()) return SUCCESS;
    runOldest(stream);
    return state().sticky ? state().sticky : NOT_READY;
}

STANDIN_API int cuStreamWaitEvent(void *handle, void *eventHandle, unsigned) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), handle);
    auto event = events().find(entry.name(), eventHandle);
    if (!stream || !event) return INVALID_HANDLE;
    if (event->capture) return join(stream, *event), SUCCESS;
    if (!event->stream) return SUCCESS;
    if (stream->capture) {
        violation("%s: the event was not recorded in this capture", entry.name().c_str());
        return stream->capture->valid = false, CAPTURE_UNSUPPORTED;
    }
    StreamPointer other = event->stream;
    int64_t position = event->position;
    Operation(entry.name()).issue(stream, [=] {
        if (other != stream) drainUntil(other, position);
    });
    return state().sticky;
}

STANDIN_API int cuEventCreate(void **handle, unsigned flags) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto event = std::make_shared<Event>();
    event->timed = (flags & DISABLE_TIMING) == 0;
    *handle = events().add(event);
    return SUCCESS;
}

STANDIN_API int cuEventDestroy_v2(void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    return events().remove(entry.name(), handle) ? SUCCESS : INVALID_HANDLE;
}

STANDIN_API int cuEventRecord(void *handle, void *streamHandle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), streamHandle);
    auto event = events().find(entry.name(), handle);
    if (!stream || !event) return INVALID_HANDLE;
    event->capture = stream->capture;
    event->stream = stream;
    event->recorded = true;
    if (stream->capture) return SUCCESS;
    event->position = stream->issued + 1;
    Operation(entry.name()).issue(stream, [event] { event->milliseconds = now(); });
    return state().sticky;
}

STANDIN_API int cuEventSynchronize(void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto event = events().find(entry.name(), handle);
    if (!event) return INVALID_HANDLE;
    if (event->capture && event->stream->capture) {
        return invalidateCapture(entry.name(), event->stream), CAPTURE_UNSUPPORTED;
    }
    if (event->stream) drainUntil(event->stream, event->position);
    return state().sticky;
}

STANDIN_API int cuEventQuery(void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto event = events().find(entry.name(), handle);
    if (!event) return INVALID_HANDLE;
    if (complete(*event)) return SUCCESS;
    runOldest(event->stream);
    return NOT_READY;
}

STANDIN_API int cuEventElapsedTime(float *milliseconds, void *startHandle, void *endHandle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto start = events().find(entry.name(), startHandle);
    auto end = events().find(entry.name(), endHandle);
    if (!start || !end) return INVALID_HANDLE;
    if (!start->recorded || !end->recorded || !start->timed || !end->timed) {
        violation("%s: an event was not recorded, or without its time", entry.name().c_str());
        return INVALID_HANDLE;
    }
    if (!complete(*start) || !complete(*end)) return NOT_READY;
    *milliseconds = static_cast<float>(end->milliseconds - start->milliseconds);
    return SUCCESS;
}
