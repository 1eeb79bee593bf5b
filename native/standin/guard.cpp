// Takes the fault signals while work runs, on a stack of its own; signals of other threads go to who had them before.
#include "guard.h"

#include <setjmp.h>
#include <signal.h>

#include <mutex>

#include "state.h"

namespace standin {

namespace {

constexpr int SIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE};
constexpr size_t STACK_BYTES = 65536;

thread_local sigjmp_buf escape;
thread_local bool guarded = false;
thread_local char signalStack[STACK_BYTES];
struct sigaction previous[3];

// Hands a signal that is not ours to the handler that was there before.
void forward(int index, int signal, siginfo_t *info, void *context) {
    const struct sigaction &before = previous[index];
    if (before.sa_flags & SA_SIGINFO) {
        before.sa_sigaction(signal, info, context);
    } else {
        ::signal(signal, SIG_DFL);
        raise(signal);
    }
}

// Leaves guarded work at a fault.
void onFault(int signal, siginfo_t *info, void *context) {
    if (guarded) siglongjmp(escape, signal);
    for (int i = 0; i < 3; i++) {
        if (SIGNALS[i] == signal) forward(i, signal, info, context);
    }
}

// Installs the handlers and the signal stack for as long as it lives.
class FaultHandlers {
public:
    FaultHandlers() {
        stack_t own{};
        own.ss_sp = signalStack;
        own.ss_size = STACK_BYTES;
        sigaltstack(&own, &before_);
        struct sigaction action{};
        action.sa_sigaction = onFault;
        action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
        for (int i = 0; i < 3; i++) sigaction(SIGNALS[i], &action, &previous[i]);
    }
    ~FaultHandlers() {
        for (int i = 0; i < 3; i++) sigaction(SIGNALS[i], &previous[i], nullptr);
        sigaltstack(&before_, nullptr);
    }
    FaultHandlers(const FaultHandlers &) = delete;
    FaultHandlers &operator=(const FaultHandlers &) = delete;

private:
    stack_t before_{};
};

}  // namespace

int runGuarded(const std::function<void()> &work) {
    if (guarded || !state().catchWildAccess) {
        work();
        return 0;
    }
    FaultHandlers handlers;
    int signal = sigsetjmp(escape, 1);
    if (signal == 0) {
        guarded = true;
        work();
    }
    guarded = false;
    return signal;
}

}  // namespace standin
