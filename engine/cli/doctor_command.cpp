// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/doctor_command.h"

#include "engine/cli/command_options.h"
#include "engine/cli/exit_codes.h"
#include "engine/client/engine_library.h"
#include "engine/diagnostics/diagnostics.h"
#include "engine/pixels/gegl_user.h"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace style_transfer {

namespace {

constexpr const char* description =
    "Looks whether everything works, and prints what a report of a fault needs: versions,\n"
    "processor, memory, networks with checksums, what holds the reader of files back, folders,\n"
    "and how a picture of 64 pixels is painted. Your home folder is shown as ~.";

constexpr const char* footer = "Exit codes: 0 all is fine, 1 something is at fault, 2 wrong call.";

} // namespace

int run_doctor(int count, const char* const* values) {
    CLI::App app{description, "style-transfer doctor"};
    app.footer(footer);
    if (const auto code = parse(app, count, values, [] {}))
        return *code;
    const GeglUser gegl;
    const Diagnostics found = diagnose(load_installed_engine, /*test_run=*/true);
    std::fputs(found.text().c_str(), stdout);
    return found.fine() ? exit_done : exit_error;
}

} // namespace style_transfer
