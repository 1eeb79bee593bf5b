// A library that has nothing but its name, its version, and the core that it stands before.
extern "C" void seli_standin_loaded(int generation);

namespace {

// Tells the core which set of libraries was loaded.
__attribute__((constructor)) void loaded() { seli_standin_loaded(SELI_GENERATION); }

}  // namespace
