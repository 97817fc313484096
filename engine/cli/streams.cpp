// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/streams.h"

#include "engine/base/error.h"
#include "engine/base/file_descriptor.h"
#include "engine/base/translation.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <system_error>
#include <unistd.h>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

constexpr const char* dash = "-";
constexpr int look_interval = 50; // milliseconds, for an interruption

[[noreturn]] void fail(const char* sentence) {
    throw Error(ErrorCode::file, formatted(sentence, std::strerror(errno)));
}

// Of all that is there, however the pieces come.
void copy(
    int from, int to, const char* reading, const char* writing, const Interruption& interruption) {
    std::array<char, 1 << 16> piece;
    for (;;) {
        // A signal may come just before a read(), which then waits all the same.
        for (pollfd source{from, POLLIN, 0}; poll(&source, 1, look_interval) <= 0;)
            interruption.check();
        const ssize_t length = read(from, piece.data(), piece.size());
        interruption.check();
        if (length == 0)
            return;
        if (length < 0 && errno != EINTR)
            fail(reading);
        for (ssize_t done = 0; done < length;) {
            const ssize_t written = write(to, piece.data() + done, std::size_t(length - done));
            interruption.check();
            if (written < 0 && errno != EINTR)
                fail(writing);
            done += written > 0 ? written : 0;
        }
    }
}

} // namespace

const fs::path& Streams::Folder::place() {
    if (!place_.empty())
        return place_;
    std::string name = (fs::temp_directory_path() / "style-transfer-XXXXXX").string();
    if (!mkdtemp(name.data()))
        fail(_("No folder for pictures from standard input or for standard output can be made: "
               "%s. Free some disk space, or set TMPDIR to another folder."));
    place_ = name;
    return place_;
}

Streams::Folder::~Folder() {
    std::error_code ignored;
    if (!place_.empty())
        fs::remove_all(place_, ignored);
}

Streams::Streams(const Arguments& arguments, const Interruption& interruption)
    : arguments_(arguments), interruption_(interruption) {
    if (arguments_.output == dash) {
        if (isatty(STDOUT_FILENO))
            throw Error(
                ErrorCode::invalid_argument,
                _("Standard output is a terminal, which shows no pictures; pass it on with > FILE "
                  "or with | PROGRAM."));
        has_output_ = true;
        arguments_.output = folder_.place() / "picture.png";
    }
    take(arguments_.base);
    for (StyleArgument& style : arguments_.styles) {
        take(style.file);
        if (style.region)
            take(*style.region);
    }
}

void Streams::take(fs::path& file) {
    if (file != dash)
        return;
    if (has_input_)
        throw Error(
            ErrorCode::invalid_argument,
            _("Only one picture can come from standard input; give files for the others."));
    has_input_ = true;
    file = folder_.place() / "standard input"; // as sentences name it
    const FileDescriptor target(
        open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    const char* const writing = _("Standard input cannot be kept: %s. Free some disk space, or set "
                                  "TMPDIR to another folder.");
    if (!target.valid())
        fail(writing);
    copy(
        STDIN_FILENO, target.number(), _("Standard input cannot be read: %s."), writing,
        interruption_);
}

void Streams::pass_on() const {
    if (!has_output_)
        return;
    const FileDescriptor source(open(arguments_.output.c_str(), O_RDONLY | O_CLOEXEC));
    const char* const reading = _("The picture for standard output is gone: %s.");
    if (!source.valid())
        fail(reading);
    copy(
        source.number(), STDOUT_FILENO, reading,
        _("Standard output does not take the picture: %s."), interruption_);
}

} // namespace style_transfer
