// Loads a module from a private file that is gone as soon as it is loaded, and connects its hooks.
#include "modules.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

#include "memory.h"

namespace standin {

namespace {

// Called before a kernel runs: each pointer parameter has to be device memory that is live, or null.
void checkPointer(const char *kernel, int parameter, const void *pointer) {
    std::string argument = "parameter " + std::to_string(parameter);
    if (pointer != nullptr) deviceRange(kernel, argument.c_str(), pointer, 1);
}

// Called by a kernel that breaks a rule.
void report(const char *kernel, const char *what) { violation("%s: %s", kernel, what); }

// Writes all bytes to a file descriptor.
bool writeAll(int file, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written <= 0) return false;
        bytes += written;
        count -= static_cast<size_t>(written);
    }
    return true;
}

// Opens a shared object that is given as bytes; null where it is none.
void *openLibrary(const void *image, size_t bytes) {
    char path[] = "/tmp/seli-standin-XXXXXX";
    int file = mkstemp(path);
    if (file < 0) return nullptr;
    bool whole = writeAll(file, static_cast<const char *>(image), bytes);
    close(file);
    void *library = whole ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : nullptr;
    unlink(path);
    return library;
}

}  // namespace

Module::~Module() {
    if (library != nullptr) dlclose(library);
}

Registry<Module> &modules() {
    static auto *registry = new Registry<Module>("module");
    return *registry;
}

Registry<Function> &functions() {
    static auto *registry = new Registry<Function>("function");
    return *registry;
}

std::shared_ptr<Module> loadModule(const std::string &call, const void *image, size_t bytes) {
    auto module = std::make_shared<Module>();
    module->library = openLibrary(image, bytes);
    if (module->library == nullptr) {
        const char *why = dlerror();
        violation("%s: %s", call.c_str(), why != nullptr ? why : "the module's file cannot be written");
        return nullptr;
    }
    module->hooks = static_cast<KernelHooks *>(dlsym(module->library, "kernel_hooks"));
    module->entries = static_cast<const KernelEntry *>(dlsym(module->library, "kernel_entries"));
    if (module->hooks == nullptr || module->entries == nullptr) {
        violation("%s: the module exports no kernels", call.c_str());
        return nullptr;
    }
    *module->hooks = KernelHooks{checkPointer, report};
    return module;
}

}  // namespace standin
