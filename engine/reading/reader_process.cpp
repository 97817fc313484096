// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/reader_process.h"

#include "engine/base/deferred_sentence.h"
#include "engine/base/error.h"
#include "engine/base/installation.h"
#include "engine/base/machine.h"
#include "engine/base/translation.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

namespace style_transfer {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* reader_name = "style-transfer-reader";

std::string system_text(int error) {
    return std::strerror(error);
}

[[noreturn]] void cannot_start(const std::string& why) {
    throw Error(
        ErrorCode::internal,
        formatted(_("The reader of files cannot be started: %s."), why.c_str()));
}

// Small files that grow to anything would be as harmful as endless ones, and what libraries take
// while they decode is up to ten times the file.
struct Limits {
    std::int64_t memory_mib;
    std::int64_t seconds;

    explicit Limits(std::int64_t file_bytes) {
        constexpr std::int64_t least_memory_mib = 768;
        constexpr std::int64_t least_seconds = 8;
        // No picture format makes more of a byte, save of one and the same colour.
        constexpr std::int64_t largest_growth = 1200;
        const std::int64_t file_mib = (file_bytes >> 20) + 1;
        memory_mib = least_memory_mib + file_mib + (file_bytes / 1024) * largest_growth / 1024;
        memory_mib = std::min(memory_mib, std::max(least_memory_mib, available_memory_mib()));
        seconds = least_seconds + 2 * (file_mib - 1);
    }
};

fs::path find_reader() {
    std::string places;
    for (const fs::path& candidate : reader_candidates()) {
        if (access(candidate.c_str(), X_OK) == 0)
            return candidate;
        places +=
            (places.empty() ? "\"" : _(" or ") + std::string("\"")) + candidate.string() + '"';
    }
    cannot_start(formatted(_("there is no %s; install gimp-style-transfer again"), places.c_str()));
}

// Above the numbers that the reader gets, so that copying one there closes no other.
FileDescriptor beyond_reader(int descriptor) {
    FileDescriptor copy(fcntl(descriptor, F_DUPFD_CLOEXEC, reader_signals + 1));
    if (!copy.valid())
        cannot_start(system_text(errno));
    return copy;
}

// Of the caller's environment, what the linker needs to find libraries and sanitizers to be set up.
std::vector<std::string> reader_environment() {
    std::vector<std::string> environment;
    for (const char* name : {"LD_LIBRARY_PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
        if (const char* value = std::getenv(name))
            environment.push_back(std::string(name) + "=" + value);
    return environment;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> result;
    result.reserve(texts.size() + 1);
    for (std::string& text : texts)
        result.push_back(text.data());
    result.push_back(nullptr);
    return result;
}

struct SpawnSetup {
    posix_spawn_file_actions_t actions{};
    posix_spawnattr_t attributes{};

    SpawnSetup() {
        posix_spawn_file_actions_init(&actions);
        posix_spawnattr_init(&attributes);
    }
    ~SpawnSetup() {
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
    }
    SpawnSetup(const SpawnSetup&) = delete;
    SpawnSetup& operator=(const SpawnSetup&) = delete;
};

std::string reason_of_end(int status, std::int64_t seconds) {
    if (!WIFSIGNALED(status))
        return _("the file is damaged: its reader ended unexpectedly");
    switch (const int signal = WTERMSIG(status)) {
    case SIGXCPU:
    case SIGKILL:
        return formatted(
            _("reading it took more than %ld seconds or more memory than there is, and was "
              "stopped"),
            long{seconds});
    case SIGBUS:
        return _("the file was cut short while it was read");
    default: {
        const char* name = sigdescr_np(signal);
        return formatted(
            _("the file is damaged: its reader ended in a fault (%s)"),
            name ? name : _("unknown signal"));
    }
    }
}

// A sentence's part out of a process that may have been taken over: one line of plain characters.
std::string sentence_of(const AnswerHead& answer) {
    std::string result = said({answer.message, strnlen(answer.message, sizeof answer.message)});
    std::ranges::replace_if(
        result, [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
    return result.empty() ? _("the reader gives no reason") : result;
}

} // namespace

ReaderProcess::ReaderProcess(
    int descriptor, const std::vector<std::string>& job, const CancellationToken& token)
    : token_(token), output_(memfd_create(reader_name, MFD_CLOEXEC | MFD_ALLOW_SEALING)) {
    int ends[2];
    if (!output_.valid() || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        cannot_start(system_text(errno));
    signals_ = FileDescriptor(ends[0]);
    const FileDescriptor other_end(ends[1]);
    struct stat status {};
    if (fstat(descriptor, &status) != 0)
        throw ReaderRefusal(system_text(errno));
    const Limits limits(std::int64_t{status.st_size});
    seconds_ = limits.seconds;
    // The limit of processor time does not end a reader that waits; nor is a busy machine a fault.
    deadline_ = Clock::now() + std::chrono::seconds(60 + 10 * seconds_);
    std::vector<std::string> arguments{
        find_reader().string(), std::to_string(limits.memory_mib), std::to_string(seconds_),
        std::to_string(getpid())};
    arguments.insert(arguments.end(), job.begin(), job.end());
    start(std::move(arguments), descriptor, other_end.number());
}

void ReaderProcess::start(std::vector<std::string> arguments, int input, int signals) {
    const FileDescriptor high_input = beyond_reader(input);
    const FileDescriptor high_output = beyond_reader(output_.number());
    const FileDescriptor high_signals = beyond_reader(signals);
    SpawnSetup setup;
    posix_spawn_file_actions_addopen(&setup.actions, 0, "/dev/null", O_RDWR, 0);
    posix_spawn_file_actions_adddup2(&setup.actions, 0, 1);
    posix_spawn_file_actions_adddup2(&setup.actions, 0, 2);
    posix_spawn_file_actions_adddup2(&setup.actions, high_input.number(), reader_input);
    posix_spawn_file_actions_adddup2(&setup.actions, high_output.number(), reader_output);
    posix_spawn_file_actions_adddup2(&setup.actions, high_signals.number(), reader_signals);
    posix_spawn_file_actions_addclosefrom_np(&setup.actions, reader_signals + 1);
    // Of a group of its own: an interrupt from the keyboard is the caller's to deal with.
    posix_spawnattr_setflags(
        &setup.attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    sigset_t set;
    sigfillset(&set);
    posix_spawnattr_setsigdefault(&setup.attributes, &set);
    sigemptyset(&set);
    posix_spawnattr_setsigmask(&setup.attributes, &set);

    std::vector<std::string> environment = reader_environment();
    const int error = posix_spawn(
        &process_, arguments.front().c_str(), &setup.actions, &setup.attributes,
        pointers(arguments).data(), pointers(environment).data());
    if (error != 0) {
        process_ = -1;
        cannot_start("\"" + arguments.front() + "\": " + system_text(error));
    }
}

ReaderProcess::~ReaderProcess() {
    if (process_ > 0) {
        kill(process_, SIGKILL);
        collect();
    }
    if (!mapped_.empty())
        munmap(const_cast<std::byte*>(mapped_.data()), mapped_.size());
}

// Its status stays 0 when somebody else has collected it.
void ReaderProcess::collect() {
    while (waitpid(process_, &exit_status_, 0) < 0 && errno == EINTR) {
    }
    process_ = -1;
}

// Whether it has given a signal; false when it has ended.
bool ReaderProcess::next_signal() {
    constexpr int look_interval = 50; // ms, for a cancellation
    for (;;) {
        token_.throw_if_cancelled();
        if (Clock::now() > deadline_)
            kill(process_, SIGKILL);
        pollfd socket{signals_.number(), POLLIN, 0};
        if (poll(&socket, 1, look_interval) > 0) {
            char signal = 0;
            const ssize_t count = recv(signals_.number(), &signal, 1, 0);
            if (count < 0 && errno == EINTR)
                continue;
            return count == 1;
        }
    }
}

void ReaderProcess::wait_for_signal() {
    if (next_signal())
        return;
    collect();
    refuse();
}

void ReaderProcess::answer_signal() const {
    const char signal = 0;
    // Nobody may be there any more, which the next wait finds out.
    static_cast<void>(send(signals_.number(), &signal, 1, MSG_NOSIGNAL));
}

void ReaderProcess::wait_for_end() {
    shutdown(signals_.number(), SHUT_WR); // whoever waits for an answer gets none
    while (next_signal()) {
    }
    collect();
    if (head().state != AnswerState::complete)
        refuse();
}

AnswerHead ReaderProcess::head() const {
    AnswerHead head{};
    if (pread(output_.number(), &head, sizeof head, 0) != ssize_t{sizeof head})
        head.state = AnswerState::unfinished;
    return head;
}

void ReaderProcess::refuse() {
    const AnswerHead answer = head();
    if (answer.state == AnswerState::refused)
        throw ReaderRefusal(sentence_of(answer));
    throw ReaderRefusal(reason_of_end(exit_status_, seconds_));
}

std::span<const std::byte> ReaderProcess::content() {
    const std::uint64_t length = head().content_length;
    if (mapped_.empty()) {
        struct stat status {};
        // Touching what has been cut off would be the end of this process.
        const int changes = process_ < 0 ? F_SEAL_WRITE : 0;
        if (fcntl(output_.number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | changes) != 0 ||
            fstat(output_.number(), &status) != 0 || status.st_size < off_t{answer_head_length})
            throw ReaderRefusal(_("the file is damaged: its reader left no answer"));
        void* address =
            mmap(nullptr, std::size_t(status.st_size), PROT_READ, MAP_SHARED, output_.number(), 0);
        if (address == MAP_FAILED)
            throw ReaderRefusal(system_text(errno));
        mapped_ = {static_cast<const std::byte*>(address), std::size_t(status.st_size)};
        if (length > mapped_.size() - answer_head_length)
            throw ReaderRefusal(_("the file is damaged: its reader gave an answer that cannot be"));
        length_ = std::size_t(length);
    }
    return mapped_.subspan(answer_head_length, length_);
}

std::uint32_t ReaderProcess::confinement() const {
    return head().confinement;
}

std::vector<fs::path> reader_candidates() {
    if (const char* file = std::getenv("STYLE_TRANSFER_READER"); file && *file)
        return {file};
    std::vector<fs::path> candidates;
    Dl_info own{};
    static const char place = 0;
    if (dladdr(&place, &own) != 0 && own.dli_fname)
        candidates.push_back(fs::path(own.dli_fname).parent_path() / reader_name);
    for (const fs::path& folder : engine_folders())
        candidates.push_back(folder / reader_name);
    return candidates;
}

} // namespace style_transfer
