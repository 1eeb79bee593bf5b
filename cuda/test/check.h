// One line for each fact checked: its name, how many numbers were compared, the worst error as a part of its bound.
#pragma once
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>

inline int failedChecks = 0;
inline int passedChecks = 0;

class Check {
    std::string name;
    std::string fault;
    double worst = 0;
    long compared = 0;

    void fail(const std::string &what) {
        if (fault.empty()) fault = what;
    }

  public:
    explicit Check(std::string named) : name(std::move(named)) {}
    Check(const Check &) = delete;

    /** |actual - expected| <= bound; a NaN must meet a NaN, an infinity itself. */
    void near(double actual, double expected, double bound) {
        compared++;
        if (std::isnan(expected) || std::isinf(expected)) {
            equal(actual, expected);
            return;
        }
        double error = std::abs(actual - expected);
        if (!(error <= bound)) {
            char text[160];
            snprintf(text, sizeof text, "number %ld: %.17g, expected %.17g, error %.3g, bound %.3g", compared, actual,
                     expected, error, bound);
            fail(text);
        }
        if (bound > 0) worst = std::fmax(worst, error / bound);
    }

    void equal(double actual, double expected) {
        compared++;
        bool same = std::isnan(expected) ? std::isnan(actual) : actual == expected;
        if (!same) fail("number " + std::to_string(compared) + ": " + std::to_string(actual) + ", expected "
                        + std::to_string(expected));
    }

    void holds(bool fact, const std::string &otherwise) {
        compared++;
        if (!fact) fail(otherwise);
    }

    ~Check() {
        if (fault.empty()) {
            passedChecks++;
            printf("ok      %-62s %7ld compared, error/bound %.3f\n", name.c_str(), compared, worst);
        } else {
            failedChecks++;
            printf("FAILED  %-62s %s\n", name.c_str(), fault.c_str());
        }
    }
};
