// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/batch_command.h"
#include "engine/cli/doctor_command.h"
#include "engine/cli/model_command.h"
#include "engine/cli/paint_command.h"
#include "engine/cli/sheet_command.h"

#include "engine/base/error.h"
#include "engine/base/library_environment.h"
#include "engine/base/translation.h"
#include "engine/pixels/gegl_user.h"

#include <csignal>
#include <cstdio>
#include <exception>
#include <string_view>

namespace {

int run(int count, char** values) {
    using namespace style_transfer;
    if (count > 1 && std::string_view(values[1]) == "batch") {
        const auto parsed = parse_batch_arguments(count - 1, values + 1);
        if (const int* code = std::get_if<int>(&parsed))
            return *code;
        const GeglUser gegl;
        return paint_batch(std::get<BatchArguments>(parsed));
    }
    if (count > 1 && std::string_view(values[1]) == "sheet") {
        const auto parsed = parse_sheet_arguments(count - 1, values + 1);
        if (const int* code = std::get_if<int>(&parsed))
            return *code;
        const GeglUser gegl;
        return paint_sheet(std::get<SheetArguments>(parsed));
    }
    if (count > 1 && std::string_view(values[1]) == "model")
        return run_model_command(count - 1, values + 1);
    if (count > 1 && std::string_view(values[1]) == "doctor")
        return run_doctor(count - 1, values + 1);
    const auto parsed = parse_arguments(count, values);
    if (const int* code = std::get_if<int>(&parsed))
        return *code;
    const GeglUser gegl;
    paint(std::get<Arguments>(parsed));
    return exit_done;
}

} // namespace

int main(int count, char** values) try {
    // A limit on the size of files is an error of the writing, not the end of the program.
    std::signal(SIGXFSZ, SIG_IGN);
    // So is a reader of standard output that has gone.
    std::signal(SIGPIPE, SIG_IGN);
    style_transfer::set_library_environment();
    style_transfer::use_catalogues();
    return run(count, values);
} catch (const style_transfer::Error& error) {
    std::fprintf(stderr, "style-transfer: %s\n", error.what());
    return error.code() == style_transfer::ErrorCode::cancelled ? style_transfer::exit_interrupted
                                                                : style_transfer::exit_error;
} catch (const std::exception& error) {
    std::fprintf(stderr, "style-transfer: %s\n", error.what());
    return style_transfer::exit_error;
}
