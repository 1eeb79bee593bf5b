// Counts and forgets the objects of all registries.
#include "lifetimes.h"

#include "blas.h"
#include "memory.h"
#include "modules.h"
#include "programs.h"
#include "solver.h"
#include "streams.h"

namespace standin {

long liveHandles() {
    return streams().size() + events().size() + graphs().size() + executableGraphs().size() + modules().size() +
           programs().size() + blasHandles().size() + solverHandles().size() + jacobiParameters().size();
}

void forgetObjects() {
    forgetStreams();
    modules().clear();
    functions().clear();
    programs().clear();
    blasHandles().clear();
    solverHandles().clear();
    jacobiParameters().clear();
    releaseEverything();
}

}  // namespace standin
