// Allocation: [guard page | canary | data | up to 255 bytes of canary | guard page]. Freed ranges are never used again.
#include "memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "state.h"

namespace standin {

namespace {

constexpr unsigned char CANARY = 0xFA;
constexpr size_t PAGE = 4096;
constexpr size_t ALIGNMENT = 256;

struct Block {
    uint64_t start;
    uint64_t bytes;
    uint64_t mapping;
    uint64_t mappingBytes;
    bool pinned;
    long id;
};

// Blocks by start; never destroyed, for the report at the end of the process reads them.
auto &live = *new std::map<uint64_t, Block>;
auto &freed = *new std::map<uint64_t, Block>;
MemoryCounts counts;
long lastId = 0;

// The block of a table whose data holds the address, or nothing.
const Block *blockAt(const std::map<uint64_t, Block> &table, uint64_t address) {
    auto after = table.upper_bound(address);
    if (after == table.begin()) return nullptr;
    const Block &block = std::prev(after)->second;
    return address < block.start + block.bytes ? &block : nullptr;
}

// Whether an address lies in the mapping of a block, its guard pages included.
bool nextToBlock(uint64_t address) {
    for (const auto *table : {&live, &freed}) {
        auto after = table->upper_bound(address);
        if (after != table->end() && address >= after->second.mapping) return true;
        if (after == table->begin()) continue;
        const Block &before = std::prev(after)->second;
        if (address < before.mapping + before.mappingBytes) return true;
    }
    return false;
}

// Counts an allocation (sign 1) or a release (sign -1).
void count(const Block &block, int sign) {
    int64_t bytes = sign * static_cast<int64_t>(block.bytes);
    if (block.pinned) {
        counts.pinnedAllocations += sign;
        counts.pinnedBytes += bytes;
        return;
    }
    counts.deviceAllocations += sign;
    counts.deviceBytes += bytes;
    counts.peakBytes = std::max(counts.peakBytes, counts.deviceBytes);
}

// Looks at the canaries of one block and mends them, so that one stray write is told once.
void checkBlock(const std::string &when, const Block &block) {
    auto *data = reinterpret_cast<unsigned char *>(block.start);
    auto *low = std::max(reinterpret_cast<unsigned char *>(block.mapping) + PAGE, data - ALIGNMENT);
    auto *end = data + block.bytes;
    auto *high = reinterpret_cast<unsigned char *>(block.mapping + block.mappingBytes) - PAGE;
    auto intact = [](unsigned char byte) { return byte == CANARY; };
    auto *before = std::find_if_not(low, data, intact);
    if (before != data) {
        violation("%s: allocation #%ld (%lu bytes): byte %ld before its start was written", when.c_str(), block.id,
                  block.bytes, static_cast<long>(data - before));
        std::fill(low, data, CANARY);
    }
    auto *behind = std::find_if_not(end, high, intact);
    if (behind != high) {
        violation("%s: allocation #%ld (%lu bytes): byte %ld past its end was written", when.c_str(), block.id,
                  block.bytes, static_cast<long>(behind - end) + 1);
        std::fill(end, high, CANARY);
    }
}

// Makes a block's addresses fault from now on.
void retire(const Block &block) {
    void *mapping = reinterpret_cast<void *>(block.mapping);
    madvise(mapping, block.mappingBytes, MADV_DONTNEED);
    mprotect(mapping, block.mappingBytes, PROT_NONE);
    count(block, -1);
    freed[block.start] = block;
}

// Whether this device allocation has to fail: by order of a test, or because the device is full.
bool noRoom(size_t bytes) {
    int64_t &ordered = state().allocationsToFailure;
    if (ordered > 0 && --ordered == 0) return true;
    return counts.deviceBytes + static_cast<int64_t>(bytes) > state().device.bytes;
}

// Maps memory for a block and fills it with poison between canaries.
bool map(size_t bytes, Block *block) {
    size_t body = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t length = (body + ALIGNMENT + PAGE - 1) / PAGE * PAGE + 2 * PAGE;
    void *mapping = mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED) return false;
    char *first = static_cast<char *>(mapping);
    char *data = first + length - PAGE - body;
    mprotect(first, PAGE, PROT_NONE);
    mprotect(first + length - PAGE, PAGE, PROT_NONE);
    memset(data - ALIGNMENT, CANARY, ALIGNMENT);
    memset(data, POISON, bytes);
    memset(data + bytes, CANARY, body - bytes);
    block->start = reinterpret_cast<uint64_t>(data);
    block->bytes = bytes;
    block->mapping = reinterpret_cast<uint64_t>(mapping);
    block->mappingBytes = length;
    return true;
}

}  // namespace

int allocate(uint64_t *address, size_t bytes, bool pinned) {
    if (bytes == 0 || address == nullptr) return INVALID_VALUE;
    if (!pinned && noRoom(bytes)) return OUT_OF_MEMORY;
    Block block{};
    if (!map(bytes, &block)) return OUT_OF_MEMORY;
    block.pinned = pinned;
    block.id = ++lastId;
    live[block.start] = block;
    count(block, 1);
    *address = block.start;
    return SUCCESS;
}

int release(const std::string &call, uint64_t address, bool pinned) {
    auto found = live.find(address);
    if (found != live.end() && found->second.pinned == pinned) {
        Block block = found->second;
        checkBlock(call, block);
        live.erase(found);
        retire(block);
        return SUCCESS;
    }
    auto old = freed.find(address);
    if (old != freed.end()) {
        violation("%s: allocation #%ld freed twice", call.c_str(), old->second.id);
    } else {
        violation("%s: %#lx is not the start of %s memory", call.c_str(), address, pinned ? "pinned" : "device");
    }
    return INVALID_VALUE;
}

bool deviceRange(const std::string &call, const char *argument, const void *start, size_t bytes) {
    if (bytes == 0) return true;
    uint64_t address = reinterpret_cast<uint64_t>(start);
    if (const Block *block = blockAt(live, address)) {
        if (block->pinned) {
            violation("%s: %s=%p is pinned host memory where device memory was meant", call.c_str(), argument, start);
            return false;
        }
        uint64_t offset = address - block->start;
        if (bytes <= block->bytes - offset) return true;
        violation("%s: %s needs %zu bytes at offset %lu of allocation #%ld, which has %lu", call.c_str(), argument,
                  bytes, offset, block->id, block->bytes);
        return false;
    }
    if (const Block *block = blockAt(freed, address)) {
        violation("%s: %s=%p points into allocation #%ld, which was freed", call.c_str(), argument, start, block->id);
        return false;
    }
    violation("%s: %s=%p is no device pointer%s", call.c_str(), argument, start,
              nextToBlock(address) ? " (next to an allocation)" : "");
    return false;
}

bool hostRange(const std::string &call, const char *argument, const void *start, size_t bytes) {
    if (bytes == 0) return true;
    if (start == nullptr) {
        violation("%s: %s is null", call.c_str(), argument);
        return false;
    }
    uint64_t address = reinterpret_cast<uint64_t>(start);
    const Block *block = blockAt(live, address);
    if (block == nullptr) {
        if (!nextToBlock(address)) return true;
        violation("%s: %s=%p lies outside its allocation, or in one that was freed", call.c_str(), argument, start);
        return false;
    }
    if (!block->pinned) {
        violation("%s: %s=%p is device memory where host memory was meant", call.c_str(), argument, start);
        return false;
    }
    uint64_t left = block->start + block->bytes - address;
    if (bytes <= left) return true;
    violation("%s: %s needs %zu bytes, pinned allocation #%ld has %lu left", call.c_str(), argument, bytes, block->id,
              left);
    return false;
}

bool isPinned(const void *address) {
    const Block *block = blockAt(live, reinterpret_cast<uint64_t>(address));
    return block != nullptr && block->pinned;
}

void checkCanaries(const std::string &when) {
    for (auto &entry : live) checkBlock(when, entry.second);
}

void releaseEverything() {
    for (auto &entry : live) retire(entry.second);
    live.clear();
    counts = MemoryCounts{};
}

MemoryCounts memoryCounts() { return counts; }

void forgetPeak() { counts.peakBytes = counts.deviceBytes; }

}  // namespace standin
