#include "../builds.h"
#include "check.h"

int main(int count, char **) {
    Checks checks;
    checks.isQuick = count > 1;
    exponentialTest(checks);
    softmaxTest(checks);
    descentTest(checks);
    teamTest(checks);
    std::printf("builds:");
    for (const NamedBuild &build : BUILDS) {
        std::printf(" %s%s", build.name, hasBuild(build.build) ? "" : " (not here)");
    }
    std::printf("\n%ld checks passed, %ld failed\n", checks.passed, checks.failed);
    return checks.failed == 0 ? 0 : 1;
}
