// Files, private folders and child processes of the compiler.
#pragma once
#include <string>
#include <vector>

namespace standin {

// The whole text of a file; empty where it cannot be read.
std::string readFile(const std::string &path);

// Writes a file whole, under another name first; false where it cannot.
bool writeFile(const std::string &path, const std::string &text);

// A new private folder that goes, with the files in it, at the end of the scope.
class PrivateFolder {
public:
    PrivateFolder();
    ~PrivateFolder();
    PrivateFolder(const PrivateFolder &) = delete;
    PrivateFolder &operator=(const PrivateFolder &) = delete;
    const std::string &path() const { return path_; }

private:
    std::string path_;
};

// Makes a folder and the ones above it.
void makeFolders(const std::string &path);

// Runs a command with its messages in a file; returns its exit status.
int runCommand(const std::vector<std::string> &words, const std::string &messages);

}  // namespace standin
