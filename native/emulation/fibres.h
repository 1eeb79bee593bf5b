// Fibres: stacks that one CPU thread switches between by hand, one for each emulated CUDA thread of a block.
// A stack is 64 KiB above a page that may not be touched, and is kept from launch to launch.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif
#ifndef __x86_64__
#error "the emulation of kernels switches stacks in x86-64 assembly; other processors need their own switchStack"
#endif

// Internal linkage: each kernel file is a library of its own, and shares nothing with the others.
namespace emulated {
namespace {

constexpr size_t STACK_BYTES = 1 << 16;
constexpr size_t GUARD_BYTES = 4096;
constexpr int MAX_THREADS = 1024; // of a block, as on the card

/** Saves the callee's registers and the stack pointer in *from, and goes on where `to` was saved. */
__attribute__((naked, noinline, unused)) void switchStack(void **, void *) {
    asm("push %rbp; push %rbx; push %r12; push %r13; push %r14; push %r15\n"
        "mov %rsp, (%rdi)\n"
        "mov %rsi, %rsp\n"
        "pop %r15; pop %r14; pop %r13; pop %r12; pop %rbx; pop %rbp\n"
        "ret");
}

/** Address space of all stacks of this library; pages come into being when they are touched. */
class FibreStacks {
    char *base = nullptr;
    int ready = 0; // stacks that have their guard page

    static constexpr size_t each() { return STACK_BYTES + GUARD_BYTES; }

  public:
    ~FibreStacks() {
        if (base) munmap(base, MAX_THREADS * each());
    }

    /** Room for `count` stacks; false if the system refuses. */
    bool reserve(int count) {
        if (!base) {
            int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
            void *space = mmap(nullptr, MAX_THREADS * each(), PROT_READ | PROT_WRITE, flags, -1, 0);
            if (space == MAP_FAILED) return false;
            base = static_cast<char *>(space);
        }
        for (; ready < count; ready++) {
            if (mprotect(base + ready * each(), GUARD_BYTES, PROT_NONE) != 0) return false;
        }
        return true;
    }

    /** A fresh stack that enters `entry` at the first switch to it. `entry` must never return. */
    void *start(int index, void (*entry)()) {
        char *low = base + index * each() + GUARD_BYTES;
#ifdef __SANITIZE_ADDRESS__
        __asan_unpoison_memory_region(low, STACK_BYTES); // an abandoned fibre leaves its frames' red zones
#endif
        void **top = reinterpret_cast<void **>(low + STACK_BYTES - 16);
        *--top = nullptr; // where entry would return to
        *--top = reinterpret_cast<void *>(entry);
        for (int saved = 0; saved < 6; saved++) *--top = nullptr;
        return top;
    }
};

} // namespace
} // namespace emulated
