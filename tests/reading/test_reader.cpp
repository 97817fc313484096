// SPDX-License-Identifier: GPL-3.0-or-later
// A reader that does what a file taken over by a stranger might make of it: what its job is called.
#include "engine/reader/answer_writer.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <thread>

namespace {

using namespace style_transfer;

// What the system says to an attempt.
[[noreturn]] void report(long result) {
    throw std::runtime_error(result < 0 ? std::strerror(errno) : "allowed");
}

void attempt(const std::string& what) {
    if (what == "open")
        report(open("/etc/passwd", O_RDONLY | O_CLOEXEC));
    if (what == "create")
        report(open("/tmp/style-transfer-reader-was-here", O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
    if (what == "socket")
        report(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (what == "fork")
        report(fork());
    if (what == "exec")
        report(execl("/bin/true", "true", nullptr));
    if (what == "kill")
        report(kill(getppid(), 0));
    if (what == "code")
        report(
            mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
                    MAP_FAILED
                ? -1
                : 0);
    if (what == "thread") {
        std::string seen;
        std::thread([&] { seen = std::to_string(std::thread::hardware_concurrency()); }).join();
        throw std::runtime_error("processors for a thread: " + seen);
    }
    if (what == "grow") // what is handed over, without mapping it
        report(ftruncate(reader_output, std::numeric_limits<off_t>::max()));
    if (what == "write")
        report(write(reader_input, "x", 1));
    if (what == "descriptors") {
        int open_ones = 0;
        for (int number = reader_signals + 1; number < 1024; ++number)
            open_ones += close(number) == 0;
        throw std::runtime_error(std::to_string(open_ones));
    }
}

void misbehave(
    std::span<const std::byte> file, const std::vector<std::string>& job, AnswerWriter& answer) {
    const std::string& what = job.front();
    attempt(what);
    if (what == "abort")
        std::abort();
    if (what == "fault")
        raise(SIGSEGV);
    if (what == "exit")
        std::_Exit(3);
    if (what == "memory")
        for (std::size_t bytes = 1 << 20;; bytes *= 2)
            std::memset(::operator new(bytes), 1, bytes);
    if (what == "hang") {
        answer.signal();
        answer.wait_for_answer();
        answer.wait_for_answer();
    }
    if (what == "shortened") {
        answer.signal();
        answer.wait_for_answer();
        throw std::runtime_error(std::to_string(int(file.back())));
    }
    if (what == "words")
        answer.refuse("two\nlines and \x1b[31mcolours");
    if (what == "claim") {
        answer.make_room(100);
        answer.head().content_length = std::uint64_t{1} << 62;
        answer.complete();
    }
    if (what == "echo") {
        std::memcpy(answer.make_room(file.size()).data(), file.data(), file.size());
        answer.complete();
    }
}

Threads prepare(std::span<const std::byte>, const std::vector<std::string>& job) {
    if (job.front() == "unprepared")
        throw std::runtime_error("what it takes is not there");
    return job.back() == "with threads" ? Threads::several : Threads::one;
}

} // namespace

int main(int count, char** values) {
    return run_reader(count, values, misbehave, prepare);
}
