// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/small_file.h"

#include "engine/base/file_descriptor.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace style_transfer {

std::optional<std::string> read_small_file(const std::filesystem::path& file, std::size_t most) {
    // O_NONBLOCK: opening a named pipe must not wait for a writer.
    const FileDescriptor descriptor(
        open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    struct stat status {};
    if (!descriptor.valid() || fstat(descriptor.number(), &status) != 0 || !S_ISREG(status.st_mode))
        return std::nullopt;
    std::string content(most + 1, '\0');
    std::size_t length = 0;
    while (length < content.size()) {
        const ssize_t count =
            read(descriptor.number(), content.data() + length, content.size() - length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::nullopt;
        if (count == 0)
            break;
        length += std::size_t(count);
    }
    content.resize(length);
    return content;
}

} // namespace style_transfer
