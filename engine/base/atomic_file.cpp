// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/atomic_file.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

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
        // TRANSLATORS: "The picture", its name, and the reason.
        formatted(
            _("%s \"%s\" cannot be written: %s."), _(what.c_str()), file.c_str(), why.c_str()));
}

constexpr int most_names = 1000; // that are tried for a temporary file

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

// Renaming over a link would replace the link. What it points to need not be there.
fs::path behind_links(const fs::path& file) {
    constexpr int most_links = 40; // as many as the kernel follows
    fs::path place = file;
    std::error_code error;
    for (int link = 0; link < most_links && fs::is_symlink(place, error); ++link) {
        const fs::path target = fs::read_symlink(place, error);
        if (error)
            return file;
        place = place.parent_path() / target; // which may be absolute
    }
    return place;
}

} // namespace

void check_writable_place(const fs::path& file, const std::string& what) {
    if (!file.has_filename())
        refuse(what, file, _("that is no file name"));
    const fs::path place = behind_links(file);
    const fs::path folder = folder_of(place);
    std::error_code ignored;
    const fs::file_status folder_status = fs::status(folder, ignored);
    if (!fs::exists(folder_status))
        refuse(
            what, file,
            formatted(
                _("there is no folder \"%s\"; make it first or choose another"), folder.c_str()));
    if (!fs::is_directory(folder_status))
        refuse(what, file, formatted(_("\"%s\" is no folder"), folder.c_str()));
    std::error_code error;
    const fs::file_status status = fs::status(place, error);
    if (error == std::errc::filename_too_long || error == std::errc::too_many_symbolic_link_levels)
        refuse(what, file, error.message());
    if (fs::is_directory(status))
        refuse(what, file, _("that is a folder; add a file name"));
    if (fs::exists(status) && !fs::is_regular_file(status))
        refuse(what, file, _("that is no ordinary file"));
    if (fs::exists(status) && access(place.c_str(), W_OK) != 0)
        refuse(what, file, reason(errno));
    if (access(folder.c_str(), W_OK | X_OK) != 0)
        refuse(what, file, formatted(_("the folder \"%s\" is not writable"), folder.c_str()));
}

AtomicFile::AtomicFile(const fs::path& file, std::string what)
    : place_(behind_links(file)), what_(std::move(what)) {
    check_writable_place(file, what_);
    create(folder_of(place_));
}

fs::path AtomicFile::name_beside(int number) const {
    return folder_of(place_) / ("." + std::to_string(getpid()) + "-" + std::to_string(number) +
                                place_.extension().string());
}

void AtomicFile::create(const fs::path& folder) {
    // Not mkstemp: the file shall have the permissions that any new file gets.
    constexpr mode_t usual = 0666;
    FileDescriptor made(open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, usual));
    const bool unnamed = made.valid();
    for (int number = 0; !made.valid(); ++number) {
        temporary_ = name_beside(number);
        made = FileDescriptor(
            open(temporary_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, usual));
        if (!made.valid() && (errno != EEXIST || number == most_names)) {
            temporary_.clear();
            refuse(what_, place_, reason(errno));
        }
    }
    struct stat existing {};
    if (stat(place_.c_str(), &existing) == 0)
        // Failing is harmless: then the new file has the usual permissions.
        static_cast<void>(!fchmod(made.number(), existing.st_mode & 07777));
    if (unnamed) {
        temporary_ = "/proc/self/fd/" + std::to_string(made.number());
        unnamed_ = std::move(made);
    }
}

AtomicFile::~AtomicFile() {
    if (!temporary_.empty() && !unnamed_.valid())
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
    if (unnamed_.valid()) {
        // A file without a name can be given one, but not one that is taken.
        fs::path name = name_beside(0);
        for (int number = 1;
             linkat(AT_FDCWD, temporary_.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) != 0;
             name = name_beside(number++))
            if (errno != EEXIST || number > most_names)
                refuse(what_, place_, reason(errno));
        temporary_ = name;
        unnamed_.reset();
    }
    if (rename(temporary_.c_str(), place_.c_str()) != 0)
        refuse(what_, place_, reason(errno));
    temporary_.clear();
    sync(folder_of(place_), O_RDONLY | O_DIRECTORY);
}

} // namespace style_transfer
