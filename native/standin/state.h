// What every part of the stand-in shares: the lock, violations, injected failures, the device's description, counters.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#define STANDIN_API extern "C" __attribute__((visibility("default")))

namespace standin {

// The statuses of the driver API that the stand-in returns.
enum DriverStatus {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    NOT_INITIALIZED = 3,
    NO_DEVICE = 100,
    INVALID_DEVICE = 101,
    INVALID_CONTEXT = 201,
    NO_BINARY_FOR_GPU = 209,
    INVALID_PTX = 218,
    INVALID_HANDLE = 400,
    NOT_FOUND = 500,
    NOT_READY = 600,
    ILLEGAL_ADDRESS = 700,
    NOT_SUPPORTED = 801,
    CAPTURE_UNSUPPORTED = 900,
    CAPTURE_INVALIDATED = 901,
    CAPTURE_UNMATCHED = 903,
    CAPTURE_UNJOINED = 904,
    CAPTURE_IMPLICIT = 906,
};

enum class Library { DRIVER, BLAS, SOLVER, COMPILER };

// What the machine is made to look like.
struct Device {
    int count = 1;
    int driverVersion = 0;  // 0: the version of the set of libraries that was loaded
    int major = 9;
    int minor = 0;
    int64_t bytes = int64_t(1) << 30;
};

// A failure ordered by a test: the n-th next call of a function, or every call where n is 0.
struct OrderedFailure {
    int64_t callsLeft;
    bool always;
    int status;
};

// What the next decompositions do wrong.
enum class WrongResult { NONE = 0, VALUES = 1, VECTORS = 2, ORDER = 3, NOT_A_NUMBER = 4 };

struct State {
    std::recursive_mutex lock;
    bool initialised = false;
    int sticky = SUCCESS;  // the error that a wild access leaves in the context
    bool deferred = false;
    bool catchWildAccess = true;
    std::mt19937 order{1};
    Device device;
    std::vector<std::string> violations;
    std::map<std::string, int64_t> calls;
    std::map<std::string, OrderedFailure> failures;
    int64_t allocationsToFailure = 0;
    int64_t launches = 0;
    int forcedInfo = 0;
    int64_t forcedInfoRuns = 0;
    WrongResult wrongResult = WrongResult::NONE;
    int64_t wrongResultRuns = 0;
    uint64_t lastHandle = 0x5E110000;
};

State &state();

// The generation (12 or 13) of the library set that was loaded last.
int generation();

// Records one violation of CUDA's rules, in the manner of printf.
void violation(const char *format, ...) __attribute__((format(printf, 1, 2)));

// The name under which a function is counted and told to fail: cublasDgemm_v2_64 is cublasDgemm_64.
std::string plainName(const std::string &symbol);

// Orders the n-th next call of a function to fail with a status; n = 0 stands for every call.
void failCall(const std::string &symbol, int64_t n, int status);

// A value for the next handle: never used before and never an address.
void *nextHandle();

// One call from outside: holds the lock, counts the call, and decides whether it may go on.
class Entry {
public:
    enum Need { NOTHING = 0, CONTEXT = 1, NO_CAPTURE = 2, CONTEXT_NO_CAPTURE = 3 };

    Entry(Library library, const char *symbol, int need);
    int status() const { return status_; }
    const std::string &name() const { return name_; }

private:
    std::lock_guard<std::recursive_mutex> held_;
    std::string name_;
    int status_;
};

}  // namespace standin

// Begins a function of a library: returns at once where the call is refused; the name is then entry.name().
#define STANDIN_ENTER(library, need)                                       \
    standin::Entry entry(standin::Library::library, __func__, standin::Entry::need); \
    if (entry.status() != 0) return entry.status()
