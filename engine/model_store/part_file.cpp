// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model_store/part_file.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace style_transfer {

PartFile::PartFile(const std::filesystem::path& file)
    : path_(file),
      file_(open(file.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666)) {
    struct stat state {};
    if (!file_.valid() || fstat(file_.number(), &state) != 0)
        refuse(errno);
    if (!S_ISREG(state.st_mode))
        refuse(EINVAL);
    if (flock(file_.number(), LOCK_EX | LOCK_NB) != 0)
        throw Error(
            ErrorCode::file,
            formatted(
                _("\"%s\" is being downloaded by another process; wait for its end."),
                path_.c_str()));
    size_ = std::uint64_t(state.st_size);
}

void PartFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(file_.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            refuse(errno);
        size_ += std::uint64_t(written);
        bytes.remove_prefix(std::size_t(written));
    }
}

void PartFile::clear() {
    if (ftruncate(file_.number(), 0) != 0)
        refuse(errno);
    size_ = 0;
}

void PartFile::remove() {
    unlink(path_.c_str());
}

void PartFile::refuse(int error) const {
    throw Error(
        ErrorCode::file, formatted(
                             _("%s \"%s\" cannot be written: %s."), _("The download"),
                             path_.c_str(), std::strerror(error)));
}

} // namespace style_transfer
