// Calls of many sizes one after the other, and meetings in which nobody is ahead.
#include "../team.h"
#include "check.h"

#include <vector>

void teamTest(Checks &checks) {
    for (int round = 0; round < 200; round++) {
        const int workers = 1 + round % 5;
        std::vector<long> values(5, -1);
        Team::ofProcess().run(workers, [&](int part) { values[static_cast<std::size_t>(part)] = part; });
        for (int part = 0; part < 5; part++) {
            checks.that(values[static_cast<std::size_t>(part)] == (part < workers ? part : -1), "part %d of %d", part, workers);
        }
    }
    Meeting meeting(3);
    std::vector<long> steps(3 * 16);
    bool isTogether[3] = {true, true, true};
    Team::ofProcess().run(3, [&](int part) {
        for (long step = 1; step <= 1000; step++) {
            steps[static_cast<std::size_t>(part) * 16] = step;
            meeting.meet();
            for (std::size_t other = 0; other < 3; other++) {
                isTogether[part] = isTogether[part] && steps[other * 16] == step;
            }
            meeting.meet();
        }
    });
    checks.that(isTogether[0] && isTogether[1] && isTogether[2], "a worker ran ahead of a meeting");
}
