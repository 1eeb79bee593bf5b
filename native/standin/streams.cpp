// Order of work: eager, or deferred until something waits, and then in an order drawn from a seed.
#include "streams.h"

#include <csignal>

#include "guard.h"
#include "memory.h"

namespace standin {

namespace {

// Whether everything that work touches still is where it was.
bool rangesLive(const Work &work) {
    for (const Range &range : work.ranges) {
        bool live = range.device ? deviceRange(work.call, range.argument, range.start, range.bytes)
                                 : hostRange(work.call, range.argument, range.start, range.bytes);
        if (!live) return false;
    }
    return true;
}

// Runs one piece of work; a fault in it leaves a sticky error, as a wild access on a device does.
void perform(const Work &work) {
    if (state().sticky) return;
    if (!rangesLive(work)) {
        state().sticky = ILLEGAL_ADDRESS;
        return;
    }
    int signal = runGuarded(work.run);
    if (signal == 0) return;
    violation("%s: %s", work.call.c_str(),
              signal == SIGFPE ? "integer division by zero" : "access outside every live allocation");
    state().sticky = ILLEGAL_ADDRESS;
}

// Streams that hold work, the default stream first.
std::vector<StreamPointer> busyStreams() {
    std::vector<StreamPointer> busy;
    if (!defaultStream()->queue.empty()) busy.push_back(defaultStream());
    for (auto &stream : streams().all()) {
        if (!stream->queue.empty()) busy.push_back(stream);
    }
    return busy;
}

// Runs what has to come before new work of a stream: the default stream and the blocking ones wait for each other.
void settleBefore(const StreamPointer &stream) {
    if (stream->nonBlocking) return;
    if (stream != defaultStream()) {
        drain(defaultStream());
        return;
    }
    for (auto &other : streams().all()) {
        if (!other->nonBlocking) drain(other);
    }
}

}  // namespace

Registry<Stream> &streams() {
    static auto *registry = new Registry<Stream>("stream");
    return *registry;
}

Registry<Event> &events() {
    static auto *registry = new Registry<Event>("event");
    return *registry;
}

Registry<Graph> &graphs() {
    static auto *registry = new Registry<Graph>("graph");
    return *registry;
}

Registry<Graph> &executableGraphs() {
    static auto *registry = new Registry<Graph>("executable graph");
    return *registry;
}

StreamPointer defaultStream() {
    static auto *stream = new StreamPointer(std::make_shared<Stream>());
    return *stream;
}

StreamPointer streamOf(const std::string &call, void *handle) {
    if (handle == nullptr || handle == reinterpret_cast<void *>(1)) return defaultStream();
    return streams().find(call, handle);
}

void issue(const StreamPointer &stream, WorkPointer work) {
    if (stream->capture) {
        stream->capture->tape.push_back(std::move(work));
        return;
    }
    settleBefore(stream);
    stream->issued++;
    stream->queue.push_back(std::move(work));
    if (!state().deferred) drain(stream);
}

void runOldest(const StreamPointer &stream) {
    if (stream->queue.empty()) return;
    WorkPointer work = stream->queue.front();
    stream->queue.pop_front();
    perform(*work);
    stream->finished++;
}

void drain(const StreamPointer &stream) {
    while (!stream->queue.empty()) runOldest(stream);
}

void drainUntil(const StreamPointer &stream, int64_t position) {
    while (stream->finished < position && !stream->queue.empty()) runOldest(stream);
}

void drainBlocking() {
    drain(defaultStream());
    for (auto &stream : streams().all()) {
        if (!stream->nonBlocking) drain(stream);
    }
}

void drainAll() {
    for (auto busy = busyStreams(); !busy.empty(); busy = busyStreams()) {
        runOldest(busy[state().order() % busy.size()]);
    }
}

bool invalidateCaptures(const std::string &call) {
    bool found = false;
    for (auto &stream : streams().all()) {
        if (!stream->capture || stream->capture->relaxed) continue;
        invalidateCapture(call, stream);
        found = true;
    }
    return found;
}

void invalidateCapture(const std::string &call, const StreamPointer &stream) {
    if (!stream->capture || !stream->capture->valid) return;
    violation("%s: not allowed while a stream captures", call.c_str());
    stream->capture->valid = false;
}

bool defaultStreamIsBarred() {
    for (auto &stream : streams().all()) {
        if (stream->capture && !stream->nonBlocking) return true;
    }
    return false;
}

void forgetStreams() {
    streams().clear();
    events().clear();
    graphs().clear();
    executableGraphs().clear();
    *defaultStream() = Stream{};
}

Operation &Operation::device(const char *argument, const void *start, size_t bytes) {
    if (deviceRange(call_, argument, start, bytes)) {
        if (bytes > 0) ranges_.push_back(Range{argument, start, bytes, true});
    } else {
        sound_ = false;
    }
    return *this;
}

Operation &Operation::host(const char *argument, const void *start, size_t bytes) {
    if (!hostRange(call_, argument, start, bytes)) {
        sound_ = false;
    } else if (bytes > 0 && isPinned(start)) {
        ranges_.push_back(Range{argument, start, bytes, false});
    }
    return *this;
}

void Operation::issue(const StreamPointer &stream, std::function<void()> run) {
    standin::issue(stream, std::make_shared<const Work>(Work{call_, std::move(ranges_), std::move(run)}));
}

}  // namespace standin
