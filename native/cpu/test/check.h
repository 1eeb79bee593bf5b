// Counting checks of the tests here.
#ifndef SELI_CPU_TEST_CHECK_H
#define SELI_CPU_TEST_CHECK_H
#include <cstdarg>
#include <cstdio>

struct Checks {
    bool isQuick = false; // every code path, fewer sizes: for slow builds
    long passed = 0;
    long failed = 0;

    void that(bool holds, const char *format, ...) {
        (holds ? passed : failed)++;
        if (!holds && failed <= 20) {
            va_list list;
            va_start(list, format);
            std::vprintf(format, list);
            va_end(list);
            std::printf("\n");
        }
    }
};

/** Builds that this processor runs, by name. */
struct NamedBuild {
    int build;
    const char *name;
};

constexpr NamedBuild BUILDS[] = {{0, "scalar"}, {1, "avx2"}, {2, "avx512"}};

void exponentialTest(Checks &checks);
void softmaxTest(Checks &checks);
void descentTest(Checks &checks);
void teamTest(Checks &checks);

#endif
