// State, violations, injected failures, and the checks that every call begins with.
#include "state.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#include "context.h"
#include "streams.h"

namespace standin {

namespace {

int loadedGeneration = 12;

// The reasons for which a call is refused before it does anything.
enum class Refusal { UNINITIALISED, NO_CONTEXT, STICKY };

// A refusal in the statuses of one library.
int refusalStatus(Library library, Refusal reason) {
    switch (library) {
        case Library::DRIVER:
            if (reason == Refusal::STICKY) return state().sticky;
            return reason == Refusal::UNINITIALISED ? NOT_INITIALIZED : INVALID_CONTEXT;
        case Library::BLAS:
            return reason == Refusal::STICKY ? 13 : 1;
        case Library::SOLVER:
            return reason == Refusal::STICKY ? 6 : 1;
        case Library::COMPILER:
            break;
    }
    return SUCCESS;
}

// The status ordered for this call, or success.
int orderedFailure(const std::string &name) {
    auto found = state().failures.find(name);
    if (found == state().failures.end()) return SUCCESS;
    int status = found->second.status;
    if (found->second.always) return status;
    if (--found->second.callsLeft > 0) return SUCCESS;
    state().failures.erase(found);
    return status;
}

// Success, or why a call that has the given needs is refused.
int admission(Library library, const std::string &name, int need) {
    if (int status = orderedFailure(name)) return status;
    if (!(need & Entry::CONTEXT)) return SUCCESS;
    if (!state().initialised) return refusalStatus(library, Refusal::UNINITIALISED);
    if (state().sticky) return refusalStatus(library, Refusal::STICKY);
    if (!hasCurrentContext()) return refusalStatus(library, Refusal::NO_CONTEXT);
    if ((need & Entry::NO_CAPTURE) && invalidateCaptures(name)) return CAPTURE_UNSUPPORTED;
    return SUCCESS;
}

}  // namespace

State &state() {
    static State *shared = new State;  // never destroyed: calls may come while the process ends
    return *shared;
}

int generation() { return loadedGeneration; }

void violation(const char *format, ...) {
    char text[600];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    state().violations.push_back(text);
    if (getenv("SELI_STANDIN_VERBOSE")) fprintf(stderr, "stand-in: %s\n", text);
}

std::string plainName(const std::string &symbol) {
    std::string name = symbol;
    for (const char *mark : {"_v2", "_v3", "_new"}) {
        size_t at = name.find(mark);
        if (at != std::string::npos) name.erase(at, std::string(mark).size());
    }
    return name;
}

void failCall(const std::string &symbol, int64_t n, int status) {
    state().failures[plainName(symbol)] = OrderedFailure{n, n == 0, status};
}

void *nextHandle() {
    state().lastHandle += 16;
    return reinterpret_cast<void *>(state().lastHandle);
}

Entry::Entry(Library library, const char *symbol, int need) : held_(state().lock), name_(plainName(symbol)) {
    state().calls[name_]++;
    status_ = admission(library, name_, need);
}

}  // namespace standin

// Called by each thin library as it is loaded.
STANDIN_API void seli_standin_loaded(int generation) {
    std::lock_guard<std::recursive_mutex> held(standin::state().lock);
    standin::loadedGeneration = generation;
}

// Called by the generated stub of a function that the stand-in does not have.
extern "C" __attribute__((visibility("hidden"))) int seli_standin_missing(const char *name, int status) {
    std::lock_guard<std::recursive_mutex> held(standin::state().lock);
    standin::state().calls[standin::plainName(name)]++;
    standin::violation("%s: not in the stand-in", name);
    return status;
}
