// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/reading/reader_process.h"

#include "engine/base/error.h"
#include "engine/reader/confinement.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;

constexpr const char* content = "what the file holds";

class Reader : public ::testing::Test {
  protected:
    void SetUp() override {
        file = fs::temp_directory_path() / ("reader-test-" + std::to_string(getpid()));
        std::ofstream(file) << content;
        descriptor = FileDescriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    }
    void TearDown() override { fs::remove(file); }

    // What the test's reader says, or what is said of it.
    std::string reason(const std::string& job, const std::string& variant = "") {
        try {
            ReaderProcess reader(descriptor.number(), {job, variant}, token);
            reader.wait_for_end();
            reader.content();
            return "none";
        } catch (const ReaderRefusal& refusal) {
            return refusal.what();
        }
    }

    fs::path file;
    FileDescriptor descriptor;
    CancellationToken token;
};

TEST_F(Reader, HandsOverWhatItMadeOfTheFile) {
    ReaderProcess reader(descriptor.number(), {"echo"}, token);
    reader.wait_for_end();
    const auto found = reader.content();
    EXPECT_EQ(std::string(reinterpret_cast<const char*>(found.data()), found.size()), content);
}

TEST_F(Reader, MayNothingButCompute) {
    ReaderProcess reader(descriptor.number(), {"echo"}, token);
    reader.wait_for_end();
    if ((reader.confinement() & confined_by_seccomp) == 0)
        GTEST_SKIP() << "this system does not let a process confine itself";
    const std::string forbidden = "Operation not permitted";
    for (const char* job : {"open", "create", "socket", "fork", "exec", "kill", "code", "write"})
        EXPECT_EQ(reason(job), forbidden) << job;
}

// Codecs start them, and may do nothing else that others may not.
TEST_F(Reader, ThreadsAreForJobsThatTakeThem) {
    ReaderProcess reader(descriptor.number(), {"echo"}, token);
    reader.wait_for_end();
    if ((reader.confinement() & confined_by_seccomp) == 0)
        GTEST_SKIP() << "this system does not let a process confine itself";
    const std::string forbidden = "Operation not permitted";
    EXPECT_EQ(reason("thread"), forbidden);
    EXPECT_EQ(reason("thread", "with threads"), "processors for a thread: 1");
    for (const char* job : {"open", "create", "socket", "fork", "exec", "kill", "code", "write"})
        EXPECT_EQ(reason(job, "with threads"), forbidden) << job;
}

TEST_F(Reader, HandsOverNoMoreThanItsLimit) {
    EXPECT_EQ(reason("grow"), "File too large");
}

TEST_F(Reader, WhatCannotBePreparedHasAReason) {
    EXPECT_EQ(reason("unprepared"), "what it takes is not there");
}

// What the system forbids without seccomp, as far as it knows Landlock.
TEST_F(Reader, LandlockAloneForbidsFiles) {
    const pid_t child = fork();
    if (child == 0) {
        const std::uint32_t in_force = confine(100, 1, Threads::one, confined_by_landlock);
        if ((in_force & confined_by_landlock) == 0)
            _exit(2);
        _exit(open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 2)
        GTEST_SKIP() << "this kernel has no Landlock";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(Reader, EndlessWorkIsEndedByItsLimitOfTime) {
    const pid_t child = fork();
    if (child == 0) {
        confine(100, 1);
        for (std::atomic<unsigned> i = 0;; ++i) {
        }
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGXCPU);
}

TEST_F(Reader, InheritsNoDescriptor) {
    const FileDescriptor inheritable(open("/dev/null", O_RDONLY));
    EXPECT_EQ(reason("descriptors"), "0");
}

TEST_F(Reader, WhateverHappensToItHasAReason) {
    EXPECT_EQ(reason("abort"), "the file is damaged: its reader ended in a fault (Aborted)");
    EXPECT_EQ(
        reason("fault"), "the file is damaged: its reader ended in a fault (Segmentation fault)");
    EXPECT_EQ(reason("exit"), "the file is damaged: its reader ended unexpectedly");
    EXPECT_EQ(reason("nothing"), "the file is damaged: its reader ended unexpectedly");
    EXPECT_EQ(
        reason("memory"), "it takes more memory than there is, or than a file of its length needs");
}

TEST_F(Reader, NothingThatItClaimsIsBelieved) {
    EXPECT_EQ(reason("claim"), "the file is damaged: its reader gave an answer that cannot be");
    EXPECT_EQ(reason("words"), "two?lines and ?[31mcolours");
}

TEST_F(Reader, AFileThatIsCutShortMeanwhileIsAReasonToo) {
    ReaderProcess reader(descriptor.number(), {"shortened"}, token);
    reader.wait_for_signal();
    fs::resize_file(file, 0);
    reader.answer_signal();
    try {
        reader.wait_for_end();
        FAIL();
    } catch (const ReaderRefusal& refusal) {
        EXPECT_STREQ(refusal.what(), "the file was cut short while it was read");
    }
}

TEST_F(Reader, IsEndedByCancelling) {
    const auto begin = std::chrono::steady_clock::now();
    try {
        ReaderProcess reader(descriptor.number(), {"hang"}, token);
        reader.wait_for_signal();
        token.cancel();
        reader.wait_for_signal();
        FAIL();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::cancelled);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
    // It has been collected: there is no child any more.
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
}

std::size_t open_descriptors() {
    return std::size_t(
        std::distance(fs::directory_iterator("/proc/self/fd"), fs::directory_iterator()));
}

TEST_F(Reader, LeavesNoDescriptorBehind) {
    const std::size_t before = open_descriptors();
    for (const char* job : {"echo", "abort", "claim", "words", "exit"})
        reason(job);
    EXPECT_EQ(open_descriptors(), before);
}

TEST_F(Reader, OneThatIsNotThereIsNamed) {
    const char* given = std::getenv("STYLE_TRANSFER_READER");
    const std::string former = given ? given : "";
    setenv("STYLE_TRANSFER_READER", "/nowhere/reader", 1);
    try {
        reason("echo");
        ADD_FAILURE();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::internal);
        EXPECT_STREQ(
            error.what(), "The reader of files cannot be started: there is no "
                          "\"/nowhere/reader\"; install gimp-style-transfer again.");
    }
    setenv("STYLE_TRANSFER_READER", former.c_str(), 1);
}

} // namespace
} // namespace style_transfer
