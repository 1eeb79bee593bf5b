// Stand-ins for device memory: arrays of exact size that the pointer check knows, and matrices with NaN in the padding.
#pragma once
#include <cstring>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

/** Live arrays: first address and bytes. */
inline std::map<const char *, size_t> liveArrays;

/** An array that ends where its memory ends for AddressSanitizer, otherwise at a canary. */
template <class T> class DeviceArray {
    static constexpr size_t CANARY = 1024;
    std::unique_ptr<char[]> bytes;
    size_t length;

    size_t used() const { return length * sizeof(T); }

  public:
    explicit DeviceArray(const std::vector<T> &values) : length(values.size()) {
#ifdef __SANITIZE_ADDRESS__
        bytes.reset(new char[used()]);
#else
        bytes.reset(new char[used() + CANARY]);
        memset(bytes.get() + used(), 0x5A, CANARY);
#endif
        if (length) memcpy(bytes.get(), values.data(), used());
        liveArrays[bytes.get()] = used();
    }
    explicit DeviceArray(size_t count, T value) : DeviceArray(std::vector<T>(count, value)) {}
    DeviceArray(const DeviceArray &) = delete;
    ~DeviceArray() { liveArrays.erase(bytes.get()); }

    T *data() { return reinterpret_cast<T *>(bytes.get()); }
    const T *constant() const { return reinterpret_cast<const T *>(bytes.get()); }
    size_t size() const { return length; }
    T operator[](size_t i) const { return constant()[i]; }
    std::vector<T> values() const { return std::vector<T>(constant(), constant() + length); }

    /** Whether nothing was written behind the end. */
    bool intact() const {
#ifndef __SANITIZE_ADDRESS__
        for (size_t i = 0; i < CANARY; i++) {
            if (bytes[used() + i] != 0x5A) return false;
        }
#endif
        return true;
    }
};

/** A column-major matrix with NaN between its columns and nothing behind the last. */
template <class T> class DeviceMatrix {
    DeviceArray<T> numbers;

    static size_t room(int rows, long long cols, long long ld) {
        return cols == 0 ? 0 : static_cast<size_t>(ld * (cols - 1) + rows);
    }

  public:
    const int rows;
    const long long cols;
    const long long ld;

    DeviceMatrix(int rowCount, long long colCount, long long leading)
        : numbers(room(rowCount, colCount, leading), std::numeric_limits<T>::quiet_NaN()), rows(rowCount),
          cols(colCount), ld(leading) {}

    /** With values(i, j). */
    template <class F>
    DeviceMatrix(int rowCount, long long colCount, long long leading, F values)
        : DeviceMatrix(rowCount, colCount, leading) {
        for (long long j = 0; j < cols; j++) {
            for (int i = 0; i < rows; i++) at(i, j) = static_cast<T>(values(i, j));
        }
    }

    T *data() { return numbers.data(); }
    T &at(int i, long long j) { return numbers.data()[i + j * ld]; }
    T operator()(int i, long long j) const { return numbers[static_cast<size_t>(i + j * ld)]; }
    std::vector<T> values() const { return numbers.values(); }

    bool intact() const {
        for (long long j = 0; j + 1 < cols; j++) {
            for (long long i = rows; i < ld; i++) {
                T padding = numbers[static_cast<size_t>(i + j * ld)];
                if (padding == padding) return false;
            }
        }
        return numbers.intact();
    }
};

/** Numbers for tests from a fixed start (xorshift). */
class Random {
    unsigned long long state;

  public:
    explicit Random(unsigned long long seed) : state(seed * 0x9E3779B97F4A7C15ull + 1) {}

    unsigned below(unsigned limit) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        return static_cast<unsigned>((state >> 32) % limit);
    }

    /** Uniform in [-1, 1), 31 bits, so that sums in float round. */
    double uniform() { return below(1u << 31) / double(1u << 30) - 1; }
};
