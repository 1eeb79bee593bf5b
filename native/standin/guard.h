// Runs work so that a memory fault in it is told and the process lives.
#pragma once
#include <functional>

namespace standin {

// Runs work; returns 0, or the number of the signal that ended it.
int runGuarded(const std::function<void()> &work);

}  // namespace standin
