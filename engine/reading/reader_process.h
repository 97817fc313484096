// SPDX-License-Identifier: GPL-3.0-or-later
// Strangers' files are parsed by a program of its own, style-transfer-reader, which may do nothing
// but compute: whatever a file does to it, this process gets either its answer or a reason.
#pragma once

#include "engine/base/cancellation.h"
#include "engine/base/file_descriptor.h"
#include "engine/reading/answer.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string>
#include <sys/types.h>
#include <vector>

namespace style_transfer {

// Why a file cannot be read, without its name: completes "… cannot be read: …", no full stop.
struct ReaderRefusal : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// A reader at work on one file. Killed with this object, unless it has ended. Any thread, one at a
// time; several readers at once.
class ReaderProcess {
  public:
    // Has the file read that `descriptor` is open on (a regular one, for reading; stays the
    // caller's). `job` is "picture" or "network" and what belongs to it. `token` must outlive this.
    // Throws Error(internal) when there is no reader, and ReaderRefusal.
    ReaderProcess(
        int descriptor, const std::vector<std::string>& job, const CancellationToken& token);
    ~ReaderProcess();
    ReaderProcess(const ReaderProcess&) = delete;
    ReaderProcess& operator=(const ReaderProcess&) = delete;

    // Waits until the reader signals. Throws ReaderRefusal when it ends instead: refused the file,
    // or was ended by a fault, its memory or its time. Throws Error(cancelled).
    void wait_for_signal();
    // Lets it go on after a signal.
    void answer_signal() const;
    // Waits for its end; throws likewise unless it has ended with a complete answer.
    void wait_for_end();

    // What it hands over: shared with the reader until it has ended, and anything may stand there.
    // Call after the first signal or the end; the length is the same ever after.
    std::span<const std::byte> content();
    // What holds the reader back by its own account: confined_by_… of answer.h.
    std::uint32_t confinement() const;

  private:
    void start(std::vector<std::string> arguments, int input, int signals);
    bool next_signal();
    void collect();
    AnswerHead head() const;
    [[noreturn]] void refuse();

    const CancellationToken& token_;
    std::int64_t seconds_ = 0;
    std::chrono::steady_clock::time_point deadline_;
    FileDescriptor output_;
    FileDescriptor signals_;
    pid_t process_ = -1;
    int exit_status_ = 0;
    std::span<const std::byte> mapped_;
    std::size_t length_ = 0; // of the content
};

// The files at which the reader may be, best first: $STYLE_TRANSFER_READER alone when it is set,
// else beside the program or library that this code is in, and in the engine's folders.
std::vector<std::filesystem::path> reader_candidates();

} // namespace style_transfer
