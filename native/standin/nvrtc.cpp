// NVRTC: the same source compiled by g++; a cubin is a shared object, PTX is a text that names one.
#include <algorithm>
#include <cstring>
#include <map>

#include "programs.h"
#include "state.h"

using namespace standin;

namespace {

enum Status { DONE = 0, INVALID_INPUT = 3, INVALID_PROGRAM = 4, INVALID_OPTION = 5, COMPILATION_FAILED = 6 };

const char PTX_START[] = "// PTX of the stand-in: module ";

// Architectures of the two generations.
const std::vector<int> &architectures() {
    static const std::vector<int> twelve = {50, 52, 53, 60, 61, 62, 70, 72, 75, 80, 86, 87, 89, 90};
    static const std::vector<int> thirteen = {75, 80, 86, 87, 88, 89, 90, 100, 103, 110, 120, 121};
    return generation() == 13 ? thirteen : twelve;
}

// Shared objects by the fingerprint that PTX names.
std::map<std::string, std::string> &namedBinaries() {
    static auto *binaries = new std::map<std::string, std::string>;
    return *binaries;
}

// What the options of one compilation ask for.
struct Options {
    std::vector<std::string> definitions;
    bool real = true;
    std::string refused;
};

// Whether a text begins with another.
bool startsWith(const std::string &text, const char *start) { return text.rfind(start, 0) == 0; }

// Reads the architecture of an option, as sm_NN or compute_NN.
void readArchitecture(const std::string &value, Options *options) {
    size_t digits = value.find_first_of("0123456789");
    bool real = startsWith(value, "sm_");
    int number = digits == std::string::npos ? 0 : atoi(value.c_str() + digits);
    bool known = std::count(architectures().begin(), architectures().end(), number) > 0;
    if (!known || (!real && !startsWith(value, "compute_"))) {
        options->refused = "invalid value for --gpu-architecture (-arch): " + value;
    }
    options->real = real;
}

// Whether an option is one that changes nothing here.
bool isHarmless(const std::string &option) {
    for (const char *start : {"--std=", "-std=", "--fmad=", "-fmad=", "--device-debug", "-G", "--generate-line-info",
                              "-lineinfo", "--maxrregcount", "--ftz=", "--prec-", "--restrict", "-restrict",
                              "--extra-device-vectorization", "--disable-warnings", "-w", "--device-as-default",
                              "-default-device", "--include-path=", "-I", "--use_fast_math", "--ptxas-options"}) {
        if (startsWith(option, start)) return true;
    }
    return false;
}

// Sorts the options of a compilation.
Options readOptions(int count, const char *const *given) {
    Options options;
    for (int i = 0; i < count; i++) {
        std::string option = given[i];
        if (option == "-D" && i + 1 < count) {
            options.definitions.push_back(std::string("-D") + given[++i]);
        } else if (startsWith(option, "-D")) {
            options.definitions.push_back(option);
        } else if (startsWith(option, "--define-macro=")) {
            options.definitions.push_back("-D" + option.substr(strlen("--define-macro=")));
        } else if (startsWith(option, "--gpu-architecture=") || startsWith(option, "-arch=")) {
            readArchitecture(option.substr(option.find('=') + 1), &options);
        } else if (!isHarmless(option)) {
            options.refused = "unrecognized option " + option + " found";
        }
    }
    return options;
}

// What a program's PTX says; empty where nothing was compiled.
std::string ptxOf(const Program &program) {
    if (!program.compilation.done) return "";
    std::string name = fingerprint(program.compilation.binary);
    namedBinaries()[name] = program.compilation.binary;
    return PTX_START + name + "\n.version 8.5\n";
}

}  // namespace

Registry<Program> &standin::programs() {
    static auto *registry = new Registry<Program>("program");
    return *registry;
}

std::string standin::binaryOfText(const char *text) {
    if (!startsWith(text, PTX_START)) return "";
    auto found = namedBinaries().find(std::string(text + strlen(PTX_START), 32));
    return found == namedBinaries().end() ? "" : found->second;
}

STANDIN_API int nvrtcVersion(int *major, int *minor) {
    STANDIN_ENTER(COMPILER, NOTHING);
    *major = generation();
    *minor = generation() == 13 ? 0 : 6;
    return DONE;
}

STANDIN_API int nvrtcGetNumSupportedArchs(int *count) {
    STANDIN_ENTER(COMPILER, NOTHING);
    *count = static_cast<int>(architectures().size());
    return DONE;
}

STANDIN_API int nvrtcGetSupportedArchs(int *numbers) {
    STANDIN_ENTER(COMPILER, NOTHING);
    std::copy(architectures().begin(), architectures().end(), numbers);
    return DONE;
}

STANDIN_API int nvrtcCreateProgram(void **handle, const char *text, const char *name, int count,
                                   const char *const *headers, const char *const *names) {
    STANDIN_ENTER(COMPILER, NOTHING);
    if (text == nullptr || count < 0 || (count > 0 && (headers == nullptr || names == nullptr))) return INVALID_INPUT;
    auto program = std::make_shared<Program>();
    program->source = SourceFile{name != nullptr ? name : "default_program", text};
    for (int i = 0; i < count; i++) program->headers.push_back(SourceFile{names[i], headers[i]});
    *handle = programs().add(program);
    return DONE;
}

STANDIN_API int nvrtcDestroyProgram(void **handle) {
    STANDIN_ENTER(COMPILER, NOTHING);
    if (handle == nullptr || !programs().remove(entry.name(), *handle)) return INVALID_PROGRAM;
    *handle = nullptr;
    return DONE;
}

STANDIN_API int nvrtcCompileProgram(void *handle, int count, const char *const *given) {
    STANDIN_ENTER(COMPILER, NOTHING);
    auto program = programs().find(entry.name(), handle);
    if (!program) return INVALID_PROGRAM;
    Options options = readOptions(count, given);
    program->real = options.real;
    program->compilation = Compilation{};
    if (!options.refused.empty()) {
        program->compilation.log = "nvrtc: error: " + options.refused + "\n";
        return INVALID_OPTION;
    }
    program->compilation = compileKernels(program->source, program->headers, options.definitions);
    return program->compilation.done ? DONE : COMPILATION_FAILED;
}

STANDIN_API int nvrtcGetProgramLogSize(void *handle, size_t *bytes) {
    STANDIN_ENTER(COMPILER, NOTHING);
    auto program = programs().find(entry.name(), handle);
    if (!program) return INVALID_PROGRAM;
    *bytes = program->compilation.log.size() + 1;
    return DONE;
}

STANDIN_API int nvrtcGetProgramLog(void *handle, char *text) {
    STANDIN_ENTER(COMPILER, NOTHING);
    auto program = programs().find(entry.name(), handle);
    if (!program) return INVALID_PROGRAM;
    strcpy(text, program->compilation.log.c_str());
    return DONE;
}

STANDIN_API int nvrtcGetCUBINSize(void *handle, size_t *bytes) {
    STANDIN_ENTER(COMPILER, NOTHING);
    auto program = programs().find(entry.name(), handle);
    if (!program) return INVALID_PROGRAM;
    *bytes = program->real ? program->compilation.binary.size() : 0;
    return DONE;
}

STANDIN_API int nvrtcGetCUBIN(void *handle, char *bytes) {
    STANDIN_ENTER(COMPILER, NOTHING);
    auto program = programs().find(entry.name(), handle);
    if (!program) return INVALID_PROGRAM;
    if (program->real) memcpy(bytes, program->compilation.binary.data(), program->compilation.binary.size());
    return DONE;
}

STANDIN_API int nvrtcGetPTXSize(void *handle, size_t *bytes) {
    STANDIN_ENTER(COMPILER, NOTHING);
    auto program = programs().find(entry.name(), handle);
    if (!program) return INVALID_PROGRAM;
    *bytes = ptxOf(*program).size() + 1;
    return DONE;
}

STANDIN_API int nvrtcGetPTX(void *handle, char *text) {
    STANDIN_ENTER(COMPILER, NOTHING);
    auto program = programs().find(entry.name(), handle);
    if (!program) return INVALID_PROGRAM;
    strcpy(text, ptxOf(*program).c_str());
    return DONE;
}

STANDIN_API const char *nvrtcGetErrorString(int status) {
    switch (status) {
        case DONE: return "NVRTC_SUCCESS";
        case INVALID_INPUT: return "NVRTC_ERROR_INVALID_INPUT";
        case INVALID_PROGRAM: return "NVRTC_ERROR_INVALID_PROGRAM";
        case INVALID_OPTION: return "NVRTC_ERROR_INVALID_OPTION";
        case COMPILATION_FAILED: return "NVRTC_ERROR_COMPILATION";
        default: return "NVRTC_ERROR unknown";
    }
}
