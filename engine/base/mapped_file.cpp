// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/mapped_file.h"

#include "engine/base/translation.h"

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
    const char* name = _(what.c_str());
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (descriptor.number < 0) {
        const int error = errno;
        if (error == ENOENT || error == ENOTDIR)
            refuse(formatted(_("there is no such %s."), name));
        refuse(formatted(_("the %s cannot be opened: %s."), name, system_text(error).c_str()));
    }
    struct stat status {};
    if (fstat(descriptor.number, &status) != 0)
        refuse(formatted(_("the %s cannot be read: %s."), name, system_text(errno).c_str()));
    if (S_ISDIR(status.st_mode))
        refuse(formatted(_("this is a folder; expected a %s."), name));
    if (!S_ISREG(status.st_mode))
        refuse(formatted(_("this is a device or pipe; expected a %s."), name));
    if (status.st_size == 0)
        refuse(formatted(_("the %s is empty; copy or download it again."), name));

    const std::size_t size = std::size_t(status.st_size);
    void* address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.number, 0);
    if (address == MAP_FAILED)
        refuse(formatted(_("the %s cannot be read: %s."), name, system_text(errno).c_str()));
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
