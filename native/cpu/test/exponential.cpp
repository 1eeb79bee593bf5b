// e^x against long double over the whole range, in units in the last place of the result.
#include "../builds.h"
#include "check.h"

#include <cmath>
#include <limits>
#include <vector>

namespace {

template <class T> double unitsApart(T found, long double truth) {
    if (truth < std::numeric_limits<T>::denorm_min() / 2) {
        return found == 0 ? 0 : 1e9;
    }
    int exponent;
    std::frexp(static_cast<double>(truth < 1e-300L ? truth * 1e30L : truth), &exponent);
    if (truth < 1e-300L) {
        exponent -= 100; // nearly 1e30, enough for the subnormal numbers below
    }
    long double unit = std::ldexp(1.0L, exponent - std::numeric_limits<T>::digits);
    unit = std::fmax(unit, static_cast<long double>(std::numeric_limits<T>::denorm_min()));
    return static_cast<double>(std::fabs(static_cast<long double>(found) - truth) / unit);
}

template <class T> void range(Checks &checks, const NamedBuild &build, T from, T to, int count, double bound) {
    std::vector<T> x(static_cast<std::size_t>(count));
    for (int i = 0; i < count; i++) {
        x[static_cast<std::size_t>(i)] = from + (to - from) * static_cast<T>(i) / static_cast<T>(count - 1);
    }
    std::vector<T> y = x;
    kernelsOf<T>(build.build).exponentials(y.data(), count);
    double worst = 0;
    T at = 0;
    for (std::size_t i = 0; i < x.size(); i++) {
        double apart = unitsApart<T>(y[i], std::exp(static_cast<long double>(x[i])));
        if (apart > worst) {
            worst = apart;
            at = x[i];
        }
    }
    checks.that(worst <= bound, "%s exp of %zu bytes on [%g, %g]: %.2f units at %.17g, expected at most %.1f", build.name,
                sizeof(T), static_cast<double>(from), static_cast<double>(to), worst, static_cast<double>(at), bound);
}

template <class T> void special(Checks &checks, const NamedBuild &build) {
    constexpr T inf = std::numeric_limits<T>::infinity();
    T x[] = {0, T(-0.0), -inf, inf, std::numeric_limits<T>::quiet_NaN(), -10000, 10000, 1};
    for (int count = 0; count <= 8; count++) { // each remainder of a vector
        T y[9] = {};
        for (int i = 0; i < 8; i++) {
            y[i] = x[i];
        }
        y[8] = 77;
        kernelsOf<T>(build.build).exponentials(y, count);
        const T expected[] = {1, 1, 0, inf, x[4], 0, inf, static_cast<T>(std::exp(1.0))};
        for (int i = 0; i < count; i++) {
            const bool isRight = i == 4 ? y[i] != y[i] : std::fabs(y[i] - expected[i]) <= 1e-6 || y[i] == expected[i];
            checks.that(isRight, "%s exp(%g) = %g", build.name, static_cast<double>(x[i]), static_cast<double>(y[i]));
        }
        checks.that(y[8] == 77, "%s exp wrote behind the end", build.name);
    }
}

} // namespace

void exponentialTest(Checks &checks) {
    for (const NamedBuild &build : BUILDS) {
        if (!hasBuild(build.build)) {
            continue;
        }
        const int count = checks.isQuick ? 4001 : 400001;
        range<double>(checks, build, -745.2, 709.7, count, 1.5);
        range<double>(checks, build, -1, 1, count, 1.5);
        range<double>(checks, build, -40, 0, count, 1.5);
        range<float>(checks, build, -103.9f, 88.7f, count, 1.5);
        range<float>(checks, build, -1, 1, count, 1.5);
        range<float>(checks, build, -17, 0, count, 1.5);
        special<double>(checks, build);
        special<float>(checks, build);
    }
}
