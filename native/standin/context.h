// The device's primary context and those that a test creates: one stack of current contexts per thread.
#pragma once

namespace standin {

// Whether the calling thread has a live current context.
bool hasCurrentContext();

// References to the primary context that were not given back, plus created contexts that live.
long liveContexts();

// Forgets every context.
void forgetContexts();

}  // namespace standin
