// Device and pinned memory in host memory: guard pages, canaries, poison, and addresses that are never used twice.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace standin {

// Fresh memory is filled with this: NaN as float and as double, -1 as an integer.
constexpr unsigned char POISON = 0xFF;

// Allocates device or pinned memory; returns a driver status.
int allocate(uint64_t *address, size_t bytes, bool pinned);

// Frees what allocate gave; returns a driver status.
int release(const std::string &call, uint64_t address, bool pinned);

// Whether bytes from start lie in one live device allocation; a violation where not.
bool deviceRange(const std::string &call, const char *argument, const void *start, size_t bytes);

// Whether bytes from start are host memory, and inside one live allocation where pinned; a violation where not.
bool hostRange(const std::string &call, const char *argument, const void *start, size_t bytes);

// Whether an address lies in live pinned memory.
bool isPinned(const void *address);

// Looks for writes just before and just behind every live allocation; a violation for each.
void checkCanaries(const std::string &when);

// Frees every allocation and forgets the peak.
void releaseEverything();

struct MemoryCounts {
    int64_t deviceAllocations = 0;
    int64_t pinnedAllocations = 0;
    int64_t deviceBytes = 0;
    int64_t peakBytes = 0;
    int64_t pinnedBytes = 0;
};

MemoryCounts memoryCounts();

// Lets the peak begin anew at what is allocated now.
void forgetPeak();

}  // namespace standin
