// The doors of seli.backend.cpu.NativeKernels: addresses and sizes were checked there.
#include "builds.h"
#include "descent.h"
#include "team.h"
#include "tiled.h"

#include <cstring>
#include <jni.h>
#include <vector>

#define SELI_DOOR(type, name) extern "C" JNIEXPORT type JNICALL Java_seli_backend_cpu_NativeKernels_##name

namespace {

template <class T> T *at(jlong address) {
    return reinterpret_cast<T *>(static_cast<std::intptr_t>(address));
}

/** An array of Java held in place, or copied, until the end of the block. */
template <class T, class Array> class Held {
  public:
    Held(JNIEnv *env, Array array) : env(env), array(array), numbers(env->GetPrimitiveArrayCritical(array, nullptr)) {}
    ~Held() { env->ReleasePrimitiveArrayCritical(array, numbers, 0); }
    Held(const Held &) = delete;
    Held &operator=(const Held &) = delete;
    T *get() const { return static_cast<T *>(numbers); }

  private:
    JNIEnv *env;
    Array array;
    void *numbers;
};

std::vector<jlong> longsOf(JNIEnv *env, jlongArray array) {
    std::vector<jlong> values(static_cast<std::size_t>(env->GetArrayLength(array)));
    env->GetLongArrayRegion(array, 0, static_cast<jsize>(values.size()), values.data());
    return values;
}

template <class T> Factors<T> factorsAt(const jlong *of) {
    return {at<T>(of[0]), of[1], at<T>(of[2]), of[3], at<T>(of[4]), of[5], at<T>(of[6]), of[7]};
}

StepRule ruleOf(JNIEnv *env, jdoubleArray array) {
    double of[4];
    env->GetDoubleArrayRegion(array, 0, 4, of);
    return {of[0], of[1], of[2], of[3]};
}

LossTable lossAt(jlong table, jint k) {
    return {at<const double>(table), k};
}

/** Calls `call` with a number of the type that the matrices have. */
template <class Call> auto ofType(jboolean doubles, Call call) {
    return doubles ? call(double{}) : call(float{});
}

} // namespace

SELI_DOOR(jboolean, hasBuild)(JNIEnv *, jclass, jint build) {
    return hasBuild(build);
}

SELI_DOOR(void, writeInts)(JNIEnv *env, jclass, jlong address, jintArray values) {
    env->GetIntArrayRegion(values, 0, env->GetArrayLength(values), at<jint>(address));
}

SELI_DOOR(void, writeDoubles)(JNIEnv *env, jclass, jlong address, jdoubleArray values) {
    env->GetDoubleArrayRegion(values, 0, env->GetArrayLength(values), at<jdouble>(address));
}

SELI_DOOR(void, exponentials)(JNIEnv *, jclass, jint build, jboolean doubles, jlong x, jlong count) {
    ofType(doubles, [&](auto number) {
        using T = decltype(number);
        kernelsOf<T>(build).exponentials(at<T>(x), count);
    });
}

SELI_DOOR(jdouble, lossAndGradient)
(JNIEnv *env, jclass, jint build, jboolean doubles, jlong z, jlong ld, jint k, jlong n, jintArray labels, jlong table,
 jdouble logScale, jlong scratch, jint workers) {
    Held<jint, jintArray> y(env, labels);
    return ofType(doubles, [&](auto number) {
        using T = decltype(number);
        return lossAndGradient<T>(kernelsOf<T>(build), at<T>(z), ld, n, y.get(), lossAt(table, k), logScale,
                                  at<double>(scratch), workers);
    });
}

SELI_DOOR(jdouble, losses)
(JNIEnv *env, jclass, jint build, jboolean doubles, jlong z, jlong ld, jint k, jlong n, jintArray labels, jlong table,
 jlong scratch, jdoubleArray logs, jint workers) {
    Held<jint, jintArray> y(env, labels);
    Held<jdouble, jdoubleArray> logarithms(env, logs);
    return ofType(doubles, [&](auto number) {
        using T = decltype(number);
        return losses<T>(kernelsOf<T>(build), at<T>(z), ld, n, y.get(), lossAt(table, k), at<double>(scratch),
                         logarithms.get(), workers);
    });
}

SELI_DOOR(void, momentum)
(JNIEnv *, jclass, jint build, jboolean doubles, jlong x, jlong g, jlong v, jlong count, jdouble rate,
 jdouble momentum, jdouble ridge, jint workers) {
    ofType(doubles, [&](auto number) {
        using T = decltype(number);
        Team::ofProcess().run(workers, [&](int worker) {
            const long from = count / 16 * worker / workers * 16;
            const long to = worker == workers - 1 ? count : count / 16 * (worker + 1) / workers * 16;
            kernelsOf<T>(build).momentum(at<T>(x) + from, at<const T>(g) + from, at<T>(v) + from, to - from, rate,
                                         momentum, ridge);
        });
    });
}

SELI_DOOR(jlong, smallBytes)
(JNIEnv *, jclass, jint build, jboolean doubles, jint k, jlong n, jint d, jint workers) {
    return ofType(doubles, [&](auto number) {
        using T = decltype(number);
        return smallBytes<T>(k, n, d, kernelsOf<T>(build).lanes, workers);
    });
}

SELI_DOOR(jlong, smallOpen)
(JNIEnv *env, jclass, jint build, jboolean doubles, jlong memory, jint k, jlong n, jint d, jintArray labels,
 jlong firstLabel, jlong table, jint workers, jlongArray factors) {
    const std::vector<jlong> of = longsOf(env, factors);
    Held<jint, jintArray> y(env, labels);
    return ofType(doubles, [&](auto number) {
        using T = decltype(number);
        SmallProblem<T> *problem = openSmall<T>(kernelsOf<T>(build), at<void>(memory), k, n, d, y.get() + firstLabel,
                                                lossAt(table, k), workers, factorsAt<T>(of.data()));
        return static_cast<jlong>(reinterpret_cast<std::intptr_t>(problem));
    });
}

SELI_DOOR(void, smallStore)(JNIEnv *env, jclass, jboolean doubles, jlong problem, jlongArray factors) {
    const std::vector<jlong> of = longsOf(env, factors);
    ofType(doubles, [&](auto number) {
        using T = decltype(number);
        storeSmall<T>(*at<SmallProblem<T>>(problem), factorsAt<T>(of.data()));
    });
}

SELI_DOOR(jlong, smallStep)
(JNIEnv *env, jclass, jint build, jboolean doubles, jlong problem, jlong steps, jdoubleArray rule, jint workers,
 jdoubleArray loss) {
    const StepRule by = ruleOf(env, rule);
    const Progress progress = ofType(doubles, [&](auto number) {
        using T = decltype(number);
        return stepSmall<T>(kernelsOf<T>(build), *at<SmallProblem<T>>(problem), steps, by, workers);
    });
    env->SetDoubleArrayRegion(loss, 0, 1, &progress.loss);
    return progress.taken;
}

SELI_DOOR(void, smallBatch)
(JNIEnv *env, jclass, jint build, jboolean doubles, jlongArray problems, jlong steps, jdoubleArray rules,
 jlongArray taken, jdoubleArray losses, jint workers) {
    const std::vector<jlong> of = longsOf(env, problems);
    const auto count = of.size();
    std::vector<StepRule> by(count);
    std::vector<Progress> progress(count);
    static_assert(sizeof(StepRule) == 4 * sizeof(double), "rules are copied as they are");
    env->GetDoubleArrayRegion(rules, 0, static_cast<jsize>(4 * count), &by[0].rate);
    ofType(doubles, [&](auto number) {
        using T = decltype(number);
        std::vector<SmallProblem<T> *> list(count);
        for (std::size_t p = 0; p < count; p++) {
            list[p] = at<SmallProblem<T>>(of[p]);
        }
        stepBatch<T>(kernelsOf<T>(build), list.data(), static_cast<int>(count), steps, by.data(), progress.data(),
                     workers);
    });
    for (std::size_t p = 0; p < count; p++) {
        const jlong steps = progress[p].taken;
        env->SetLongArrayRegion(taken, static_cast<jsize>(p), 1, &steps);
        env->SetDoubleArrayRegion(losses, static_cast<jsize>(p), 1, &progress[p].loss);
    }
}

SELI_DOOR(jlong, tiledRoom)(JNIEnv *, jclass, jint k, jlong columns, jint workers) {
    return roomFor(k, columns, workers);
}

SELI_DOOR(jboolean, sharesTiles)(JNIEnv *, jclass, jint k, jlong n, jint d, jlong room, jint workers) {
    return sharesTiles(k, n, d, room, workers);
}

SELI_DOOR(jlong, tiledStep)
(JNIEnv *env, jclass, jint build, jboolean doubles, jlongArray blas, jlongArray problem, jlong steps,
 jdoubleArray rule, jint workers, jint threads, jdoubleArray loss) {
    const std::vector<jlong> calls = longsOf(env, blas);
    const std::vector<jlong> of = longsOf(env, problem);
    const StepRule by = ruleOf(env, rule);
    const Blas openBlas{reinterpret_cast<Blas::DoubleProduct>(static_cast<std::intptr_t>(calls[0])),
                        reinterpret_cast<Blas::FloatProduct>(static_cast<std::intptr_t>(calls[1])),
                        reinterpret_cast<void (*)(int)>(static_cast<std::intptr_t>(calls[2]))};
    const Progress progress = ofType(doubles, [&](auto number) {
        using T = decltype(number);
        TiledProblem<T> p{static_cast<int>(of[0]),
                          of[1],
                          static_cast<int>(of[2]),
                          factorsAt<T>(&of[3]),
                          at<T>(of[11]),
                          at<T>(of[12]),
                          at<T>(of[13]),
                          of[14],
                          at<T>(of[15]),
                          of[16],
                          at<const int>(of[17]),
                          lossAt(of[18], static_cast<jint>(of[0])),
                          at<double>(of[19])};
        return stepTiled<T>(kernelsOf<T>(build), openBlas, p, steps, by, workers, threads);
    });
    env->SetDoubleArrayRegion(loss, 0, 1, &progress.loss);
    return progress.taken;
}
