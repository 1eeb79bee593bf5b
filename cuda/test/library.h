// The kernels of one .cu file, compiled by g++ through native/emulation into a library, and how a test launches them.
#pragma once
#include <dlfcn.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "device.h"
#include "kernel_abi.h"

/** What the emulation reported since the last look. */
inline std::vector<std::string> reports;

struct Launch {
    unsigned grid = 1;
    unsigned block = 256;
    unsigned sharedBytes = 0;
    unsigned seed = 0;
};

class KernelLibrary {
    void *handle;
    const KernelEntry *entries;

    static void checkPointer(const char *kernel, int parameter, const void *pointer) {
        const char *address = static_cast<const char *>(pointer);
        auto after = liveArrays.upper_bound(address);
        bool live = after != liveArrays.begin() && address <= std::prev(after)->first + std::prev(after)->second;
        if (!live) reports.push_back(std::string(kernel) + ": parameter " + std::to_string(parameter) + " is no array");
    }

    static void report(const char *kernel, const char *what) { reports.push_back(std::string(kernel) + ": " + what); }

    const KernelEntry &entry(const std::string &name) const {
        for (const KernelEntry *e = entries; e->name; e++) {
            if (name == e->name) return *e;
        }
        throw std::runtime_error("no kernel " + name);
    }

  public:
    explicit KernelLibrary(const std::string &path) : handle(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
        if (!handle) throw std::runtime_error(dlerror());
        entries = static_cast<const KernelEntry *>(dlsym(handle, "kernel_entries"));
        *static_cast<KernelHooks *>(dlsym(handle, "kernel_hooks")) = {checkPointer, report};
    }
    KernelLibrary(const KernelLibrary &) = delete;
    ~KernelLibrary() { dlclose(handle); }

    /** Launches with arguments of exactly the parameters' sizes. */
    template <class... A> void launch(const std::string &name, const Launch &with, A... arguments) const {
        const KernelEntry &kernel = entry(name);
        const int sizes[] = {static_cast<int>(sizeof(A))...};
        bool fits = kernel.parameters == static_cast<int>(sizeof...(A));
        for (int i = 0; fits && i < kernel.parameters; i++) fits = sizes[i] == kernel.sizes[i];
        if (!fits) throw std::runtime_error("arguments of " + name + " do not match its parameters");
        void *pointers[] = {&arguments...};
        KernelLaunch launch{{with.grid, 1, 1}, {with.block, 1, 1}, with.sharedBytes, with.seed};
        kernel.run(&launch, pointers);
    }
};

/** The libraries of one number type: folder/NAME-TYPE.so. */
class KernelLibraries {
    std::string folder;
    std::string type;
    std::map<std::string, std::unique_ptr<KernelLibrary>> open;

  public:
    KernelLibraries(std::string where, std::string real) : folder(std::move(where)), type(std::move(real)) {}

    const std::string &real() const { return type; }

    const KernelLibrary &operator[](const std::string &name) {
        auto &library = open[name];
        if (!library) library = std::make_unique<KernelLibrary>(folder + "/" + name + "-" + type + ".so");
        return *library;
    }
};

/** Grids and orders under which an entrywise kernel must give the same bits. */
inline std::vector<Launch> variedLaunches() {
    return {{1, 256, 0, 0}, {3, 256, 0, 1}, {7, 256, 0, 271828}};
}

/** Orders of threads and blocks at one grid, under which a reduction must give the same bits. */
inline std::vector<Launch> variedOrders(unsigned grid) {
    return {{grid, 256, 0, 0}, {grid, 256, 0, 7}, {grid, 256, 0, 31415}};
}

template <class T> bool sameBits(const std::vector<T> &a, const std::vector<T> &b) {
    return a.size() == b.size() && (a.empty() || memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0);
}
