// Streams as queues of work that runs when something waits for it, events, and graphs by capture.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "registry.h"

namespace standin {

// Memory that a piece of work will touch; looked at when the work is issued and again when it runs.
struct Range {
    const char *argument;
    const void *start;
    size_t bytes;
    bool device;
};

struct Work {
    std::string call;
    std::vector<Range> ranges;
    std::function<void()> run;
};
using WorkPointer = std::shared_ptr<const Work>;

struct Capture {
    std::vector<WorkPointer> tape;
    bool relaxed = false;
    bool valid = true;
    int forkedStreams = 0;
};

struct Stream {
    bool nonBlocking = false;
    std::deque<WorkPointer> queue;
    int64_t issued = 0;
    int64_t finished = 0;
    std::shared_ptr<Capture> capture;
    bool captureOrigin = false;
};
using StreamPointer = std::shared_ptr<Stream>;

struct Event {
    bool timed = true;
    bool recorded = false;
    StreamPointer stream;
    int64_t position = 0;
    double milliseconds = 0;
    std::shared_ptr<Capture> capture;
};

struct Graph {
    std::vector<WorkPointer> tape;
};

Registry<Stream> &streams();
Registry<Event> &events();
Registry<Graph> &graphs();
Registry<Graph> &executableGraphs();

// The default stream, which the blocking streams wait for and which waits for them.
StreamPointer defaultStream();

// The stream of a handle; null and 1 stand for the default stream; nothing, with a violation, where it is not live.
StreamPointer streamOf(const std::string &call, void *handle);

// Issues work to a stream, or to the graph that the stream captures.
void issue(const StreamPointer &stream, WorkPointer work);

// Runs everything that a stream holds, or holds up to a position.
void drain(const StreamPointer &stream);
void drainUntil(const StreamPointer &stream, int64_t position);

// Runs the oldest work of a stream, if there is any.
void runOldest(const StreamPointer &stream);

// Runs the default stream and every stream that waits for it.
void drainBlocking();

// Runs everything, in an order drawn from the seed.
void drainAll();

// Makes every capture under way invalid, save the relaxed ones; false where there is none.
bool invalidateCaptures(const std::string &call);

// Makes one stream's capture invalid.
void invalidateCapture(const std::string &call, const StreamPointer &stream);

// Whether a blocking stream captures, so that the default stream must not be used.
bool defaultStreamIsBarred();

// Forgets every stream, event, graph, and what they hold.
void forgetStreams();

// A piece of work being put together: its ranges are checked as they are named.
class Operation {
public:
    explicit Operation(const std::string &call) : call_(call) {}

    Operation &device(const char *argument, const void *start, size_t bytes);
    Operation &host(const char *argument, const void *start, size_t bytes);
    // Marks the operation as one that must not run.
    Operation &refuse() {
        sound_ = false;
        return *this;
    }
    bool sound() const { return sound_; }
    const std::string &call() const { return call_; }
    // Issues the work to a stream.
    void issue(const StreamPointer &stream, std::function<void()> run);

private:
    std::string call_;
    std::vector<Range> ranges_;
    bool sound_ = true;
};

}  // namespace standin
