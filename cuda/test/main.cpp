// Checks every kernel of cuda/kernels, compiled by g++ into FOLDER/NAME-TYPE.so, against plain loops: sizes around the
// warp and the block, none and one column, NaN between the columns, several grids and orders of threads.
// Usage: kernels_test FOLDER. Exit status 1 if a check failed. Built and run by cuda/check.
#include "classes_test.h"
#include "emulation_test.h"
#include "matrix_test.h"
#include "reduce_test.h"
#include "small_test.h"
#include "softmax_test.h"

template <class R> void allChecks(const std::string &folder, const std::string &type) {
    KernelLibraries libraries(folder, type);
    softmaxChecks<R>(libraries);
    reduceChecks<R>(libraries);
    matrixChecks<R>(libraries);
    classesChecks<R>(libraries);
    smallChecks<R>(libraries);
    Check quiet("the emulation has nothing to report, " + type);
    quiet.holds(reports.empty(), reports.empty() ? "" : reports[0]);
    reports.clear();
}

int main(int count, char **arguments) {
    if (count != 2) {
        fprintf(stderr, "usage: kernels_test FOLDER\n");
        return 2;
    }
    try {
        emulationChecks(std::string(arguments[1]) + "/faulty.so");
        repeatedSums(KernelLibrary(std::string(arguments[1]) + "/reductions.so"));
        allChecks<double>(arguments[1], "double");
        allChecks<float>(arguments[1], "float");
    } catch (const std::exception &e) {
        fprintf(stderr, "kernels_test: %s\n", e.what());
        return 1;
    }
    printf("%d checks passed, %d failed\n", passedChecks, failedChecks);
    return failedChecks > 0;
}
