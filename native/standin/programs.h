// Programs of the NVRTC stand-in.
#pragma once
#include <string>
#include <vector>

#include "compiler.h"
#include "registry.h"

namespace standin {

struct Program {
    SourceFile source;
    std::vector<SourceFile> headers;
    Compilation compilation;
    bool real = true;  // compiled for a real architecture (sm_NN), so that there is a cubin
};

Registry<Program> &programs();

// The shared object that a stand-in's PTX names; empty where the text is no such PTX.
std::string binaryOfText(const char *text);

}  // namespace standin
