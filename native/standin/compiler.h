// Compiles a .cu program as C++ with g++ and the emulation header, and keeps what it compiled.
#pragma once
#include <string>
#include <vector>

namespace standin {

struct SourceFile {
    std::string name;
    std::string text;
};

struct Compilation {
    bool done = false;
    std::string log;
    std::string binary;  // the bytes of a shared object
};

// Compiles a program with its headers and -D definitions; the same text is compiled once for all processes.
Compilation compileKernels(const SourceFile &program, const std::vector<SourceFile> &headers,
                           const std::vector<std::string> &definitions);

// The names of the kernels in a preprocessed program.
std::vector<std::string> kernelNames(const std::string &text);

// A name for a text: 32 hexadecimal digits.
std::string fingerprint(const std::string &text);

}  // namespace standin
