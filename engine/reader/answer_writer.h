// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/reader/confinement.h"
#include "engine/reading/answer.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace style_transfer {

// Fills the shared memory file that the reader was started with. One for each process.
class AnswerWriter {
  public:
    // Throws std::bad_alloc and std::runtime_error.
    explicit AnswerWriter(std::uint64_t memory_limit);
    AnswerWriter(const AnswerWriter&) = delete;
    AnswerWriter& operator=(const AnswerWriter&) = delete;

    AnswerHead& head() { return *head_; }
    // What run_reader() was told, bytes.
    std::uint64_t memory_limit() const { return memory_limit_; }

    // Room for all of the content, zeros; once. Throws std::bad_alloc when it does not fit into
    // the limit of memory.
    std::span<std::byte> make_room(std::uint64_t bytes);

    // Signals that there is something to look at; waits until that has been done. Both end the
    // process when nobody is there any more.
    void signal() const;
    void wait_for_answer() const;

    void complete();
    void refuse(const std::string& reason);

  private:
    std::uint64_t memory_limit_;
    AnswerHead* head_ = nullptr;
};

using ReadingJob = std::function<void(
    std::span<const std::byte> file, const std::vector<std::string>& job, AnswerWriter& answer)>;

// What a job takes that a confined process cannot get any more: told by the file's first bytes, of
// which nothing else is parsed yet.
using Preparation =
    std::function<Threads(std::span<const std::byte> file, const std::vector<std::string>& job)>;

// main() of a reader: prepares and confines the process and has `read` make an answer of the file.
// What the two throw is the reason for a refusal: completes "… cannot be read: …", no full stop.
int run_reader(int count, char** values, const ReadingJob& read, const Preparation& prepare = {});

} // namespace style_transfer
