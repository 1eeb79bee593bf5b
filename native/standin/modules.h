// Kernels that were compiled as C++: a module is a shared object that exports a table of them.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "../emulation/kernel_abi.h"
#include "registry.h"

namespace standin {

struct Module {
    void *library = nullptr;
    KernelHooks *hooks = nullptr;
    const KernelEntry *entries = nullptr;
    bool unloaded = false;
    ~Module();
};

struct Function {
    std::shared_ptr<Module> module;
    const KernelEntry *entry;
    int dynamicSharedBytes = 49152;
};

Registry<Module> &modules();
Registry<Function> &functions();

// Loads the bytes of a shared object; nothing, with a violation, where they are none with kernels.
std::shared_ptr<Module> loadModule(const std::string &call, const void *image, size_t bytes);

}  // namespace standin
