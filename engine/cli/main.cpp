// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/paint_command.h"

#include "engine/base/error.h"
#include "engine/pixels/gegl_user.h"

#include <cstdio>
#include <exception>

namespace {

int run(int count, char** values) {
    using namespace style_transfer;
    const auto parsed = parse_arguments(count, values);
    if (const int* code = std::get_if<int>(&parsed))
        return *code;
    const GeglUser gegl;
    paint(std::get<Arguments>(parsed));
    return exit_done;
}

} // namespace

int main(int count, char** values) try {
    return run(count, values);
} catch (const style_transfer::Error& error) {
    std::fprintf(stderr, "style-transfer: %s\n", error.what());
    return error.code() == style_transfer::ErrorCode::cancelled ? style_transfer::exit_interrupted
                                                                : style_transfer::exit_error;
} catch (const std::exception& error) {
    std::fprintf(stderr, "style-transfer: %s\n", error.what());
    return style_transfer::exit_error;
}
