// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unistd.h>

#include <utility>

namespace style_transfer {

// Owns one file descriptor and closes it. Moves only; empty when it is negative.
class FileDescriptor {
  public:
    FileDescriptor() = default;
    explicit FileDescriptor(int number) : number_(number) {}
    FileDescriptor(FileDescriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~FileDescriptor() { reset(); }

    bool valid() const { return number_ >= 0; }
    int number() const { return number_; }
    void reset() {
        if (valid())
            close(std::exchange(number_, -1));
    }

  private:
    int number_ = -1;
};

} // namespace style_transfer
