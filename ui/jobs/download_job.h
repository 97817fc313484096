// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/file_descriptor.h"

#include <cstdint>
#include <filesystem>
#include <string>

#include <sys/types.h>

namespace style_transfer {

// A network that the program of the command line downloads, in a process of its own: what servers
// do to it does not happen here. One thread; nothing waits but the end of this object, a moment.
class DownloadJob {
  public:
    // `program` is a command_line_program(), `model` a name of models.json. Throws Error(internal)
    // when the program cannot be started.
    DownloadJob(const std::filesystem::path& program, const std::string& model);
    // Ends the download; what has come is kept for the next one.
    ~DownloadJob();
    DownloadJob(const DownloadJob&) = delete;
    DownloadJob& operator=(const DownloadJob&) = delete;

    enum class State { running, installed, stopped, failed };

    // What has become of it since the last call.
    State look();
    // As of the last look(): bytes that have come, and all; 0 while unknown.
    std::uint64_t done() const { return done_; }
    std::uint64_t bytes() const { return bytes_; }
    // The program's last sentence: why it has failed, or why a source was given up.
    const std::string& sentence() const { return sentence_; }

    // Asks it to end; look() tells when it has.
    void stop() const;

  private:
    void read();
    void take(const std::string& line);

    FileDescriptor output_;
    pid_t process_ = -1; // while it has to be waited for
    State state_ = State::running;
    std::string unread_; // the begin of a line
    std::string sentence_;
    std::uint64_t done_ = 0;
    std::uint64_t bytes_ = 0;
};

} // namespace style_transfer
