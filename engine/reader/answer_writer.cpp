// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reader/answer_writer.h"

#include "engine/base/translation.h"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <new>
#include <stdexcept>

namespace style_transfer {

namespace {

// The answer lies in memory, which a limit on the size of files is not about.
void lift_limit_of_files() {
    if (rlimit files{}; getrlimit(RLIMIT_FSIZE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_FSIZE, &files);
    }
}

// Its own number tells whether the one that has started this process has gone already: what takes
// its place may be any.
void end_with(pid_t parent) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EXIT_FAILURE);
}

void* map_output(std::uint64_t from, std::uint64_t length) {
    if (ftruncate(reader_output, off_t(from + length)) != 0)
        throw std::bad_alloc();
    void* address =
        mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, reader_output, off_t(from));
    if (address == MAP_FAILED)
        throw std::bad_alloc();
    return address;
}

std::span<const std::byte> map_input() {
    struct stat status {};
    if (fstat(reader_input, &status) != 0)
        throw std::runtime_error(N_("it cannot be read"));
    const auto length = std::size_t(status.st_size);
    void* address = mmap(nullptr, length, PROT_READ, MAP_PRIVATE, reader_input, 0);
    if (address == MAP_FAILED)
        throw std::runtime_error(N_("it cannot be read"));
    return {static_cast<const std::byte*>(address), length};
}

} // namespace

AnswerWriter::AnswerWriter(std::uint64_t memory_limit)
    : memory_limit_(memory_limit),
      head_(static_cast<AnswerHead*>(map_output(0, answer_head_length))) {}

std::span<std::byte> AnswerWriter::make_room(std::uint64_t bytes) {
    void* address = map_output(answer_head_length, bytes);
    head_->content_length = bytes;
    return {static_cast<std::byte*>(address), std::size_t(bytes)};
}

void AnswerWriter::signal() const {
    const char byte = 0;
    if (write(reader_signals, &byte, 1) != 1)
        _exit(EXIT_FAILURE);
}

void AnswerWriter::wait_for_answer() const {
    char byte = 0;
    if (::read(reader_signals, &byte, 1) != 1)
        _exit(EXIT_FAILURE);
}

void AnswerWriter::complete() {
    head_->state = AnswerState::complete;
}

void AnswerWriter::refuse(const std::string& reason) {
    std::strncpy(head_->message, reason.c_str(), sizeof head_->message - 1);
    head_->state = AnswerState::refused;
}

int run_reader(int count, char** values, const ReadingJob& read, const Preparation& prepare) {
    if (count < 5)
        return EXIT_FAILURE; // not started by ask_reader()
    end_with(pid_t(std::atoll(values[3])));
    try {
        lift_limit_of_files();
        const std::int64_t memory_mib = std::atoll(values[1]);
        AnswerWriter answer(std::uint64_t(memory_mib) << 20);
        const std::vector<std::string> job(values + 4, values + count);
        const std::span<const std::byte> file = map_input();
        try {
            const Threads threads = prepare ? prepare(file, job) : Threads::one;
            answer.head().confinement = confine(memory_mib, std::atoll(values[2]), threads);
            read(file, job, answer);
        } catch (const std::bad_alloc&) {
            answer.refuse(
                N_("it takes more memory than there is, or than a file of its length needs"));
        } catch (const std::exception& error) {
            answer.refuse(error.what());
        }
    } catch (const std::exception&) {
        return EXIT_FAILURE;
    }
    // Nothing is left to be tidied up, and libraries that a file has confused may fail at it.
    _exit(EXIT_SUCCESS);
}

} // namespace style_transfer
