// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/download_job.h"

#include "engine/base/error.h"
#include "engine/base/translation.h"

#include <cerrno>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>

namespace style_transfer {

namespace {

constexpr int interrupted = 130; // exit code, as the program's manual has it

// Its messages go to `errors`; it ends when nobody reads them any more.
pid_t start(const std::filesystem::path& program, const std::string& model, int errors) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&files, errors, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t usual;
    sigemptyset(&usual);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM})
        sigaddset(&usual, signal);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    std::string words[] = {program.string(), "model", "install", model, "--progress"};
    char* arguments[] = {words[0].data(), words[1].data(), words[2].data(),
                         words[3].data(), words[4].data(), nullptr};
    pid_t process = -1;
    const int error =
        posix_spawn(&process, program.c_str(), &files, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0)
        throw Error(
            ErrorCode::internal,
            formatted(_("\"%s\" cannot be started: %s."), program.c_str(), std::strerror(error)));
    return process;
}

} // namespace

DownloadJob::DownloadJob(const std::filesystem::path& program, const std::string& model) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        throw Error(
            ErrorCode::internal,
            formatted(_("The download cannot be started: %s."), std::strerror(errno)));
    output_ = FileDescriptor(ends[0]);
    const FileDescriptor errors(ends[1]);
    fcntl(output_.number(), F_SETFL, O_NONBLOCK);
    process_ = start(program, model, errors.number());
}

DownloadJob::~DownloadJob() {
    if (process_ < 0)
        return;
    kill(process_, SIGKILL); // it leaves nothing half-written
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

void DownloadJob::stop() const {
    if (process_ >= 0)
        kill(process_, SIGTERM);
}

void DownloadJob::take(const std::string& line) {
    constexpr std::string_view prefix = "style-transfer: ";
    std::uint64_t done = 0;
    std::uint64_t bytes = 0;
    if (line.starts_with(prefix)) {
        sentence_ = line.substr(prefix.size());
    } else if (std::sscanf(line.c_str(), "%" SCNu64 " of %" SCNu64 " bytes", &done, &bytes) == 2) {
        done_ = done;
        bytes_ = bytes;
    }
}

void DownloadJob::read() {
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(output_.number(), buffer, sizeof buffer)) > 0;) {
        unread_.append(buffer, std::size_t(count));
        for (std::size_t end = 0; (end = unread_.find('\n')) != std::string::npos;) {
            take(unread_.substr(0, end));
            unread_.erase(0, end + 1);
        }
    }
}

DownloadJob::State DownloadJob::look() {
    if (process_ < 0)
        return state_;
    int status = 0;
    const bool ended = waitpid(process_, &status, WNOHANG) == process_;
    read(); // after it has ended there is no more to come
    if (!ended)
        return state_;
    process_ = -1;
    if (!WIFEXITED(status))
        state_ = State::failed;
    else if (WEXITSTATUS(status) == interrupted)
        state_ = State::stopped;
    else
        state_ = WEXITSTATUS(status) == 0 ? State::installed : State::failed;
    return state_;
}

} // namespace style_transfer
