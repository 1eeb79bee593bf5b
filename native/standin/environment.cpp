// Settings from the environment, for programs that no test class can reach into, and a report when the process ends.
//
//   SELI_STANDIN_DEVICES=0            number of devices            SELI_STANDIN_DRIVER=11080     driver version
//   SELI_STANDIN_CAPABILITY=75        compute capability           SELI_STANDIN_MEMORY=1048576   bytes of a device
//   SELI_STANDIN_DEFERRED=7           seed of the order of work    SELI_STANDIN_ALLOCATION=3     allocation to fail
//   SELI_STANDIN_FAIL=cuInit:1:999,cublasCreate:2:3                calls to fail: name:n:status, n = 0 for all
//   SELI_STANDIN_REPORT=FILE          file for counts and violations, written at the end
//   SELI_STANDIN_VERBOSE=1            violations also to standard error
#include "environment.h"

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

#include "context.h"
#include "lifetimes.h"
#include "memory.h"
#include "state.h"

namespace standin {

namespace {

// A number from the environment, or the given one.
int64_t number(const char *name, int64_t otherwise) {
    const char *text = getenv(name);
    return text != nullptr ? strtoll(text, nullptr, 10) : otherwise;
}

// Orders the failures of a list name:n:status,...
void orderFailures(const char *list) {
    std::stringstream entries(list != nullptr ? list : "");
    for (std::string entry; std::getline(entries, entry, ',');) {
        size_t first = entry.find(':'), second = entry.rfind(':');
        if (first == std::string::npos || first == second) {
            violation("SELI_STANDIN_FAIL: %s is not name:n:status", entry.c_str());
            continue;
        }
        failCall(entry.substr(0, first), strtoll(entry.c_str() + first + 1, nullptr, 10),
                 static_cast<int>(strtol(entry.c_str() + second + 1, nullptr, 10)));
    }
}

// Writes the report at the end of the process.
__attribute__((destructor)) void report() {
    const char *path = getenv("SELI_STANDIN_REPORT");
    FILE *file = path != nullptr ? fopen(path, "w") : nullptr;
    if (file == nullptr) return;
    checkCanaries("end of the process");
    MemoryCounts memory = memoryCounts();
    fprintf(file, "device allocations %ld\npinned allocations %ld\nhandles %ld\ncontexts %ld\n",
            memory.deviceAllocations, memory.pinnedAllocations, liveHandles(), liveContexts());
    fprintf(file, "peak bytes %ld\nlaunches %ld\nviolations %zu\n", memory.peakBytes, state().launches,
            state().violations.size());
    for (auto &text : state().violations) fprintf(file, "violation %s\n", text.c_str());
    fclose(file);
}

}  // namespace

void readEnvironment() {
    Device &device = state().device;
    device.count = static_cast<int>(number("SELI_STANDIN_DEVICES", device.count));
    device.driverVersion = static_cast<int>(number("SELI_STANDIN_DRIVER", device.driverVersion));
    device.bytes = number("SELI_STANDIN_MEMORY", device.bytes);
    int64_t capability = number("SELI_STANDIN_CAPABILITY", 10 * device.major + device.minor);
    device.major = static_cast<int>(capability / 10);
    device.minor = static_cast<int>(capability % 10);
    int64_t seed = number("SELI_STANDIN_DEFERRED", 0);
    state().deferred = seed != 0;
    state().order.seed(static_cast<unsigned>(seed));
    state().allocationsToFailure = number("SELI_STANDIN_ALLOCATION", 0);
    orderFailures(getenv("SELI_STANDIN_FAIL"));
}

int visibleDevices() {
    int count = state().device.count;
    const char *list = getenv("CUDA_VISIBLE_DEVICES");
    if (list == nullptr) return count;
    int visible = 0;
    std::stringstream entries(list);
    for (std::string entry; std::getline(entries, entry, ','); visible++) {
        char *end = nullptr;
        long ordinal = strtol(entry.c_str(), &end, 10);
        if (end == entry.c_str() || ordinal < 0 || ordinal >= count) break;
    }
    return visible;
}

}  // namespace standin
