// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/mapped_file.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace style_transfer {

namespace {

std::string system_text(int error) {
    return std::generic_category().message(error);
}

struct Descriptor {
    int number = -1;
    ~Descriptor() {
        if (number >= 0)
            close(number);
    }
};

} // namespace

MappedFile
MappedFile::open(const std::filesystem::path& file, ErrorCode code, const std::string& what) {
    const auto refuse = [&](const std::string& problem) {
        throw Error(code, file.string() + ": " + problem);
    };
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (descriptor.number < 0) {
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR)
            refuse("there is no such " + what + ".");
        refuse("the " + what + " cannot be opened: " + system_text(error) + ".");
    }
    struct stat status {};
    if (fstat(descriptor.number, &status) != 0)
        refuse("the " + what + " cannot be read: " + system_text(errno) + ".");
    if (S_ISDIR(status.st_mode))
        refuse("this is a folder; expected a " + what + ".");
    if (!S_ISREG(status.st_mode))
        refuse("this is a device or pipe; expected a " + what + ".");
    if (status.st_size == 0)
        refuse("the " + what + " is empty; copy or download it again.");

    const std::size_t size = std::size_t(status.st_size);
    void* address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number, 0);
    if (address == MAP_FAILED)
        refuse("the " + what + " cannot be read: " + system_text(errno) + ".");
    return MappedFile({static_cast<const std::byte*>(address), size});
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
}

MappedFile::~MappedFile() {
    if (!bytes_.empty())
        munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

} // namespace style_transfer
