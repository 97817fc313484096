// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cli/arguments.h"

#include "engine/cli/command_options.h"
#include "engine/cli/completion.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>
#include <string_view>

namespace style_transfer {

namespace {

constexpr const char* description =
    "Paints BASE in the style of STYLE and writes the picture to OUT, whose suffix chooses the\n"
    "format. OUT has the size of the working image, or with --quality that of BASE.\n"
    "With --style there can be several styles, which share the picture by their weights or have a\n"
    "region of it each. A dash instead of a name is standard input, or output, as PNG.\n"
    "Many files at once: style-transfer batch --help\n"
    "Many settings or paintings at once: style-transfer sheet --help\n"
    "The network VGG19: style-transfer model --help\n"
    "Whether everything works, for a report of a fault: style-transfer doctor";

constexpr const char* footer =
    "Examples:\n"
    "  style-transfer photo.jpg painting.jpg -o result.png\n"
    "  style-transfer photo.jpg painting.jpg -o result.tif --size 1024 --style-weight 3\n"
    "  style-transfer photo.jpg --style oil.jpg:0.7 --style ink.jpg:0.3 -o result.png\n"
    "  style-transfer photo.jpg --style town.jpg --style sky.jpg --region sky-mask.png -o "
    "result.png\n"
    "  style-transfer photo.jpg painting.jpg -o same.png --iterations 0 --no-enhance "
    "--report losses.json\n"
    "\n"
    "Exit codes: 0 done, 1 error in what was asked for or read, 2 wrong call, 130 interrupted.";

} // namespace

std::variant<Arguments, int> parse_arguments(int count, const char* const* values) {
    Arguments arguments;
    std::string base, style, output, report;
    CLI::App app{description, "style-transfer"};
    app.footer(footer);
    app.set_version_flag("--version", std::string("style-transfer ") + STYLE_TRANSFER_VERSION);
    app.add_option(
           "BASE", base, "Picture to paint: PNG, JPEG, TIFF, WebP, GIF, HEIC, AVIF, OpenEXR, PPM")
        ->required()
        ->type_name("");
    app.add_option("STYLE", style, "Picture whose strokes and colours are taken")->type_name("");
    app.add_option("-o,--output", output, "Picture to write")->required()->type_name("OUT");
    app.add_flag("--force", arguments.force, "Replace OUT where it exists");
    const StyleOptions styles(app);
    app.add_option("--report", report, "Write settings, losses and times as JSON")
        ->type_name("FILE");
    add_progress_options(app, arguments.progress, arguments.quiet);
    const SettingsOptions options(app);
    // For the build, which installs what it prints.
    if (count == 3 && std::string_view(values[1]) == "--completions") {
        write_completion(std::cout, app, values[2]);
        return exit_done;
    }
    if (const auto code = parse(app, count, values, [&] {
            std::vector<std::string> given;
            if (!style.empty())
                given.push_back(style);
            arguments.styles = styles.styles(given);
            arguments.settings = options.settings();
        }))
        return *code;
    arguments.base = base;
    arguments.settings_file = options.file();
    arguments.output = output;
    if (!report.empty())
        arguments.report = report;
    return arguments;
}

} // namespace style_transfer
