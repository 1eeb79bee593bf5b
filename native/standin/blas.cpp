// cuBLAS: handles, modes, and the checks of arguments.
#include "blas.h"

#include "lapack.h"
#include "memory.h"
#include "state.h"

using namespace standin;

namespace standin {

Registry<BlasHandle> &blasHandles() {
    static auto *registry = new Registry<BlasHandle>("cuBLAS handle");
    return *registry;
}

BlasCall::BlasCall(const std::string &name, void *handle)
    : handle_(blasHandles().find(name, handle)), operation_(name) {
    if (!handle_) return;
    stream_ = streamOf(name, handle_->streamHandle);
    operation_.device("workspace", handle_->workspace, handle_->workspaceBytes);
}

int BlasCall::status() const {
    if (!handle_) return BLAS_NOT_INITIALIZED;
    return stream_ && operation_.sound() ? BLAS_SUCCESS : BLAS_INVALID_VALUE;
}

BlasCall &BlasCall::scalar(const char *argument, const void *value, size_t bytes) {
    if (!handle_) return *this;
    if (handle_->devicePointers) operation_.device(argument, value, bytes);
    if (!handle_->devicePointers) operation_.host(argument, value, bytes);
    return *this;
}

BlasCall &BlasCall::matrix(const char *argument, const void *start, int64_t rows, int64_t cols, int64_t ld,
                           size_t bytes) {
    return matrices(argument, start, rows, cols, ld, bytes, 0, 1);
}

BlasCall &BlasCall::matrices(const char *argument, const void *start, int64_t rows, int64_t cols, int64_t ld,
                             size_t bytes, int64_t stride, int64_t count) {
    const char *name = operation_.call().c_str();
    if (rows < 0 || cols < 0 || count < 0) {
        violation("%s: %s is %ld x %ld", name, argument, rows, cols);
        operation_.refuse();
    } else if (rows > 0 && cols > 0 && ld < rows) {
        violation("%s: %s: leading dimension %ld < %ld rows", name, argument, ld, rows);
        operation_.refuse();
    } else if (rows > 0 && cols > 0 && count > 0) {
        size_t elements = static_cast<size_t>(stride * (count - 1) + ld * (cols - 1) + rows);
        operation_.device(argument, start, elements * bytes);
    }
    return *this;
}

BlasCall &BlasCall::vector(const char *argument, const void *start, int64_t n, int64_t increment, size_t bytes) {
    if (n <= 0) return *this;
    require(increment != 0, "a vector's increment is not 0");
    operation_.device(argument, start, static_cast<size_t>((n - 1) * std::abs(increment) + 1) * bytes);
    return *this;
}

BlasCall &BlasCall::result(const void *place, size_t bytes) {
    scalar("result", place, bytes);
    waits_ = handle_ && !handle_->devicePointers;
    return *this;
}

BlasCall &BlasCall::require(bool holds, const char *rule) {
    if (holds) return *this;
    violation("%s: the rule is broken that %s", operation_.call().c_str(), rule);
    operation_.refuse();
    return *this;
}

int BlasCall::issue(std::function<void()> run) {
    if (waits_ && stream_->capture) {
        invalidateCapture(operation_.call(), stream_);
        return BLAS_INTERNAL_ERROR;
    }
    operation_.issue(stream_, std::move(run));
    if (waits_) drain(stream_);
    return state().sticky ? BLAS_INTERNAL_ERROR : BLAS_SUCCESS;
}

}  // namespace standin

STANDIN_API int cublasCreate_v2(void **handle) {
    STANDIN_ENTER(BLAS, CONTEXT);
    useOneProcessor();
    *handle = blasHandles().add(std::make_shared<BlasHandle>());
    return BLAS_SUCCESS;
}

STANDIN_API int cublasDestroy_v2(void *handle) {
    STANDIN_ENTER(BLAS, CONTEXT);
    return blasHandles().remove(entry.name(), handle) ? BLAS_SUCCESS : BLAS_NOT_INITIALIZED;
}

STANDIN_API int cublasGetVersion_v2(void *handle, int *version) {
    STANDIN_ENTER(BLAS, CONTEXT);
    if (!blasHandles().find(entry.name(), handle)) return BLAS_NOT_INITIALIZED;
    *version = generation() == 13 ? 130001 : 120603;
    return BLAS_SUCCESS;
}

STANDIN_API int cublasGetProperty(int part, int *value) {
    STANDIN_ENTER(BLAS, NOTHING);
    if (part < 0 || part > 2) return BLAS_INVALID_VALUE;
    const int twelve[] = {12, 6, 3}, thirteen[] = {13, 0, 1};
    *value = (generation() == 13 ? thirteen : twelve)[part];
    return BLAS_SUCCESS;
}

STANDIN_API int cublasSetStream_v2(void *handle, void *stream) {
    STANDIN_ENTER(BLAS, CONTEXT);
    auto blas = blasHandles().find(entry.name(), handle);
    if (!blas) return BLAS_NOT_INITIALIZED;
    if (!streamOf(entry.name(), stream)) return BLAS_INVALID_VALUE;
    blas->streamHandle = stream;
    return BLAS_SUCCESS;
}

STANDIN_API int cublasGetStream_v2(void *handle, void **stream) {
    STANDIN_ENTER(BLAS, CONTEXT);
    auto blas = blasHandles().find(entry.name(), handle);
    if (!blas) return BLAS_NOT_INITIALIZED;
    *stream = blas->streamHandle;
    return BLAS_SUCCESS;
}

STANDIN_API int cublasSetPointerMode_v2(void *handle, int mode) {
    STANDIN_ENTER(BLAS, CONTEXT);
    auto blas = blasHandles().find(entry.name(), handle);
    if (!blas) return BLAS_NOT_INITIALIZED;
    blas->devicePointers = mode == 1;
    return mode == 0 || mode == 1 ? BLAS_SUCCESS : BLAS_INVALID_VALUE;
}

STANDIN_API int cublasGetPointerMode_v2(void *handle, int *mode) {
    STANDIN_ENTER(BLAS, CONTEXT);
    auto blas = blasHandles().find(entry.name(), handle);
    if (!blas) return BLAS_NOT_INITIALIZED;
    *mode = blas->devicePointers ? 1 : 0;
    return BLAS_SUCCESS;
}

STANDIN_API int cublasSetMathMode(void *handle, int mode) {
    STANDIN_ENTER(BLAS, CONTEXT);
    auto blas = blasHandles().find(entry.name(), handle);
    if (!blas) return BLAS_NOT_INITIALIZED;
    blas->mathMode = mode;
    return BLAS_SUCCESS;
}

STANDIN_API int cublasGetMathMode(void *handle, int *mode) {
    STANDIN_ENTER(BLAS, CONTEXT);
    auto blas = blasHandles().find(entry.name(), handle);
    if (!blas) return BLAS_NOT_INITIALIZED;
    *mode = blas->mathMode;
    return BLAS_SUCCESS;
}

STANDIN_API int cublasSetAtomicsMode(void *handle, int mode) {
    STANDIN_ENTER(BLAS, CONTEXT);
    auto blas = blasHandles().find(entry.name(), handle);
    if (!blas) return BLAS_NOT_INITIALIZED;
    blas->atomicsMode = mode;
    return BLAS_SUCCESS;
}

STANDIN_API int cublasGetAtomicsMode(void *handle, int *mode) {
    STANDIN_ENTER(BLAS, CONTEXT);
    auto blas = blasHandles().find(entry.name(), handle);
    if (!blas) return BLAS_NOT_INITIALIZED;
    *mode = blas->atomicsMode;
    return BLAS_SUCCESS;
}

STANDIN_API int cublasSetWorkspace_v2(void *handle, void *start, size_t bytes) {
    STANDIN_ENTER(BLAS, CONTEXT);
    auto blas = blasHandles().find(entry.name(), handle);
    if (!blas) return BLAS_NOT_INITIALIZED;
    if (!deviceRange(entry.name(), "workspace", start, bytes)) return BLAS_INVALID_VALUE;
    blas->workspace = start;
    blas->workspaceBytes = bytes;
    return BLAS_SUCCESS;
}
