// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "ui/jobs/download_job.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include <signal.h>
#include <unistd.h>

namespace style_transfer {
namespace {

namespace fs = std::filesystem;
using State = DownloadJob::State;

class Download : public testing::Test {
  protected:
    Download() { fs::create_directories(folder_); }
    ~Download() override { fs::remove_all(folder_); }

    // A program that does as `script` says.
    fs::path program(const std::string& script) const {
        const fs::path file = folder_ / "program";
        std::ofstream(file) << "#!/bin/sh\n" << script << '\n';
        fs::permissions(file, fs::perms::owner_all);
        return file;
    }

    template <class Condition>
    static bool wait_for(const Condition& condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (!condition()) {
            if (std::chrono::steady_clock::now() > end)
                return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return true;
    }
    static State end_of(DownloadJob& job) {
        EXPECT_TRUE(wait_for([&] { return job.look() != State::running; }));
        return job.look();
    }

    const fs::path folder_ =
        fs::temp_directory_path() / ("download-job-test-" + std::to_string(getpid()));
};

TEST_F(Download, TellsHowFarItIs) {
    const fs::path go = folder_ / "go";
    DownloadJob job(
        program(
            "[ \"$*\" = 'model install vgg19 --progress' ] || exit 2\n"
            "echo 'vgg19: 80.1 MB' >&2; echo '5 of 80134624 bytes' >&2; printf '70 of 8013' >&2\n"
            "until [ -e " +
            go.string() + " ]; do sleep 0.01; done; echo '4624 bytes' >&2"),
        "vgg19");
    EXPECT_TRUE(wait_for([&] { return job.look() != State::running || job.done() == 5; }));
    EXPECT_EQ(job.bytes(), 80134624U);
    EXPECT_EQ(job.look(), State::running);
    EXPECT_EQ(job.done(), 5U) << "half a line says nothing";
    std::ofstream(go).flush();
    EXPECT_EQ(end_of(job), State::installed);
    EXPECT_EQ(job.done(), 70U);
    EXPECT_EQ(job.sentence(), "");
}

TEST_F(Download, TellsWhyItFailed) {
    DownloadJob job(
        program("echo 'style-transfer: first; asking again.' >&2\n"
                "echo 'style-transfer: No room.' >&2; exit 1"),
        "vgg19");
    EXPECT_EQ(end_of(job), State::failed);
    EXPECT_EQ(job.sentence(), "No room.");
    DownloadJob killed(program("kill -9 $$"), "vgg19");
    EXPECT_EQ(end_of(killed), State::failed);
    EXPECT_EQ(killed.sentence(), "");
}

TEST_F(Download, Stops) {
    DownloadJob job(
        program("trap 'exit 130' TERM; echo '1 of 2 bytes' >&2; while :; do sleep 0.01; done"),
        "vgg19");
    EXPECT_TRUE(wait_for([&] { return job.look() != State::running || job.done() == 1; }));
    job.stop();
    EXPECT_EQ(end_of(job), State::stopped);
    job.stop(); // of what has ended
}

TEST_F(Download, EndsWithItsObject) {
    const fs::path number = folder_ / "number";
    const auto begin = std::chrono::steady_clock::now();
    {
        DownloadJob job(
            program("trap '' TERM; echo $$ >" + number.string() + "; sleep 100"), "vgg19");
        EXPECT_TRUE(wait_for([&] { return fs::exists(number) && fs::file_size(number) > 0; }));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
    pid_t process = 0;
    std::ifstream(number) >> process;
    EXPECT_NE(kill(process, 0), 0);
}

TEST_F(Download, OfAProgramThatIsNotThere) {
    try {
        const DownloadJob job(folder_ / "absent", "vgg19");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("absent\" cannot be started"), std::string::npos);
    }
}

} // namespace
} // namespace style_transfer
