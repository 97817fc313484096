// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"

#include "engine/base/error.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const std::string& what, const fs::path& file, const std::string& why) {
    throw Error(
        ErrorCode::file,
        "The " + what + " \"" + file.string() + "\" cannot be written: " + why + ".");
}

std::string reason(int error) {
    return std::strerror(error);
}

fs::path folder_of(const fs::path& file) {
    return file.has_parent_path() ? file.parent_path() : fs::path(".");
}

// So that what has been written survives a loss of power. The error, 0 for none.
int sync(const fs::path& path, int flags) {
    const int descriptor = open(path.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0)
        return errno;
    const int error = fsync(descriptor) == 0 ? 0 : errno;
    close(descriptor);
    return error;
}

// Renaming over a link would replace the link.
fs::path behind_links(const fs::path& file) {
    std::error_code ignored;
    if (!fs::is_symlink(file, ignored))
        return file;
    const fs::path target = fs::weakly_canonical(file, ignored);
    return target.empty() ? file : target;
}

} // namespace

void check_writable_place(const fs::path& file, const std::string& what) {
    if (!file.has_filename())
        refuse(what, file, "that is no file name");
    const fs::path place = behind_links(file);
    const fs::path folder = folder_of(place);
    std::error_code ignored;
    const fs::file_status folder_status = fs::status(folder, ignored);
    if (!fs::exists(folder_status))
        refuse(
            what, file,
            "there is no folder \"" + folder.string() + "\"; make it first or choose another");
    if (!fs::is_directory(folder_status))
        refuse(what, file, "\"" + folder.string() + "\" is no folder");
    const fs::file_status status = fs::status(place, ignored);
    if (fs::is_directory(status))
        refuse(what, file, "that is a folder; add a file name");
    if (fs::exists(status) && !fs::is_regular_file(status))
        refuse(what, file, "that is no ordinary file");
    if (fs::exists(status) && access(place.c_str(), W_OK) != 0)
        refuse(what, file, reason(errno));
    if (access(folder.c_str(), W_OK | X_OK) != 0)
        refuse(what, file, "the folder \"" + folder.string() + "\" is not writable");
}

AtomicFile::AtomicFile(const fs::path& file, std::string what)
    : place_(behind_links(file)), what_(std::move(what)) {
    check_writable_place(place_, what_);
    for (int number = 0;; ++number) {
        temporary_ = folder_of(place_) / ("." + std::to_string(getpid()) + "-" +
                                          std::to_string(number) + place_.extension().string());
        // Not mkstemp: the file shall have the permissions that any new file gets.
        const int descriptor =
            open(temporary_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            struct stat existing {};
            if (stat(place_.c_str(), &existing) == 0)
                // Failing is harmless: then the new file has the usual permissions.
                static_cast<void>(!fchmod(descriptor, existing.st_mode & 07777));
            close(descriptor);
            return;
        }
        if (errno != EEXIST || number == 1000)
            refuse(what_, place_, reason(errno));
    }
}

AtomicFile::~AtomicFile() {
    if (!temporary_.empty())
        unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view content) const {
    const int descriptor = open(temporary_.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (descriptor < 0)
        refuse(what_, place_, reason(errno));
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0) {
            const int error = errno;
            close(descriptor);
            refuse(what_, place_, reason(error));
        }
        content.remove_prefix(std::size_t(written));
    }
    if (close(descriptor) != 0)
        refuse(what_, place_, reason(errno));
}

void AtomicFile::commit() {
    const int error = sync(temporary_, O_RDONLY);
    // Other errors tell that the file system has no such thing.
    if (error == EIO || error == ENOSPC || error == EDQUOT)
        refuse(what_, place_, reason(error));
    if (rename(temporary_.c_str(), place_.c_str()) != 0)
        refuse(what_, place_, reason(errno));
    temporary_.clear();
    sync(folder_of(place_), O_RDONLY | O_DIRECTORY);
}

} // namespace style_transfer
