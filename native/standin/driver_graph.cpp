// Driver API: graphs by stream capture.
#include "state.h"
#include "streams.h"

using namespace standin;

namespace {

constexpr int RELAXED = 2;

// Ends the capture of every stream that takes part in it.
void leaveCapture(const std::shared_ptr<Capture> &capture) {
    for (auto &stream : streams().all()) {
        if (stream->capture != capture) continue;
        stream->capture = nullptr;
        stream->captureOrigin = false;
    }
}

}  // namespace

STANDIN_API int cuStreamBeginCapture_v2(void *handle, int mode) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    if (stream == defaultStream() || stream->capture) {
        violation("%s: %s", entry.name().c_str(),
                  stream->capture ? "the stream captures already" : "the default stream cannot capture");
        return CAPTURE_UNSUPPORTED;
    }
    stream->capture = std::make_shared<Capture>();
    stream->capture->relaxed = mode == RELAXED;
    stream->captureOrigin = true;
    return SUCCESS;
}

STANDIN_API int cuStreamEndCapture(void *handle, void **graph) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    if (!stream->capture || !stream->captureOrigin) return CAPTURE_UNMATCHED;
    auto capture = stream->capture;
    leaveCapture(capture);
    *graph = nullptr;
    if (!capture->valid) return CAPTURE_INVALIDATED;
    if (capture->forkedStreams > 0) {
        violation("%s: %d forked streams were not joined", entry.name().c_str(), capture->forkedStreams);
        return CAPTURE_UNJOINED;
    }
    *graph = graphs().add(std::make_shared<Graph>(Graph{std::move(capture->tape)}));
    return SUCCESS;
}

STANDIN_API int cuStreamIsCapturing(void *handle, int *status) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!stream) return INVALID_HANDLE;
    *status = !stream->capture ? 0 : stream->capture->valid ? 1 : 2;
    return SUCCESS;
}

STANDIN_API int cuGraphInstantiateWithFlags(void **executable, void *handle, uint64_t) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto graph = graphs().find(entry.name(), handle);
    if (!graph) return INVALID_HANDLE;
    *executable = executableGraphs().add(std::make_shared<Graph>(*graph));
    return SUCCESS;
}

STANDIN_API int cuGraphUpload(void *executable, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    bool live = executableGraphs().find(entry.name(), executable) && streamOf(entry.name(), handle);
    return live ? SUCCESS : INVALID_HANDLE;
}

STANDIN_API int cuGraphLaunch(void *executable, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto graph = executableGraphs().find(entry.name(), executable);
    StreamPointer stream = streamOf(entry.name(), handle);
    if (!graph || !stream) return INVALID_HANDLE;
    for (auto &work : graph->tape) issue(stream, work);
    state().launches++;
    return state().sticky;
}

STANDIN_API int cuGraphExecDestroy(void *executable) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    return executableGraphs().remove(entry.name(), executable) ? SUCCESS : INVALID_HANDLE;
}

STANDIN_API int cuGraphDestroy(void *graph) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    return graphs().remove(entry.name(), graph) ? SUCCESS : INVALID_HANDLE;
}

STANDIN_API int cuGraphGetNodes(void *handle, void **nodes, size_t *count) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto graph = graphs().find(entry.name(), handle);
    if (!graph) return INVALID_HANDLE;
    if (nodes != nullptr) return NOT_SUPPORTED;
    *count = graph->tape.size();
    return SUCCESS;
}
