#include "team.h"

namespace {

/** Looks at an atomic before a thread gives way to others: a few microseconds, the time between calls. */
constexpr int LOOKS = 20000;

void rest() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/** Waits until done() holds, first busily, then giving the processor to whoever wants it. */
template <class Condition> void await(Condition done) {
    for (int looks = 0; !done(); looks++) {
        if (looks < LOOKS) {
            rest();
        } else {
            std::this_thread::yield();
        }
    }
}

} // namespace

Team &Team::ofProcess() {
    static Team *team = new Team; // never destroyed: its threads may outlive main
    return *team;
}

void Team::run(int workers, const std::function<void(int)> &part) {
    if (workers <= 1) {
        part(0);
        return;
    }
    std::lock_guard<std::mutex> oneCall(calls);
    {
        std::lock_guard<std::mutex> lock(mutex);
        while (static_cast<int>(threads.size()) < workers - 1) {
            int number = static_cast<int>(threads.size()) + 1;
            threads.emplace_back([this, number] { serve(number); });
        }
        task = &part;
        wanted = workers;
        left.store(workers - 1);
        call.fetch_add(1);
    }
    changed.notify_all();
    part(0);
    await([this] { return left.load(std::memory_order_acquire) == 0; });
}

void Team::serve(int number) {
    long seen = 0;
    {
        std::lock_guard<std::mutex> lock(mutex);
        seen = call.load() - (number < wanted ? 1 : 0); // made for the call that is under way
    }
    while (true) {
        for (int looks = 0; looks < LOOKS && call.load(std::memory_order_acquire) == seen; looks++) {
            rest();
        }
        const std::function<void(int)> *mine = nullptr;
        {
            std::unique_lock<std::mutex> lock(mutex);
            changed.wait(lock, [&] { return call.load() != seen; });
            seen = call.load();
            if (number < wanted) {
                mine = task;
            }
        }
        if (mine != nullptr) {
            (*mine)(number);
            left.fetch_sub(1, std::memory_order_release);
        }
    }
}

void Meeting::meet() {
    const long now = round.load(std::memory_order_acquire);
    if (here.fetch_add(1, std::memory_order_acq_rel) == workers - 1) {
        here.store(0, std::memory_order_relaxed);
        round.fetch_add(1, std::memory_order_release);
        return;
    }
    await([&] { return round.load(std::memory_order_acquire) != now; });
}
