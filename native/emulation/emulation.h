// Runs a .cu file as C++ on the CPU, to be included before it: g++ -std=c++17 -include emulation.h file.cu.
//
// Each thread of a block is a fibre that runs until it waits; the blocks run one after the other. What is checked:
// warp operations (a lane outside its own mask, lanes of a mask that meet elsewhere or have left, a value read from a
// lane outside the mask), barriers that only some threads reach or that differ, writes behind the end of dynamic shared
// memory, and every pointer parameter through the hook. Shared memory is filled with NaN (all bits set) before each
// block; the order of blocks and threads, and how far warps go ahead of one another, is drawn from the launch's seed.
// What is found goes to kernel_hooks.report, each text once a launch; where no thread can go on the block is given up.
// One launch at a time in one library.
//
// Not modelled: atomics, memory order, constant memory, textures, cooperative groups, inline PTX.
#pragma once
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <type_traits>
#include <utility>
#include <vector>

#include "fibres.h"
#include "kernel_abi.h"

#define EMULATION 1
#define __global__ __attribute__((noinline, visibility("hidden")))
#define __device__ __attribute__((unused))
#define __host__
#define __forceinline__ inline
#define __launch_bounds__(...)
#define __shared__ static __attribute__((section("emulation_shared")))
#define DYNAMIC_SHARED(T, name) T *name = reinterpret_cast<T *>(emulated::emulation.dynamicShared)

struct dim3 {
    unsigned x, y, z;
};

extern "C" {
extern __attribute__((visibility("default"))) KernelHooks kernel_hooks;
extern char __start_emulation_shared[] __attribute__((weak, visibility("hidden")));
extern char __stop_emulation_shared[] __attribute__((weak, visibility("hidden")));
}

namespace emulated {
namespace {

enum class Wait { NOTHING, BARRIER, WARP, FOREVER };
enum class WarpOp { SYNC, SHUFFLE, BALLOT };

/** One thread of the block that runs now. */
struct Fibre {
    void *stack;
    Wait wait;
    dim3 thread;
    int number;     // within the block
    int line;       // of the barrier it waits at
    bool vote;      // given to that barrier, then its outcome
    WarpOp op;      // the warp operation it waits in
    unsigned mask;
    int source;     // the lane it reads
    uint64_t value; // given to the warp operation, then received from it
};

struct Emulation {
    const char *kernel = "";
    void (*body)(void **) = nullptr;
    void **arguments = nullptr;
    dim3 grid{}, block{}, blockIndex{};
    char *dynamicShared = nullptr;
    Fibre fibres[MAX_THREADS];
    Fibre *current = nullptr;
    void *scheduler = nullptr;
    FibreStacks stacks;
    std::vector<const char *> reported;
    uint64_t random = 0; // state; 0: natural order

    int threads() const { return static_cast<int>(block.x * block.y * block.z); }

    void report(const char *what) {
        for (const char *known : reported) {
            if (known == what) return;
        }
        reported.push_back(what);
        if (kernel_hooks.report) {
            kernel_hooks.report(kernel, what);
        } else {
            fprintf(stderr, "emulation: %s: %s\n", kernel, what);
            abort();
        }
    }

    /** A number below `limit` from the launch's seed (xorshift). */
    unsigned below(unsigned limit) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        return static_cast<unsigned>((random >> 32) % limit);
    }

    /** 0 .. count-1, shuffled unless the order is the natural one. */
    std::vector<unsigned> order(unsigned count) {
        std::vector<unsigned> order(count);
        for (unsigned i = 0; i < count; i++) order[i] = i;
        for (unsigned i = count; random && i > 1; i--) std::swap(order[i - 1], order[below(i)]);
        return order;
    }

    /** Called on a fibre: lets the others run until the scheduler has ended the wait. */
    __attribute__((noinline)) void suspend(Wait wait) {
        Fibre *fibre = current;
        fibre->wait = wait;
        switchStack(&fibre->stack, scheduler);
    }

    static void enter();
    void startBlock();
    bool runReady(const std::vector<unsigned> &order, bool delays);
    bool endBarrier();
    bool endWarpOperations();
    bool endWarpOperation(const Fibre &first);
    const char *obstacle(const Fibre &first) const;
    void giveUp();
    void receive(Fibre &fibre, Fibre *warp);
    void runBlock(const std::vector<unsigned> &order);
    void run(const KernelLaunch &launch);
};

Emulation emulation;

void Emulation::enter() {
    emulation.body(emulation.arguments);
    emulation.suspend(Wait::FOREVER);
    abort(); // a thread that has left is never run again
}

void Emulation::startBlock() {
    if (__start_emulation_shared) {
        memset(__start_emulation_shared, 0xFF, static_cast<size_t>(__stop_emulation_shared - __start_emulation_shared));
    }
    for (int i = 0; i < threads(); i++) {
        unsigned n = static_cast<unsigned>(i);
        Fibre &fibre = fibres[i];
        fibre = Fibre{};
        fibre.number = i;
        fibre.thread = {n % block.x, n / block.x % block.y, n / (block.x * block.y)};
        fibre.stack = stacks.start(i, enter);
    }
}

/**
 * Runs each fibre that waits for nothing until it waits, and with `delays` only those of warps drawn at random, since
 * warps go ahead of one another on the card; false if none ran.
 */
bool Emulation::runReady(const std::vector<unsigned> &order, bool delays) {
    bool ran = false;
    unsigned count = static_cast<unsigned>(order.size());
    unsigned first = random ? below(count) : 0;
    unsigned delayed = delays ? below(~0u) : 0; // a bit for each warp
    for (unsigned i = 0; i < count; i++) {
        Fibre &fibre = fibres[order[(first + i) % count]];
        if (fibre.wait == Wait::NOTHING && !(delayed >> (fibre.number / 32) & 1)) {
            ran = true;
            current = &fibre;
            switchStack(&scheduler, fibre.stack);
        }
    }
    return ran;
}

/** Ends a __syncthreads that all threads still there have reached. */
bool Emulation::endBarrier() {
    int line = 0;
    bool all = true;
    for (int i = 0; i < threads(); i++) {
        const Fibre &fibre = fibres[i];
        if (fibre.wait == Wait::FOREVER) continue;
        if (fibre.wait != Wait::BARRIER) return false;
        if (line != 0 && fibre.line != line) report("threads of one block wait at different __syncthreads");
        line = fibre.line;
        all = all && fibre.vote;
    }
    for (int i = 0; i < threads(); i++) {
        if (fibres[i].wait == Wait::BARRIER) {
            fibres[i].wait = Wait::NOTHING;
            fibres[i].vote = all;
        }
    }
    return line != 0;
}

/** The value that a lane of a complete warp operation gets. */
void Emulation::receive(Fibre &fibre, Fibre *warp) {
    if (fibre.op == WarpOp::SHUFFLE) {
        if (!(fibre.mask >> fibre.source & 1)) report("a shuffle reads a lane outside its mask");
        fibre.value = warp[fibre.source].value;
    } else if (fibre.op == WarpOp::BALLOT) {
        uint64_t votes = 0;
        for (int lane = 0; lane < 32; lane++) {
            if (fibre.mask >> lane & 1) votes |= (warp[lane].value & 1) << lane;
        }
        fibre.value = votes;
    }
}

/** Ends the operation that `first` waits in, if all lanes of its mask wait in it. */
bool Emulation::endWarpOperation(const Fibre &first) {
    if (obstacle(first)) return false;
    Fibre *warp = &fibres[first.number & ~31];
    const unsigned mask = first.mask;
    Fibre before[32];
    for (int lane = 0; lane < 32; lane++) {
        if (mask >> lane & 1) before[lane] = warp[lane];
    }
    for (int lane = 0; lane < 32; lane++) {
        if (mask >> lane & 1) {
            receive(warp[lane], before);
            warp[lane].wait = Wait::NOTHING;
        }
    }
    return true;
}

/** Why the warp operation that `first` waits in cannot end now; null if it can. */
const char *Emulation::obstacle(const Fibre &first) const {
    const int warp = first.number & ~31;
    const char *found = nullptr;
    for (int lane = 0; lane < 32; lane++) {
        if (!(first.mask >> lane & 1)) continue;
        const Fibre &other = fibres[warp + lane];
        if (warp + lane >= threads() || other.wait == Wait::FOREVER) {
            return "a warp operation names a lane that has left";
        }
        if (other.wait != Wait::WARP) {
            found = "a warp operation is not reached by all lanes of its mask";
        } else if (!found && (other.mask != first.mask || other.op != first.op)) {
            found = "lanes of one warp meet in different warp operations";
        }
    }
    return found;
}

bool Emulation::endWarpOperations() {
    bool ended = false;
    for (int i = 0; i < threads(); i++) {
        if (fibres[i].wait == Wait::WARP) ended = endWarpOperation(fibres[i]) || ended;
    }
    return ended;
}

/** Says why no thread of the block can go on. */
void Emulation::giveUp() {
    for (int i = 0; i < threads(); i++) {
        if (fibres[i].wait == Wait::WARP) report(obstacle(fibres[i]));
    }
    for (int i = 0; i < threads(); i++) {
        if (fibres[i].wait == Wait::BARRIER) report("a __syncthreads is not reached by all threads of the block");
    }
}

void Emulation::runBlock(const std::vector<unsigned> &order) {
    startBlock();
    bool some = true;
    while (some) {
        some = runReady(order, random != 0);
        some = endWarpOperations() || some;
        some = some || runReady(order, false) || endBarrier();
    }
    giveUp();
}

/** Dynamic shared memory of `bytes`, ended by a canary; AddressSanitizer needs none. */
class DynamicShared {
    static constexpr size_t CANARY = 4096;
    size_t bytes;
    char *memory;

  public:
    explicit DynamicShared(size_t size) : bytes(size) {
#ifdef __SANITIZE_ADDRESS__
        memory = static_cast<char *>(malloc(bytes));
#else
        memory = static_cast<char *>(malloc(bytes + CANARY));
#endif
        if (!memory) abort();
    }
    DynamicShared(const DynamicShared &) = delete;
    ~DynamicShared() { free(memory); }

    /** Poisoned, for the next block. */
    char *fresh() {
        memset(memory, 0xFF, bytes);
#ifndef __SANITIZE_ADDRESS__
        memset(memory + bytes, 0x5A, CANARY);
#endif
        return memory;
    }

    bool intact() const {
#ifndef __SANITIZE_ADDRESS__
        for (size_t i = 0; i < CANARY; i++) {
            if (memory[bytes + i] != 0x5A) return false;
        }
#endif
        return true;
    }
};

void Emulation::run(const KernelLaunch &launch) {
    grid = {launch.grid[0], launch.grid[1], launch.grid[2]};
    block = {launch.block[0], launch.block[1], launch.block[2]};
    random = launch.seed ? launch.seed * 0x9E3779B97F4A7C15ull : 0;
    reported.clear();
    if (threads() < 1 || threads() > MAX_THREADS || !stacks.reserve(threads())) {
        report("the block has no thread or more than 1,024, or there is no memory for their stacks");
        return;
    }
    const std::vector<unsigned> threadOrder = order(block.x * block.y * block.z);
    DynamicShared shared(launch.sharedBytes);
    for (unsigned b : order(grid.x * grid.y * grid.z)) {
        blockIndex = {b % grid.x, b / grid.x % grid.y, b / (grid.x * grid.y)};
        dynamicShared = shared.fresh();
        runBlock(threadOrder);
        if (!shared.intact()) report("dynamic shared memory was written behind its end");
    }
}

/** A kernel function as an entry of the table. */
template <auto KERNEL> struct Launcher;
template <class... Parameters, void (*KERNEL)(Parameters...)> struct Launcher<KERNEL> {
    static constexpr int COUNT = sizeof...(Parameters);
    static constexpr int SIZES[COUNT + 1] = {static_cast<int>(sizeof(Parameters))..., 0};

    template <size_t... I> static void call(void **arguments, std::index_sequence<I...>) {
        KERNEL(*static_cast<Parameters *>(arguments[I])...);
    }

    static void thread(void **arguments) { call(arguments, std::make_index_sequence<COUNT>{}); }

    template <class T> static void check(const char *name, int parameter, void *argument) {
        if constexpr (std::is_pointer<T>::value) {
            if (kernel_hooks.checkPointer) kernel_hooks.checkPointer(name, parameter, *static_cast<T *>(argument));
        }
    }

    template <size_t... I> static void checkAll(const char *name, void **arguments, std::index_sequence<I...>) {
        (check<Parameters>(name, static_cast<int>(I), arguments[I]), ...);
    }

    static void run(const char *name, const KernelLaunch *launch, void **arguments) {
        checkAll(name, arguments, std::make_index_sequence<COUNT>{});
        emulation.kernel = name;
        emulation.body = thread;
        emulation.arguments = arguments;
        emulation.run(*launch);
    }
};

} // namespace
} // namespace emulated

#define KERNEL_TABLE_BEGIN                                                                                             \
    extern "C" {                                                                                                       \
    __attribute__((visibility("default"))) KernelHooks kernel_hooks = {};                                              \
    extern __attribute__((visibility("default"))) const KernelEntry kernel_entries[];                                  \
    const KernelEntry kernel_entries[] = {
#define KERNEL_ENTRY(name)                                                                                             \
    {#name, emulated::Launcher<&name>::COUNT, emulated::Launcher<&name>::SIZES,                                        \
     [](const KernelLaunch *launch, void **arguments) { emulated::Launcher<&name>::run(#name, launch, arguments); }},
#define KERNEL_TABLE_END                                                                                               \
    {nullptr, 0, nullptr, nullptr}                                                                                     \
    }                                                                                                                  \
    ;                                                                                                                  \
    }

#include "device_functions.h"

#pragma GCC visibility push(hidden) // the kernel file that follows
