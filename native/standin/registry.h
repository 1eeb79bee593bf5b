// Live objects of one kind by handle; a handle is never used twice, so that a stale one is always found out.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "state.h"

namespace standin {

template <class T>
class Registry {
public:
    explicit Registry(const char *kind) : kind_(kind) {}

    // Keeps an object and returns its handle.
    void *add(std::shared_ptr<T> object) {
        void *handle = nextHandle();
        live_[handle] = std::move(object);
        return handle;
    }

    // The object of a handle, or nothing and a violation.
    std::shared_ptr<T> find(const std::string &call, void *handle) const {
        auto found = live_.find(handle);
        if (found != live_.end()) return found->second;
        violation("%s: %s %p is not live", call.c_str(), kind_, handle);
        return nullptr;
    }

    // Ends the life of a handle; false, with a violation, where it had none.
    bool remove(const std::string &call, void *handle) {
        if (live_.erase(handle)) return true;
        violation("%s: %s %p is not live", call.c_str(), kind_, handle);
        return false;
    }

    // Every live object.
    std::vector<std::shared_ptr<T>> all() const {
        std::vector<std::shared_ptr<T>> objects;
        for (auto &entry : live_) objects.push_back(entry.second);
        return objects;
    }

    long size() const { return static_cast<long>(live_.size()); }
    void clear() { live_.clear(); }

private:
    const char *kind_;
    std::map<void *, std::shared_ptr<T>> live_;
};

}  // namespace standin
