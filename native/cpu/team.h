// The workers that share a call: the caller and threads that wait for the next one. A call's parts are numbered and
// each is always done by the same worker, so that sums have one order.
#ifndef SELI_CPU_TEAM_H
#define SELI_CPU_TEAM_H
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

class Team {
  public:
    /** The team of this process. */
    static Team &ofProcess();

    /** Runs part 0 to workers - 1 at once and returns when all are done; one call at a time. */
    void run(int workers, const std::function<void(int)> &part);

  private:
    void serve(int number);

    std::mutex calls;
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<std::thread> threads;
    const std::function<void(int)> *task = nullptr;
    std::atomic<long> call{0};
    int wanted = 0;
    std::atomic<int> left{0};
};

/** Where the workers of one call wait for one another, again and again. */
class Meeting {
  public:
    explicit Meeting(int workers) : workers(workers) {}

    /** Returns when all workers have come; what they wrote before is seen by all after. */
    void meet();

  private:
    const int workers;
    std::atomic<int> here{0};
    std::atomic<long> round{0};
};

#endif
