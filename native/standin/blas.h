// Handles of the cuBLAS stand-in, and the checks of scalars, vectors and matrices that all its functions share.
#pragma once
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

#include "registry.h"
#include "streams.h"

namespace standin {

enum BlasStatus { BLAS_SUCCESS = 0, BLAS_NOT_INITIALIZED = 1, BLAS_INVALID_VALUE = 7, BLAS_INTERNAL_ERROR = 14,
                  BLAS_NOT_SUPPORTED = 15 };
enum class Rounding { NONE, TF32, BF16 };

struct BlasHandle {
    void *streamHandle = nullptr;
    bool devicePointers = false;
    int mathMode = 0;
    int atomicsMode = 0;
    void *workspace = nullptr;
    size_t workspaceBytes = 0;
};

Registry<BlasHandle> &blasHandles();

// One call of a cuBLAS function: its handle, its stream, and the checks of its arguments.
class BlasCall {
public:
    BlasCall(const std::string &name, void *handle);

    // Success, or why the call is refused; asked for once all arguments are named.
    int status() const;

    // A scalar that the call reads.
    BlasCall &scalar(const char *argument, const void *value, size_t bytes);
    // A matrix of rows x cols with its leading dimension.
    BlasCall &matrix(const char *argument, const void *start, int64_t rows, int64_t cols, int64_t ld, size_t bytes);
    // Several matrices, stride elements apart.
    BlasCall &matrices(const char *argument, const void *start, int64_t rows, int64_t cols, int64_t ld, size_t bytes,
                       int64_t stride, int64_t count);
    // A vector of n entries.
    BlasCall &vector(const char *argument, const void *start, int64_t n, int64_t increment, size_t bytes);
    // A place for one result; in host memory the call waits until it is there.
    BlasCall &result(const void *place, size_t bytes);
    // Tells of a wrong argument unless the condition holds.
    BlasCall &require(bool holds, const char *rule);

    const BlasHandle &handle() const { return *handle_; }
    Rounding rounding() const { return handle_->mathMode == 3 ? Rounding::TF32 : Rounding::NONE; }

    // Issues the work and returns the call's status.
    int issue(std::function<void()> run);

private:
    std::shared_ptr<BlasHandle> handle_;
    StreamPointer stream_;
    Operation operation_;
    bool waits_ = false;
};

// A scalar: known at the call in host pointer mode, read when the work runs in device pointer mode.
template <class T>
class Scalar {
public:
    Scalar(const BlasCall &call, const T *place)
        : place_(place), onDevice_(call.handle().devicePointers), value_(onDevice_ ? T(0) : *place) {}
    T value() const { return onDevice_ ? *place_ : value_; }

private:
    const T *place_;
    bool onDevice_;
    T value_;
};

}  // namespace standin

// Begins a cuBLAS function: refuses the call where it must, else `call` takes its arguments.
#define STANDIN_BLAS(handle)             \
    STANDIN_ENTER(BLAS, CONTEXT);        \
    standin::BlasCall call(entry.name(), handle)
