// Steps: find the kernels in the preprocessed program, append their table, compile, keep the result by its fingerprint.
#include "compiler.h"

#include <dlfcn.h>
#include <stdlib.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <mutex>
#include <regex>

#include "files.h"

namespace standin {

namespace {

const std::vector<std::string> COMPILE = {"g++",    "-std=c++17", "-O2", "-shared", "-fPIC", "-fno-gnu-unique",
                                          "-fno-strict-aliasing", "-w",  "-Wl,-Bsymbolic"};

// The folder of emulation.h: named by the environment, or the one known when the stand-in was built.
std::string emulationFolder() {
    const char *chosen = getenv("SELI_STANDIN_EMULATION");
    return chosen != nullptr ? chosen : SELI_EMULATION_FOLDER;
}

// Where compiled modules are kept: beside this library.
std::string cacheFolder() {
    Dl_info self;
    if (dladdr(reinterpret_cast<void *>(&fingerprint), &self) == 0) return "";
    return (std::filesystem::path(self.dli_fname).parent_path() / "cache").string();
}

// The text of every header of the emulation, so that a change in one makes every module new.
const std::string &emulationText() {
    static const std::string text = [] {
        std::string all;
        std::map<std::string, std::string> files;
        std::error_code ignored;
        for (auto &file : std::filesystem::directory_iterator(emulationFolder(), ignored)) {
            if (file.path().extension() == ".h") files[file.path().string()] = readFile(file.path().string());
        }
        for (auto &file : files) all += file.second;
        return all;
    }();
    return text;
}

// One round of the FNV hash in 64 bits.
uint64_t fnv(const std::string &text, uint64_t start) {
    uint64_t hash = start;
    for (unsigned char byte : text) hash = (hash ^ byte) * 1099511628211ull;
    return hash;
}

// Everything that the result depends on, as one text.
std::string everything(const SourceFile &program, const std::vector<SourceFile> &headers,
                       const std::vector<std::string> &definitions) {
    std::string all = program.name + '\0' + program.text + '\0' + emulationText();
    for (auto &header : headers) all += '\0' + header.name + '\0' + header.text;
    for (auto &definition : definitions) all += '\0' + definition;
    for (auto &word : COMPILE) all += '\0' + word;
    return all;
}

// The program with its macros and includes resolved, but without the emulation; empty where that fails.
std::string preprocessed(const std::string &folder, const std::vector<std::string> &definitions) {
    std::vector<std::string> words = {"g++", "-E", "-P", "-DEMULATION=1", "-x", "c++", "-I", folder, "-o"};
    words.push_back(folder + "/plain.txt");
    words.insert(words.end(), definitions.begin(), definitions.end());
    words.push_back(folder + "/program.cu");
    return runCommand(words, folder + "/ignored.txt") == 0 ? readFile(folder + "/plain.txt") : "";
}

// The table of kernels that ends a module.
std::string kernelTable(const std::vector<std::string> &names) {
    std::string table = "\nKERNEL_TABLE_BEGIN\n";
    for (auto &name : names) table += "KERNEL_ENTRY(" + name + ")\n";
    return table + "KERNEL_TABLE_END\n";
}

// Compiles in a private folder.
Compilation compileAnew(const SourceFile &program, const std::vector<SourceFile> &headers,
                        const std::vector<std::string> &definitions) {
    PrivateFolder folder;
    for (auto &header : headers) {
        std::filesystem::path path = std::filesystem::path(folder.path()) / header.name;
        makeFolders(path.parent_path().string());
        writeFile(path.string(), header.text);
    }
    writeFile(folder.path() + "/program.cu", program.text);
    auto names = kernelNames(preprocessed(folder.path(), definitions));
    std::string source = "#line 1 \"" + program.name + "\"\n" + program.text + kernelTable(names);
    writeFile(folder.path() + "/program.cpp", source);
    std::vector<std::string> words = COMPILE;
    words.insert(words.end(), definitions.begin(), definitions.end());
    for (auto &word : {std::string("-I"), folder.path(), std::string("-I"), emulationFolder(), std::string("-include"),
                       emulationFolder() + "/emulation.h", std::string("-o"), folder.path() + "/module",
                       folder.path() + "/program.cpp"}) {
        words.push_back(word);
    }
    Compilation result;
    result.done = runCommand(words, folder.path() + "/log.txt") == 0;
    result.log = readFile(folder.path() + "/log.txt");
    if (result.done) result.binary = readFile(folder.path() + "/module");
    return result;
}

}  // namespace

std::string fingerprint(const std::string &text) {
    char digits[33];
    snprintf(digits, sizeof digits, "%016lx%016lx", fnv(text, 14695981039346656037ull), fnv(text, 1099511628211ull));
    return digits;
}

std::vector<std::string> kernelNames(const std::string &text) {
    static const std::regex kernel(
        "__global__\\s+void\\s+(?:__launch_bounds__\\s*\\([^()]*(?:\\([^()]*\\)[^()]*)*\\)\\s*)?"
        "(\\w+)\\s*\\([^;{]*\\{");
    std::vector<std::string> names;
    for (std::sregex_iterator found(text.begin(), text.end(), kernel), end; found != end; ++found) {
        names.push_back((*found)[1]);
    }
    return names;
}

Compilation compileKernels(const SourceFile &program, const std::vector<SourceFile> &headers,
                           const std::vector<std::string> &definitions) {
    static std::mutex one;
    static auto *known = new std::map<std::string, Compilation>;
    std::lock_guard<std::mutex> held(one);
    std::string key = fingerprint(everything(program, headers, definitions));
    auto found = known->find(key);
    if (found != known->end()) return found->second;
    std::string file = cacheFolder() + "/" + key + ".module";
    Compilation result;
    result.binary = readFile(file);
    result.done = !result.binary.empty();
    if (!result.done) {
        result = compileAnew(program, headers, definitions);
        makeFolders(cacheFolder());
        if (result.done) writeFile(file, result.binary);
    }
    if (result.done) known->emplace(key, result);
    return result;
}

}  // namespace standin
