// SPDX-License-Identifier: GPL-3.0-or-later
// The shared memory file that a reader fills: what both sides have to agree on. Whoever reads it
// trusts nothing in it, see reader_process.h.
#pragma once

#include <cstddef>
#include <cstdint>

namespace style_transfer {

// The descriptors that a reader is started with, besides the standard three, which lead nowhere.
constexpr int reader_input = 3;  // the file, for reading
constexpr int reader_output = 4; // the shared memory file
// A socket. The reader writes a byte when there is something to look at in the shared memory, and
// reads one before it overwrites that; its end tells that the reader has ended.
constexpr int reader_signals = 5;

// A reader's arguments are: limit of its memory (MiB), limit of its processor time (seconds), what
// it is to read ("picture", "network"), and what belongs to that.

enum class AnswerState : std::uint32_t {
    unfinished = 0, // what an ended reader leaves behind that did not get further
    refused = 1,    // `message` says why
    complete = 2,
};

// What holds a reader back, beyond the limits that always do; bits of AnswerHead::confinement.
constexpr std::uint32_t confined_by_seccomp = 1;  // system calls
constexpr std::uint32_t confined_by_landlock = 2; // files and network

// First in the file; the content follows at answer_head_length.
struct AnswerHead {
    AnswerState state;
    std::uint32_t confinement;
    std::uint64_t content_length; // bytes
    char message[2048];           // a deferred sentence: UTF-8 without line ends, ends with a zero
};
constexpr std::size_t answer_head_length = 4096; // a page, so that the content can be mapped alone
static_assert(sizeof(AnswerHead) <= answer_head_length);

} // namespace style_transfer
