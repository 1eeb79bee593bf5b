// Every object that a caller made and has to give back.
#pragma once

namespace standin {

// Live streams, events, graphs, modules, library handles, programs and parameter objects.
long liveHandles();

// Forgets them all, and all memory: what the end of a broken context does.
void forgetObjects();

}  // namespace standin
