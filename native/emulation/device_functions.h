// What CUDA gives device code beside the language: indices, barriers, warp operations. Part of emulation.h.
#pragma once

#define threadIdx (emulated::emulation.current->thread)
#define blockIdx (emulated::emulation.blockIndex)
#define blockDim (emulated::emulation.block)
#define gridDim (emulated::emulation.grid)
#define __syncthreads() static_cast<void>(emulated::waitAtBarrier(__LINE__, true))
#define __syncthreads_and(vote) emulated::waitAtBarrier(__LINE__, (vote) != 0)

namespace emulated {
namespace {

/** Waits for the block; whether all votes were true. */
__attribute__((unused)) int waitAtBarrier(int line, bool vote) {
    emulation.current->line = line;
    emulation.current->vote = vote;
    Fibre *fibre = emulation.current;
    emulation.suspend(Wait::BARRIER);
    return fibre->vote;
}

__attribute__((unused)) int lane() {
    return emulation.current->number & 31;
}

/** Takes part in a warp operation of the lanes of `mask`; the value received. */
__attribute__((unused)) uint64_t meet(unsigned mask, WarpOp op, uint64_t value, int source) {
    Fibre *fibre = emulation.current;
    if (!(mask >> lane() & 1)) {
        emulation.report("a lane calls a warp operation whose mask leaves it out");
        return value;
    }
    fibre->op = op;
    fibre->mask = mask;
    fibre->value = value;
    fibre->source = source;
    emulation.suspend(Wait::WARP);
    return fibre->value;
}

/** The value of lane `source`, or one's own where that lies outside the segment of `width` lanes. */
template <class T> T shuffle(unsigned mask, T value, int source, int width) {
    static_assert(sizeof(T) <= sizeof(uint64_t), "a shuffle moves at most eight bytes");
    int segment = lane() & ~(width - 1);
    uint64_t bits = 0;
    memcpy(&bits, &value, sizeof(T));
    bits = meet(mask, WarpOp::SHUFFLE, bits, source >= segment && source < segment + width ? source : lane());
    memcpy(&value, &bits, sizeof(T));
    return value;
}

} // namespace
} // namespace emulated

template <class T> static T __shfl_sync(unsigned mask, T value, int source, int width = 32) {
    return emulated::shuffle(mask, value, (emulated::lane() & ~(width - 1)) + (source & (width - 1)), width);
}
template <class T> static T __shfl_down_sync(unsigned mask, T value, unsigned delta, int width = 32) {
    return emulated::shuffle(mask, value, emulated::lane() + static_cast<int>(delta), width);
}
template <class T> static T __shfl_up_sync(unsigned mask, T value, unsigned delta, int width = 32) {
    return emulated::shuffle(mask, value, emulated::lane() - static_cast<int>(delta), width);
}
template <class T> static T __shfl_xor_sync(unsigned mask, T value, int bits, int width = 32) {
    return emulated::shuffle(mask, value, emulated::lane() ^ bits, width);
}
__attribute__((unused)) static unsigned __ballot_sync(unsigned mask, int vote) {
    return static_cast<unsigned>(emulated::meet(mask, emulated::WarpOp::BALLOT, vote != 0, emulated::lane()));
}
__attribute__((unused)) static int __any_sync(unsigned mask, int vote) {
    return __ballot_sync(mask, vote) != 0;
}
__attribute__((unused)) static int __all_sync(unsigned mask, int vote) {
    return __ballot_sync(mask, vote) == mask;
}
__attribute__((unused)) static void __syncwarp(unsigned mask = 0xffffffffu) {
    emulated::meet(mask, emulated::WarpOp::SYNC, 0, emulated::lane());
}
