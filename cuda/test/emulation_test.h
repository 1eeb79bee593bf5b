// native/emulation itself: each fault of faulty.cu is seen, a sound kernel is not accused.
#pragma once
#include "check.h"
#include "library.h"

struct FaultRun {
    std::vector<double> x;
    std::string report; // the first, without the kernel's name
};

inline FaultRun runFaulty(const KernelLibrary &library, const std::string &kernel, unsigned seed) {
    std::vector<double> numbers;
    for (int i = 0; i < 64; i++) numbers.push_back(i);
    DeviceArray<double> x(numbers);
    reports.clear();
    library.launch(kernel, {1, 64, 64 * sizeof(double), seed}, x.data());
    std::string report = reports.empty() ? "" : reports[0].substr(kernel.size() + 2);
    reports.clear();
    return {x.values(), report};
}

inline void emulationChecks(const std::string &path) {
    KernelLibrary library(path);
    Check faults("the emulation reports misused barriers and warp operations");
    for (unsigned seed : {0u, 1u, 99u}) {
        auto reported = [&](const char *kernel, const char *expected) {
            std::string report = runFaulty(library, kernel, seed).report;
            faults.holds(report == expected, std::string(kernel) + " reported \"" + report + "\"");
        };
        reported("shuffle_with_lanes_gone", "a warp operation names a lane that has left");
        reported("shuffle_outside_mask", "a shuffle reads a lane outside its mask");
        reported("lane_not_in_mask", "a lane calls a warp operation whose mask leaves it out");
        reported("different_barriers", "threads of one block wait at different __syncthreads");
        reported("barrier_against_warp", "a warp operation is not reached by all lanes of its mask");
#ifndef __SANITIZE_ADDRESS__ // which would end the program, rightly
        reported("shared_too_small", "dynamic shared memory was written behind its end");
#endif
        reported("sound", "");
    }
    Check races("the emulation lets warps go ahead of one another");
    bool differs = false;
    for (unsigned seed = 1; seed < 20; seed++) {
        differs = differs || runFaulty(library, "warps_race", seed).x != runFaulty(library, "warps_race", 0).x;
    }
    races.holds(differs, "nineteen seeds, always the same result");
    Check visible("the emulation makes unsynchronised and unwritten shared memory visible");
    for (const char *kernel : {"missing_barrier", "shared_not_written"}) {
        std::vector<double> x = runFaulty(library, kernel, 0).x;
        bool poisoned = false;
        for (double value : x) poisoned = poisoned || std::isnan(value);
        visible.holds(poisoned, std::string(kernel) + " read no NaN");
    }
    Check orders("the emulation draws the order of threads from the seed");
    orders.equal(runFaulty(library, "last_writer", 0).x[0], 63);
    bool other = false;
    for (unsigned seed = 1; seed < 5; seed++) other = other || runFaulty(library, "last_writer", seed).x[0] != 63;
    orders.holds(other, "four seeds, always the natural order");
    Check sound("the emulation's shuffles, votes and barriers give the right values");
    for (unsigned seed : {0u, 5u}) {
        std::vector<double> x = runFaulty(library, "sound", seed).x;
        for (int i = 0; i < 64; i++) sound.equal(x[i], (63 - i) ^ 1);
    }
    Check pointers("a pointer that is no array is reported");
    reports.clear();
    double stray[64] = {};
    library.launch("last_writer", {1, 64, 0, 0}, static_cast<double *>(stray));
    pointers.holds(reports.size() == 1 && reports[0] == "last_writer: parameter 0 is no array", "not reported");
    reports.clear();
}
