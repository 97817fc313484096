// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/pixels/gegl_user.h"
#include "engine/train/arguments.h"
#include "engine/train/stop_signal.h"

#include <cstdio>
#include <exception>

namespace {

enum ExitCode { done = 0, failed = 1, interrupted = 130 };

int run(int count, char** values) {
    using namespace style_transfer;
    const auto parsed = train::parse_arguments(count, values);
    if (const int* code = std::get_if<int>(&parsed))
        return *code;
    const auto& arguments = std::get<train::Arguments>(parsed);
    const GeglUser gegl;
    const train::StopSignal signal;
    train::train(
        arguments.settings, [&] { return signal.came(); },
        [&](const std::string& line) {
            if (arguments.quiet)
                return;
            std::printf("%s\n", line.c_str());
            std::fflush(stdout); // a training is watched through a file, too
        });
    return done;
}

} // namespace

int main(int count, char** values) try {
    return run(count, values);
} catch (const style_transfer::Error& error) {
    std::fprintf(stderr, "style-transfer-train: %s\n", error.what());
    return error.code() == style_transfer::ErrorCode::cancelled ? interrupted : failed;
} catch (const std::exception& error) {
    std::fprintf(stderr, "style-transfer-train: %s\n", error.what());
    return failed;
}
