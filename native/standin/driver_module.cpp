// Driver API: modules, functions, kernel launches.
#include <elf.h>

#include <algorithm>
#include <cstring>

#include "memory.h"
#include "modules.h"
#include "programs.h"
#include "state.h"
#include "streams.h"

using namespace standin;

extern "C" int cuDeviceGetAttribute(int *value, int attribute, int device);

namespace {

constexpr int MAX_THREADS = 0;              // CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK
constexpr int REGISTERS = 4;                // CU_FUNC_ATTRIBUTE_NUM_REGS
constexpr int DYNAMIC_SHARED = 8;           // CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES
constexpr int SHARED_OF_MULTIPROCESSOR = 81;  // CU_DEVICE_ATTRIBUTE_...
constexpr int SHARED_AT_MOST = 97;

// One attribute of device 0.
int deviceAttribute(int key) {
    int value = 0;
    cuDeviceGetAttribute(&value, key, 0);
    return value;
}

// The number of bytes of a shared object in memory: its section headers come last.
size_t imageBytes(const Elf64_Ehdr &header) {
    return header.e_shoff + size_t{header.e_shnum} * header.e_shentsize;
}

// The shared object that an image stands for: itself, or the one that a stand-in's PTX names; empty where neither.
std::string sharedObject(const void *image) {
    const auto *header = static_cast<const Elf64_Ehdr *>(image);
    if (memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) return binaryOfText(static_cast<const char *>(image));
    if (header->e_machine != EM_X86_64) return "";
    return std::string(static_cast<const char *>(image), imageBytes(*header));
}

// Whether grid and block are within the device's limits.
bool shapeAllowed(const KernelLaunch &launch) {
    const unsigned *grid = launch.grid;
    const unsigned *block = launch.block;
    uint64_t threads = uint64_t{block[0]} * block[1] * block[2];
    if (threads == 0 || threads > 1024 || block[2] > 64) return false;
    if (grid[0] == 0 || grid[1] == 0 || grid[2] == 0) return false;
    return grid[0] <= 2147483647u && grid[1] <= 65535 && grid[2] <= 65535;
}

// Copies the parameters, which a launch reads before it returns.
std::vector<std::vector<char>> copyParameters(const KernelEntry &entry, void **parameters) {
    std::vector<std::vector<char>> copies;
    for (int i = 0; i < entry.parameters; i++) {
        const char *first = static_cast<const char *>(parameters[i]);
        copies.emplace_back(first, first + entry.sizes[i]);
    }
    return copies;
}

// The work of one launch.
std::function<void()> kernelWork(std::shared_ptr<Function> function, KernelLaunch launch, void **parameters) {
    auto copies = copyParameters(*function->entry, parameters);
    return [=]() mutable {
        if (function->module->unloaded) {
            violation("%s: its module was unloaded before it ran", function->entry->name);
            return;
        }
        std::vector<void *> arguments;
        for (auto &copy : copies) arguments.push_back(copy.data());
        launch.seed = state().deferred ? static_cast<unsigned>(state().order()) : 0;
        function->entry->run(&launch, arguments.data());
        checkCanaries(function->entry->name);
    };
}

// Success, or why a launch is refused.
int launchStatus(const Function &function, const KernelLaunch &launch, void **parameters, void **extra) {
    const char *name = function.entry->name;
    if (!shapeAllowed(launch)) {
        violation("%s: grid or block beyond the limits of the device", name);
        return INVALID_VALUE;
    }
    if (launch.sharedBytes > static_cast<unsigned>(function.dynamicSharedBytes)) {
        violation("%s: %u bytes of dynamic shared memory, %d allowed by cuFuncSetAttribute", name, launch.sharedBytes,
                  function.dynamicSharedBytes);
        return INVALID_VALUE;
    }
    if (extra != nullptr || (function.entry->parameters > 0 && parameters == nullptr)) {
        violation("%s: the kernel's parameters are missing or given as extra options", name);
        return INVALID_VALUE;
    }
    return SUCCESS;
}

}  // namespace

STANDIN_API int cuModuleLoadData(void **handle, const void *image) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    std::string object = sharedObject(image);
    if (object.empty()) return NO_BINARY_FOR_GPU;
    auto module = loadModule(entry.name(), object.data(), object.size());
    if (!module) return NO_BINARY_FOR_GPU;
    *handle = modules().add(module);
    return SUCCESS;
}

STANDIN_API int cuModuleLoadDataEx(void **handle, const void *image, unsigned, int *, void **) {
    return cuModuleLoadData(handle, image);
}

STANDIN_API int cuModuleUnload(void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT_NO_CAPTURE);
    auto module = modules().find(entry.name(), handle);
    if (!module) return INVALID_HANDLE;
    drainAll();
    module->unloaded = true;
    modules().remove(entry.name(), handle);
    return SUCCESS;
}

STANDIN_API int cuModuleGetFunction(void **handle, void *moduleHandle, const char *name) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto module = modules().find(entry.name(), moduleHandle);
    if (!module) return INVALID_HANDLE;
    for (const KernelEntry *kernel = module->entries; kernel->name != nullptr; kernel++) {
        if (strcmp(kernel->name, name) != 0) continue;
        auto function = std::make_shared<Function>();
        function->module = module;
        function->entry = kernel;
        *handle = functions().add(function);
        return SUCCESS;
    }
    return NOT_FOUND;
}

STANDIN_API int cuFuncSetAttribute(void *handle, int attribute, int value) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto function = functions().find(entry.name(), handle);
    if (!function || function->module->unloaded) return INVALID_HANDLE;
    if (attribute != DYNAMIC_SHARED) return SUCCESS;
    if (value < 0 || value > deviceAttribute(SHARED_AT_MOST)) return INVALID_VALUE;
    function->dynamicSharedBytes = value;
    return SUCCESS;
}

STANDIN_API int cuFuncGetAttribute(int *value, int attribute, void *handle) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto function = functions().find(entry.name(), handle);
    if (!function || function->module->unloaded) return INVALID_HANDLE;
    *value = attribute == MAX_THREADS ? 1024 : attribute == REGISTERS ? 32 : 0;
    if (attribute == DYNAMIC_SHARED) *value = function->dynamicSharedBytes;
    return SUCCESS;
}

STANDIN_API int cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, void *handle, int threads, size_t shared) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    auto function = functions().find(entry.name(), handle);
    if (!function || function->module->unloaded) return INVALID_HANDLE;
    if (threads <= 0 || threads > 1024) return INVALID_VALUE;
    int byShared = deviceAttribute(SHARED_OF_MULTIPROCESSOR) / static_cast<int>(shared + 1024);
    *blocks = std::min({2048 / threads, byShared, 32});
    return SUCCESS;
}

STANDIN_API int cuLaunchKernel(void *handle, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                               unsigned blockY, unsigned blockZ, unsigned sharedBytes, void *streamHandle,
                               void **parameters, void **extra) {
    STANDIN_ENTER(DRIVER, CONTEXT);
    StreamPointer stream = streamOf(entry.name(), streamHandle);
    auto function = functions().find(entry.name(), handle);
    if (!stream || !function) return INVALID_HANDLE;
    if (function->module->unloaded) {
        violation("%s: %s: its module was unloaded", entry.name().c_str(), function->entry->name);
        return INVALID_HANDLE;
    }
    KernelLaunch launch{{gridX, gridY, gridZ}, {blockX, blockY, blockZ}, sharedBytes, 0};
    if (int status = launchStatus(*function, launch, parameters, extra)) return status;
    state().launches++;
    Operation(function->entry->name).issue(stream, kernelWork(function, launch, parameters));
    return state().sticky;
}
