// One call of a cuSOLVER function: its handle, its stream, and the checks of its arguments.
#pragma once
#include <algorithm>
#include <cstring>

#include "memory.h"
#include "solver.h"
#include "state.h"
#include "streams.h"

namespace standin {

enum SolverStatus { SOLVER_SUCCESS = 0, SOLVER_NOT_INITIALIZED = 1, SOLVER_INVALID_VALUE = 3,
                    SOLVER_EXECUTION_FAILED = 6 };

class SolverCall {
public:
    SolverCall(const std::string &name, void *handle) : handle_(solverHandles().find(name, handle)), operation_(name) {
        if (handle_) stream_ = streamOf(name, handle_->streamHandle);
    }

    // Success, or why the call is refused; asked for once all arguments are named.
    int status() const {
        if (!handle_) return SOLVER_NOT_INITIALIZED;
        return stream_ && operation_.sound() ? SOLVER_SUCCESS : SOLVER_INVALID_VALUE;
    }

    // A matrix of rows x cols elements with its leading dimension.
    SolverCall &matrix(const char *argument, const void *start, int64_t rows, int64_t cols, int64_t ld, size_t bytes) {
        if (rows > 0 && cols > 0 && ld < rows) {
            violation("%s: %s: leading dimension %ld < %ld rows", operation_.call().c_str(), argument, ld, rows);
            operation_.refuse();
        } else if (rows > 0 && cols > 0) {
            operation_.device(argument, start, static_cast<size_t>(ld * (cols - 1) + rows) * bytes);
        }
        return *this;
    }

    // A run of elements.
    SolverCall &array(const char *argument, const void *start, int64_t elements, size_t bytes) {
        if (elements > 0) operation_.device(argument, start, static_cast<size_t>(elements) * bytes);
        return *this;
    }

    // The workspace, which has to be as long as the bufferSize function says.
    SolverCall &workspace(const void *start, int64_t elements, int64_t needed, size_t bytes) {
        if (elements < needed) {
            violation("%s: workspace of %ld elements, %ld needed", operation_.call().c_str(), elements, needed);
            operation_.refuse();
        }
        return array("workspace", start, elements, bytes);
    }

    // Tells of a wrong argument unless the condition holds.
    SolverCall &require(bool holds, const char *rule) {
        if (holds) return *this;
        violation("%s: the rule is broken that %s", operation_.call().c_str(), rule);
        operation_.refuse();
        return *this;
    }

    // Issues the work; a decomposition waits for the host in between, so that it cannot be captured.
    int issue(std::function<void()> run) {
        if (stream_->capture) {
            invalidateCapture(operation_.call(), stream_);
            return SOLVER_EXECUTION_FAILED;
        }
        operation_.issue(stream_, std::move(run));
        return state().sticky ? SOLVER_EXECUTION_FAILED : SOLVER_SUCCESS;
    }

    const std::string &name() const { return operation_.call(); }

private:
    std::shared_ptr<SolverHandle> handle_;
    StreamPointer stream_;
    Operation operation_;
};

// Fills the columns of a matrix with poison: what is left of an input that a method destroys.
template <class T>
void poisonColumns(T *start, int64_t rows, int64_t cols, int64_t ld) {
    for (int64_t j = 0; j < cols; j++) memset(start + j * ld, POISON, static_cast<size_t>(rows) * sizeof(T));
}

}  // namespace standin

// Begins a cuSOLVER function: refuses the call where it must, else `call` takes its arguments.
#define STANDIN_SOLVER(handle)      \
    STANDIN_ENTER(SOLVER, CONTEXT); \
    standin::SolverCall call(entry.name(), handle)
